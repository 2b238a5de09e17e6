// Where in a statement's text something stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papergraph {

/// Bytes [start, end) of the statement's UTF-8 text.
struct Span {
  uint32_t start = 0;
  uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// From the first byte of `a` to the last of `b`.
inline Span Join(Span a, Span b) { return {a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end}; }

/// Line and column as people and CONTRACT.md count them: from 1, columns in Unicode code points.
struct Position {
  uint32_t line = 1;
  uint32_t column = 1;
};

/// The position of byte `offset`; an offset past the end is the end.
Position PositionOf(std::string_view text, uint32_t offset);

/// The line of `text` in which `span` starts, a newline, and `^~~~` under the span, wide characters counted as two
/// cells. Ends without a newline.
std::string Caret(std::string_view text, Span span);

}  // namespace papergraph
