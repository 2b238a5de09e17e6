// The pass between lexer and parser: gives tokens whose meaning depends on what follows at any distance a type of their
// own (see Cypher.g4), so that the parser hardly ever looks ahead. Linear time.
#pragma once

#include <vector>

#include "grammar/build/source.h"
#include "parser/antlr4-runtime.h"

namespace papergraph::build {

/// Brackets and CASE ... END may nest this deep: far above what people write, far below what the stack bears.
inline constexpr uint32_t kMaxNesting = 250;

/// `tokens` ends with EOF. Changes types in place:
/// - a keyword that can only be a name where it stands (`n.order`, `count` before anything but `(*)` or a subquery,
///   END where no expression ends) becomes an IDENTIFIER;
/// - `(`, `[` and `|` become PATTERN_OPEN, LIST_COMPREHENSION_OPEN, PATTERN_COMPREHENSION_OPEN and PROJECT_BAR.
/// Throws QueryError UnexpectedSyntax when brackets nest deeper than kMaxNesting.
void Classify(const std::vector<antlr4::CommonToken*>& tokens, const Source& source);

/// True for the words of the language, reserved or not.
bool IsKeyword(size_t token_type);
/// True for words that name a variable only in backticks.
bool IsReserved(size_t token_type);

}  // namespace papergraph::build
