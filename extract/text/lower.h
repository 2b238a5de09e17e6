// Lower case of ASCII alone: every byte stays where it was, so that an offset in one text holds in the other.
#pragma once

#include <string>
#include <string_view>

namespace papergraph::extract {

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Lower(c);
  return lower;
}

}  // namespace papergraph::extract
