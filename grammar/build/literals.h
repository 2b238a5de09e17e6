// The text of a literal or a name -> what it means.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "grammar/ast.h"

namespace papergraph::build {

/// `text` is an INTEGER token (decimal, 0x, 0o, underscores between digits); `negative` when a minus stands before it,
/// so that the smallest integer can be written. Throws QueryError IntegerOverflow.
int64_t ReadInteger(std::string_view text, bool negative, Span span);

/// `text` is a FLOAT token. Too small becomes 0; throws QueryError FloatingPointOverflow when too large.
double ReadFloat(std::string_view text, Span span);

/// `text` is a STRING token with its quotes; `span` is the token's. Throws QueryError InvalidUnicodeLiteral for a
/// broken \u, UnexpectedSyntax for an escape that does not exist, pointing at the escape.
std::string ReadString(std::string_view text, Span span);

/// `text` is a name as written: plain, or in backticks with each backtick inside doubled.
std::string ReadName(std::string_view text);

}  // namespace papergraph::build
