// AST -> openCypher text.
#pragma once

#include <string>

#include "grammar/ast.h"

namespace papergraph {

/// Canonical Cypher: Parse(Print(s)) prints the same text again (a property test holds it to that). One clause a line.
std::string Print(const ast::Statement& statement);

/// One expression, as a column without an alias is named when its source text is not at hand.
std::string Print(const ast::Expr& expr);
std::string Print(const ast::ValueType& type);

}  // namespace papergraph
