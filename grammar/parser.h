// Text of a statement -> AST. The room's door.
#pragma once

#include <span>
#include <string_view>

#include "grammar/ast.h"

namespace papergraph {

/// Parses one openCypher statement (a trailing `;` is allowed). Every node of the result has its span in `text`;
/// the result does not refer to `text`.
/// Throws QueryError kSyntaxError (with the TCK's detail: UnexpectedSyntax, InvalidNumberLiteral, IntegerOverflow,
/// FloatingPointOverflow, InvalidUnicodeLiteral, ...) also for nesting so deep that it could exhaust the stack.
/// Any number of threads may parse at once.
ast::Statement Parse(std::string_view text);

/// The reserved words and clause keywords, upper case, sorted: for completion and highlighting.
std::span<const std::string_view> Keywords();

/// How far a shell has read: whether `text` ends inside a string, a comment or an open bracket, so that another
/// line belongs to it. Never throws.
bool IsIncomplete(std::string_view text);

}  // namespace papergraph
