#include "extract/readers/utf8.h"

namespace papergraph::extract {

uint64_t FirstInvalidUtf8(std::string_view bytes) {
  const auto byte = [&](size_t at) { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0u; };
  const auto continues = [&](size_t at, unsigned low, unsigned high) { return byte(at) >= low && byte(at) <= high; };
  size_t at = 0;
  while (at < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    size_t length = 0;
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (lead >= 0xE4 && lead <= 0xE9 && at + 2 < bytes.size() && (bytes[at + 1] & 0xC0) == 0x80 &&
        (bytes[at + 2] & 0xC0) == 0x80) {
      at += 3;  // nearly all of a Chinese text
      continue;
    }
    // The second byte's range rules out overlong forms, surrogates and what lies past U+10FFFF.
    unsigned low = 0x80, high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      length = 3;
      if (lead == 0xE0) low = 0xA0;
      if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      if (lead == 0xF0) low = 0x90;
      if (lead == 0xF4) high = 0x8F;
    } else {
      return at;
    }
    if (!continues(at + 1, low, high)) return at;
    for (size_t i = 2; i < length; ++i) {
      if (!continues(at + i, 0x80, 0xBF)) return at;
    }
    at += length;
  }
  return bytes.size();
}

void AppendUtf8(uint32_t code_point, std::string& out) {
  const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | ((code_point >> shift) & 0x3F))); };
  if (code_point < 0x80) {
    out.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code_point >> 6)));
    tail(0);
  } else if (code_point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code_point >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | (code_point >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

uint32_t CodePointAt(std::string_view text, size_t at, size_t& length) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned lead = byte(0);
  length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length > text.size() - at) length = 1;
  uint32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) code = (code << 6) | (byte(i) & 0x3Fu);
  return code;
}

}  // namespace papergraph::extract
