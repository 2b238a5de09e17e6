// Cypher on its way from a sentence: text, and which words of the sentence each piece of it comes from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "grammar/span.h"

namespace papergraph::engine {

class CypherText {
 public:
  CypherText() = default;
  CypherText(std::string_view text, Span cause) { Add(text, cause); }

  CypherText& Add(std::string_view text, Span cause);
  CypherText& Add(const CypherText& other);
  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }

  /// The words that caused the bytes of `cypher`: from the first to the last.
  Span CauseOf(Span cypher) const;

 private:
  struct Piece {
    uint32_t end;  // bytes of text_ up to here
    Span cause;
  };
  std::string text_;
  std::vector<Piece> pieces_;
};

/// 'it\'s'
std::string QuotedText(std::string_view text);

/// Parses the text; every span of the result is of the sentence instead, the statement's own is `whole`.
ast::Statement ParseWithCauses(const CypherText& cypher, Span whole);

}  // namespace papergraph::engine
