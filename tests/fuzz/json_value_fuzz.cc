// ParseJsonValue() either refuses with a QueryError whose span lies in the text, or gives a value that AppendJson()
// writes so that it reads back the same.
#include <cstdint>
#include <string>

#include "engine/json.h"
#include "tests/fuzz/disagree.h"
#include "tests/support/plain_graph.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace papergraph;
  static const PlainGraph graph;
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    bool has_entities = false;
    const Value value = engine::ParseJsonValue(text, &has_entities);
    if (has_entities) engine::RequireEntities(value, graph);
  } catch (const QueryError& error) {
    if (error.type() == ErrorType::kSyntaxError && (error.span().start > error.span().end || error.span().end > size))
      Disagree("span outside the text", text, error.what());
  }
  Value value;
  try {
    value = engine::ParseJsonValue(text);
  } catch (const QueryError&) {
    return 0;
  }
  std::string written, again;
  engine::AppendJson(written, value, graph);
  try {
    const Value read = engine::ParseJsonValue(written);
    engine::AppendJson(again, read, graph);
    if (!(read == value) || again != written) Disagree("read back as something else", written, again);
  } catch (const QueryError& error) {
    Disagree("what was written is refused", written, error.what());
  }
  return 0;
}
