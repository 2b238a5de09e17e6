// Letters and digits of ASCII alone: bytes of other characters are neither. Lower case leaves every byte where it was,
// so that an offset in one text holds in the other.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace papergraph::extract {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsLetter(char c) { return IsUpper(c) || IsLower(c); }
constexpr bool IsAlnum(char c) { return IsDigit(c) || IsLetter(c); }

inline bool HasUpper(std::string_view text) { return std::any_of(text.begin(), text.end(), IsUpper); }

constexpr char Lower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Lower(c);
  return lower;
}

}  // namespace papergraph::extract
