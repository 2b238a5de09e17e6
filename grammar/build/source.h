// A statement's text as the parser sees it: ANTLR counts code points, spans count bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/error.h"
#include "grammar/span.h"

namespace papergraph::build {

class Source {
 public:
  /// Does not copy `text`. Throws QueryError InvalidUnicodeCharacter where it is not UTF-8.
  explicit Source(std::string_view text);

  std::string_view text() const { return text_; }
  std::string_view TextOf(Span span) const { return text_.substr(span.start, span.end - span.start); }

  /// The text without a byte order mark, for ANTLR; code point 0 is its first.
  std::string_view body() const { return text_.substr(first_byte_); }

  /// The byte at which code point `index` of body() starts; past the end: the text's size.
  uint32_t ByteOf(size_t index) const;

 private:
  std::string_view text_;
  uint32_t first_byte_ = 0;
  std::vector<uint32_t> bytes_;  // empty when every code point is one byte
};

/// Throws QueryError kSyntaxError.
[[noreturn]] void Fail(std::string detail, Span span, const std::string& message);

/// "UnexpectedSyntax": what does not fit the grammar and has no detail of its own.
[[noreturn]] void FailSyntax(Span span, const std::string& message);

}  // namespace papergraph::build
