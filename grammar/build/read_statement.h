// The way into build/ for the rest of the room: no ANTLR type in sight.
#pragma once

#include <string_view>

#include "grammar/ast.h"

namespace papergraph::build {

/// What Parse() promises (grammar/parser.h).
ast::Statement ReadStatement(std::string_view text);

}  // namespace papergraph::build
