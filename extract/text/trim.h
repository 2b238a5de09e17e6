// Text without what stands around it.
#pragma once

#include <string_view>

namespace papergraph::extract {

/// `text` without the bytes of `around` at both ends, blanks where nothing else is said; where it is nothing else, an
/// empty view of its beginning.
inline std::string_view Trimmed(std::string_view text, std::string_view around = " \t\r\n") {
  const size_t from = text.find_first_not_of(around);
  if (from == std::string_view::npos) return text.substr(0, 0);
  return text.substr(from, text.find_last_not_of(around) - from + 1);
}

}  // namespace papergraph::extract
