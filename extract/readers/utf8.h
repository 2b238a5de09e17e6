// UTF-8 as far as the readers need it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papergraph::extract {

/// U+FEFF, which some programs write before the text of a file.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The first byte that does not continue well-formed UTF-8 (Unicode 15, table 3-7); bytes.size() when all of it is.
uint64_t FirstInvalidUtf8(std::string_view bytes);

/// Appends one code point. REQUIRES: a scalar value.
void AppendUtf8(uint32_t code_point, std::string& out);

/// The code point at `at`, and how many bytes it takes. REQUIRES: valid UTF-8, at < text.size(), `at` is no
/// continuation byte.
uint32_t CodePointAt(std::string_view text, size_t at, size_t& length);

}  // namespace papergraph::extract
