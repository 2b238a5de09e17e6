// Strings as sequences of Unicode code points: what the string functions count and cut by.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace papergraph::engine {

/// How many code points; a byte that is not UTF-8 counts as one.
size_t CodePointCount(std::string_view text);

/// The byte at which code point `index` starts; text.size() when there are no more than `index`.
size_t ByteOffset(std::string_view text, size_t index);

/// The length in bytes of the code point at `offset`, at least 1. REQUIRES: offset < text.size().
size_t CodePointSize(std::string_view text, size_t offset);

/// Full case mapping (SpecialCasing.txt of Unicode, without languages): "ß" is "SS" in upper case.
std::string ToUpper(std::string_view text);
std::string ToLower(std::string_view text);

/// Letters of ASCII only, as names in Cypher are compared.
inline std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Without white space (Unicode White_Space) at the sides that are asked for.
std::string_view Trim(std::string_view text, bool left, bool right);

/// Without the code points of `characters` at the sides that are asked for.
std::string_view Trim(std::string_view text, std::string_view characters, bool left, bool right);

/// Code points in reverse order.
std::string Reverse(std::string_view text);

/// Form is "NFC", "NFD", "NFKC" or "NFKD". Returns false for another form or text that is not UTF-8.
bool Normalize(std::string_view text, std::string_view form, std::string& out);

}  // namespace papergraph::engine
