// ReadSentence() either refuses with a QueryError whose span lies in the text, or gives a statement whose text is
// Cypher and a fixed point of printing.
#include <cstdint>
#include <string>

#include "engine/sentence/sentence.h"
#include "tests/fuzz/printed.h"
#include "tests/support/sample_graph.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static papergraph::SampleGraph sample;
  const std::string text(reinterpret_cast<const char*>(data), size);
  papergraph::engine::LooksLikeCypher(text);
  std::string printed;
  try {
    const auto statement = papergraph::engine::ReadSentence(text, sample.graph(), papergraph::SampleGraph::kToday);
    if (statement.span.start > statement.span.end || statement.span.end > size)
      Disagree("the statement lies outside the text", text, papergraph::Print(statement));
    printed = papergraph::Print(statement);
  } catch (const papergraph::QueryError& error) {
    RequireInside(error, text);
    return 0;
  }
  RequireFixedPoint(printed);
  return 0;
}
