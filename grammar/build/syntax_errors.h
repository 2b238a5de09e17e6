// ANTLR's complaint -> a QueryError that a person can act on.
#pragma once

#include <vector>

#include "grammar/build/source.h"
#include "parser/antlr4-runtime.h"

namespace papergraph::build {

/// `found` does not fit; `expected` are the token types that could follow the last token that did (empty when not
/// known).
[[noreturn]] void ReportUnexpected(const antlr4::Token& found, const antlr4::Token* before, const antlr4::Token* after,
                                   const std::vector<size_t>& expected, const Source& source);

}  // namespace papergraph::build
