#include <boost/graph/core_numbers.hpp>
#include <vector>

#include "engine/graph/algorithms.h"
#include "engine/graph/options.h"

namespace papergraph::engine {
namespace {

void RunKCore(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.kcore", context, arguments, {});
  ViewSelection selection = options.Selection(ViewDirection::kBoth);
  selection.simple = true;
  const GraphView view(context.graph, selection, context.check_interrupt);
  std::vector<size_t> core(view.vertex_count());
  boost::core_numbers(view, boost::make_iterator_property_map(core.begin(), get(boost::vertex_index, view)));
  for (uint32_t v = 0; v < view.vertex_count(); ++v) {
    const Value values[] = {Value::Node(view.nodes()[v]), Value::Int(static_cast<int64_t>(core[v]))};
    row(values);
  }
}

}  // namespace

Procedure KCoreProcedure() {
  return {
      "algo.kcore",
      {{"options", "MAP?"}},
      {{"node", "NODE"}, {"core", "INTEGER"}},
      "The greatest k for which a node is in a part of the graph where all have k neighbours; options: label, type.",
      RunKCore};
}

}  // namespace papergraph::engine
