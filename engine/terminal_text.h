// Text from outside on a terminal: shown, never obeyed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papergraph::engine {

/// `text` harmless to a terminal and to who reads it there: control characters become their pictures (␛); C1 control
/// characters, and the marks that turn the order of writing (U+202A to U+202E, U+2066 to U+2069), stand as `\u202e`;
/// what is not UTF-8 becomes U+FFFD. Line feeds and tabs stay.
std::string Harmless(std::string_view text);

/// The same on one line: line breaks become ↵, a tab a space.
std::string OneLine(std::string_view text);

/// The code of a character at `at` that no reader sees and that a terminal or a browser obeys: a C1 control character,
/// a line or paragraph separator, a mark that turns the order of writing. 0: none stands there. Two bytes below U+0100,
/// else three.
inline uint32_t HiddenCode(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  if (byte(0) == 0xc2) return byte(1) >= 0x80 && byte(1) < 0xa0 ? byte(1) : 0;
  if (byte(0) != 0xe2) return 0;
  if (byte(1) == 0x80 && byte(2) >= 0xa8 && byte(2) <= 0xae) return 0x2000 + byte(2) - 0x80;
  if (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return 0x2040 + byte(2) - 0x80;
  return 0;
}
inline size_t HiddenLength(uint32_t code) { return code < 0x100 ? 2 : 3; }

/// `\u202e`, as Cypher and JSON read it.
void AppendUnicodeEscape(std::string& out, uint32_t code);

}  // namespace papergraph::engine
