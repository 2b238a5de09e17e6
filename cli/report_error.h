// Errors as a person reads them: where, the line with a caret, what to do.
#pragma once

#include <string>
#include <string_view>

#include "engine/terminal_text.h"
#include "grammar/error.h"

namespace papergraph::cli {

/// "1:12: SyntaxError (UndefinedVariable): `x` is not defined …", the line of the statement and the caret below. Ends
/// with a newline.
std::string DescribeError(const QueryError& error, std::string_view statement);

/// Writes that to standard error.
void ReportError(const QueryError& error, std::string_view statement);

using engine::Harmless;

}  // namespace papergraph::cli
