// The reader of GraphML ends with an ImportFault inside the file and an empty graph, or gives a graph that, written as
// GraphML and read again, is the same.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/formats.h"
#include "engine/graphml_import.h"
#include "tests/fuzz/disagree.h"
#include "tests/fuzz/memory_file.h"

namespace papergraph::engine {
namespace {

std::string Written(std::string_view format, const GraphReader& graph) {
  const MemoryFile file;
  FindGraphFormat(format)->write(graph, WholeGraph(graph), file.path());
  return file.Text();
}

ImportReport Import(Store& store, std::string_view text) {
  const MemoryFile file(text);
  GraphmlOptions options;
  options.files = {file.path()};
  return ImportGraphml(store, options);
}

void Check(std::string_view text) {
  const auto store = Store::Open(":memory:", {});
  const ImportReport report = Import(*store, text);
  const auto graph = store->Snapshot();
  if (report.fault) {
    const auto lines = static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    const ImportFault& fault = *report.fault;
    if (fault.line < 1 || fault.line > lines || fault.column < 1 || fault.column > text.size() + 1 ||
        fault.message.empty() || graph->NodeCount() != 0)
      Disagree("a fault outside the file, or something of it is kept", std::string(text), fault.message);
    return;
  }
  const std::string graphml = Written("graphml", *graph);
  const auto second = Store::Open(":memory:", {});
  const ImportReport again = Import(*second, graphml);
  if (again.fault) Disagree("its own GraphML is refused", graphml, again.fault->message);
  const std::string expected = Written("json", *graph), actual = Written("json", *second->Snapshot());
  if (expected != actual) Disagree("its own GraphML gives another graph", expected, actual);
}

}  // namespace
}  // namespace papergraph::engine

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::engine::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
