// Parse() either refuses with a QueryError whose span lies in the text, or gives a statement that prints to a fixed
// point.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "grammar/ast_printer.h"
#include "grammar/error.h"
#include "grammar/parser.h"

namespace {

[[noreturn]] void Disagree(const char* what, const std::string& first, const std::string& second) {
  std::fprintf(stderr, "%s\n--- first\n%s\n--- second\n%s\n", what, first.c_str(), second.c_str());
  std::abort();
}

}  // namespace

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
