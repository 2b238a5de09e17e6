// What texts that were read promise to those who print them and to those who show an error.
#pragma once

#include <string>

#include "grammar/ast_printer.h"
#include "grammar/error.h"
#include "grammar/parser.h"
#include "tests/fuzz/disagree.h"

/// An error lies inside the text that it is about, and its caret can be drawn.
inline void RequireInside(const papergraph::QueryError& error, const std::string& text) {
  if (error.span().start > error.span().end || error.span().end > text.size())
    Disagree("span outside the text", text, error.what());
  papergraph::Caret(text, error.span());
}

/// What was printed parses, and prints as it is.
inline void RequireFixedPoint(const std::string& printed) {
  try {
    const std::string again = papergraph::Print(papergraph::Parse(printed));
    if (again != printed) Disagree("printing is no fixed point", printed, again);
  } catch (const papergraph::QueryError& error) {
    Disagree("what was printed does not parse", printed, error.what());
  }
}
