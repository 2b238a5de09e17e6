// Parse() either refuses with a QueryError whose span lies in the text, or gives a statement that prints to a fixed
// point.
#include <cstdint>
#include <string>

#include "grammar/ast_printer.h"
#include "grammar/error.h"
#include "grammar/parser.h"
#include "tests/fuzz/disagree.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  papergraph::IsIncomplete(text);
  std::string printed;
  try {
    printed = papergraph::Print(papergraph::Parse(text));
  } catch (const papergraph::QueryError& error) {
    if (error.span().start > error.span().end || error.span().end > size)
      Disagree("span outside the text", text, error.what());
    papergraph::Caret(text, error.span());
    return 0;
  }
  try {
    const std::string again = papergraph::Print(papergraph::Parse(printed));
    if (again != printed) Disagree("printing is no fixed point", printed, again);
  } catch (const papergraph::QueryError& error) {
    Disagree("what was printed does not parse", printed, error.what());
  }
  return 0;
}
