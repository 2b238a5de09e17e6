// Numbers to bytes and back: varints, little-endian words, and a reader that never goes past the end.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "storage/error.h"

namespace papergraph {

static_assert(std::endian::native == std::endian::little, "stored words are copied as they lie in memory");

/// 7 bits a byte, low ones first; the high bit says that more follow.
inline void PutVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

/// Small magnitudes of either sign become small: 0, -1, 1, -2 ... are 0, 1, 2, 3 ...
inline uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t UnZigZag(uint64_t value) { return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1); }
inline void PutSigned(std::string& out, int64_t value) { PutVarint(out, ZigZag(value)); }

template <typename Word>
void PutFixed(std::string& out, Word value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

inline void PutString(std::string& out, std::string_view text) {
  PutVarint(out, text.size());
  out.append(text);
}

/// Big-endian, so that the order of bytes is the order of numbers: for keys.
inline void PutBigEndian(std::string& out, uint32_t value) {
  const char bytes[4] = {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
                         static_cast<char>(value)};
  out.append(bytes, 4);
}
/// REQUIRES: four bytes at `bytes`.
inline uint32_t GetBigEndian(const char* bytes) {
  auto byte = [&](int i) { return static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])); };
  return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
}

/// Reads from the front of borrowed bytes. Everything throws StoreError kCorrupt where bytes are missing.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool empty() const { return at_ == end_; }
  size_t left() const { return static_cast<size_t>(end_ - at_); }

  uint8_t Byte() {
    if (at_ == end_) Missing();
    return static_cast<uint8_t>(*at_++);
  }
  uint64_t Varint() {
    // Most are short; then one check of the length is enough.
    if (left() >= 4) {
      auto byte = [&](int i) { return static_cast<uint32_t>(static_cast<unsigned char>(at_[i])); };
      uint32_t word = byte(0);
      if (word < 0x80) {
        at_ += 1;
        return word;
      }
      word = (word & 0x7f) | byte(1) << 7;
      if (word < 0x80u << 7) {
        at_ += 2;
        return word;
      }
      word = (word & 0x3fff) | byte(2) << 14;
      if (word < 0x80u << 14) {
        at_ += 3;
        return word;
      }
      word = (word & 0x1fffff) | byte(3) << 21;
      if (word < 0x80u << 21) {
        at_ += 4;
        return word;
      }
    }
    uint64_t value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      uint8_t byte = Byte();
      if (shift == 63 && byte > 1) break;
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw StoreError(StoreError::Kind::kCorrupt, "a number has too many bytes");
  }
  uint32_t Varint32() {
    uint64_t value = Varint();
    if (value > 0xffffffffu) throw StoreError(StoreError::Kind::kCorrupt, "a number has too many bytes");
    return static_cast<uint32_t>(value);
  }
  int64_t Signed() { return UnZigZag(Varint()); }
  template <typename Word>
  Word Fixed() {
    Word value;
    std::memcpy(&value, Bytes(sizeof value).data(), sizeof value);
    return value;
  }
  std::string_view Bytes(uint64_t count) {
    if (count > left()) Missing();
    std::string_view bytes(at_, count);
    at_ += count;
    return bytes;
  }
  std::string_view String() { return Bytes(Varint()); }

 private:
  [[noreturn]] static void Missing() { throw StoreError(StoreError::Kind::kCorrupt, "bytes are missing at the end"); }

  const char* at_;
  const char* end_;
};

}  // namespace papergraph
