#include "cli/report_error.h"

#include <cstdio>

namespace papergraph::cli {

std::string DescribeError(const QueryError& error, std::string_view statement) {
  const Position at = PositionOf(statement, error.span().start);
  std::string text = std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
  text += NameOf(error.type());
  if (!error.detail().empty()) text += " (" + error.detail() + ")";
  text += ": ";
  text += error.what();
  text += '\n';
  // An error about nothing in particular (time ran out, ...) has no place to point at.
  if (error.span() != Span{}) text += Caret(statement, error.span()) + '\n';
  return Harmless(text);
}

void ReportError(const QueryError& error, std::string_view statement) {
  const std::string text = DescribeError(error, statement);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace papergraph::cli
