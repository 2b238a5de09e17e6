#include "storage/format/checksum.h"

#include <array>
#include <cstring>

#include "storage/format/bytes.h"

namespace papergraph {
namespace {

// Eight tables, so that eight bytes go at a time ("slicing by 8").
constexpr std::array<std::array<uint32_t, 256>, 8> MakeTables() {
  std::array<std::array<uint32_t, 256>, 8> tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78u : 0);
    tables[0][i] = crc;
  }
  for (uint32_t i = 0; i < 256; ++i) {
    for (size_t t = 1; t < 8; ++t) tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xff];
  }
  return tables;
}
constexpr auto kTables = MakeTables();

uint32_t ByTables(uint32_t crc, const char* at, size_t size) {
  while (size >= 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    word ^= crc;
    crc = 0;
    for (size_t i = 0; i < 8; ++i) crc ^= kTables[7 - i][(word >> (8 * i)) & 0xff];
    at += 8;
    size -= 8;
  }
  while (size-- > 0) crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(*at++)) & 0xff];
  return crc;
}

#if defined(__x86_64__)
[[gnu::target("sse4.2")]] uint32_t ByInstruction(uint32_t crc, const char* at, size_t size) {
  uint64_t wide = crc;
  while (size >= 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    wide = __builtin_ia32_crc32di(wide, word);
    at += 8;
    size -= 8;
  }
  crc = static_cast<uint32_t>(wide);
  while (size-- > 0) crc = __builtin_ia32_crc32qi(crc, static_cast<unsigned char>(*at++));
  return crc;
}
#endif

}  // namespace

uint32_t Crc32c(std::string_view bytes) {
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (has_instruction) return ~ByInstruction(~0u, bytes.data(), bytes.size());
#endif
  return ~ByTables(~0u, bytes.data(), bytes.size());
}

void Seal(std::string& bytes) { PutFixed<uint32_t>(bytes, Crc32c(bytes)); }

std::string_view Unseal(std::string_view sealed) {
  if (sealed.size() < 4) throw StoreError(StoreError::Kind::kCorrupt, "bytes are missing at the end");
  std::string_view bytes = sealed.substr(0, sealed.size() - 4);
  if (ByteReader(sealed.substr(bytes.size())).Fixed<uint32_t>() != Crc32c(bytes)) {
    throw StoreError(StoreError::Kind::kCorrupt, "the checksum does not fit");
  }
  return bytes;
}

}  // namespace papergraph
