// Parse() either refuses with a QueryError whose span lies in the text, or gives a statement that prints to a fixed
// point.
#include <cstdint>
#include <string>

#include "grammar/parser.h"
#include "tests/fuzz/printed.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  papergraph::IsIncomplete(text);
  std::string printed;
  try {
    printed = papergraph::Print(papergraph::Parse(text));
  } catch (const papergraph::QueryError& error) {
    RequireInside(error, text);
    return 0;
  }
  RequireFixedPoint(printed);
  return 0;
}
