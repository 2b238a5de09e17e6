#include <bit>

#include "cli/server/packstream.h"

namespace papergraph::cli {

void PackWriter::Big(uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) Byte(static_cast<uint8_t>(value >> shift));
}

void PackWriter::Int(int64_t value) {
  const auto bits = static_cast<uint64_t>(value);
  if (value >= -16 && value <= 127) {
    Byte(static_cast<uint8_t>(bits));
  } else if (value == static_cast<int8_t>(value)) {
    Byte(0xC8);
    Big(bits, 1);
  } else if (value == static_cast<int16_t>(value)) {
    Byte(0xC9);
    Big(bits, 2);
  } else if (value == static_cast<int32_t>(value)) {
    Byte(0xCA);
    Big(bits, 4);
  } else {
    Byte(0xCB);
    Big(bits, 8);
  }
}

void PackWriter::Float(double value) {
  Byte(0xC1);
  Big(std::bit_cast<uint64_t>(value), 8);
}

void PackWriter::String(std::string_view text) {
  Size(text.size(), 0x80, 0xD0);
  out_ += text;
}

void PackWriter::Struct(uint8_t tag, size_t fields) {
  Byte(static_cast<uint8_t>(0xB0 + fields));
  Byte(tag);
}

void PackWriter::Size(size_t size, uint8_t tiny, uint8_t wide) {
  if (size < 16) {
    Byte(static_cast<uint8_t>(tiny + size));
  } else if (size <= UINT8_MAX) {
    Byte(wide);
    Big(size, 1);
  } else if (size <= UINT16_MAX) {
    Byte(static_cast<uint8_t>(wide + 1));
    Big(size, 2);
  } else {
    Byte(static_cast<uint8_t>(wide + 2));
    Big(size, 4);
  }
}

}  // namespace papergraph::cli
