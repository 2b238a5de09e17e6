#include <boost/graph/incremental_components.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <vector>

#include "engine/graph/algorithms.h"
#include "engine/graph/options.h"

namespace papergraph::engine {
namespace {

/// Numbers the groups from 0 in the order of their first node, so that the answer does not depend on how they were
/// found.
void EmitComponents(const GraphView& view, const std::vector<uint32_t>& group, const ProcedureRow& row) {
  std::vector<int64_t> number(view.vertex_count(), -1);
  int64_t next = 0;
  for (uint32_t v = 0; v < view.vertex_count(); ++v) {
    int64_t& component = number[group[v]];
    if (component < 0) component = next++;
    const Value values[] = {Value::Node(view.nodes()[v]), Value::Int(component)};
    row(values);
  }
}

void RunWcc(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.wcc", context, arguments, {});
  const GraphView view(context.graph, options.Selection(ViewDirection::kOut), context.check_interrupt);
  const uint32_t n = view.vertex_count();
  std::vector<uint32_t> rank(n), parent(n), group(n);
  boost::disjoint_sets sets(rank.data(), parent.data());
  for (uint32_t v = 0; v < n; ++v) sets.make_set(v);
  boost::incremental_components(view, sets);
  for (uint32_t v = 0; v < n; ++v) group[v] = sets.find_set(v);
  EmitComponents(view, group, row);
}

void RunScc(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.scc", context, arguments, {});
  const GraphView view(context.graph, options.Selection(ViewDirection::kOut), context.check_interrupt);
  std::vector<uint32_t> group(view.vertex_count());
  boost::strong_components(view, boost::make_iterator_property_map(group.begin(), get(boost::vertex_index, view)));
  EmitComponents(view, group, row);
}

}  // namespace

Procedure WccProcedure() {
  return {"algo.wcc",
          {{"options", "MAP?"}},
          {{"node", "NODE"}, {"component", "INTEGER"}},
          "Weakly connected components: nodes that edges join in whatever direction; options: label, type.",
          RunWcc};
}

Procedure SccProcedure() {
  return {"algo.scc",
          {{"options", "MAP?"}},
          {{"node", "NODE"}, {"component", "INTEGER"}},
          "Strongly connected components: nodes that reach each other along the edges; options: label, type.",
          RunScc};
}

}  // namespace papergraph::engine
