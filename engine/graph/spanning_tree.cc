#include <algorithm>
#include <boost/graph/kruskal_min_spanning_tree.hpp>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/graph/algorithms.h"
#include "engine/graph/options.h"

namespace papergraph::engine {
namespace {

/// Weight, and the edge itself to tell equal weights apart: the tree is the same in every run.
using Rank = std::pair<double, EdgeId>;

struct EdgeRanks {
  using key_type = ViewEdge;
  using value_type = Rank;
  using reference = Rank;
  using category = boost::readable_property_map_tag;

  const std::vector<double>* weights;  // by edge id
};
Rank get(const EdgeRanks& map, const ViewEdge& edge) { return {(*map.weights)[Raw(edge.edge)], edge.edge}; }

std::vector<double> Weights(const ProcedureContext& context, const ProcedureOptions& options, const GraphView& view) {
  std::vector<double> weights(context.graph.EdgeIdLimit(), 1.0);
  const auto name = options.Text("weight");
  const auto property = name ? context.graph.FindProperty(*name) : std::nullopt;
  if (!property) return weights;
  for (EdgeId edge : view.out_arcs().edges) {
    const Value value = context.graph.EdgeProperty(edge, *property);
    if (value.is_null()) continue;
    if (!value.is_number() || std::isnan(value.as_number())) {
      options.Refuse("weight", "a property that holds numbers; one relationship has another value there: its name");
    }
    weights[Raw(edge)] = value.as_number();
  }
  return weights;
}

void RunSpanningTree(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.mst", context, arguments, {"weight"});
  const GraphView view(context.graph, options.Selection(ViewDirection::kOut), context.check_interrupt);
  const std::vector<double> weights = Weights(context, options, view);
  std::vector<ViewEdge> forest;
  boost::kruskal_minimum_spanning_tree(view, std::back_inserter(forest), boost::weight_map(EdgeRanks{&weights}));
  std::sort(forest.begin(), forest.end(), [](const ViewEdge& a, const ViewEdge& b) { return a.edge < b.edge; });
  for (const ViewEdge& edge : forest) {
    const Value values[] = {Value::Relationship(edge.edge), Value::Float(weights[Raw(edge.edge)])};
    row(values);
  }
}

}  // namespace

Procedure MstProcedure() {
  return {
      "algo.mst",
      {{"options", "MAP?"}},
      {{"relationship", "RELATIONSHIP"}, {"weight", "FLOAT"}},
      "The lightest relationships that keep together what is connected (undirected); options: label, type, weight (a "
      "property; 1 where absent).",
      RunSpanningTree};
}

}  // namespace papergraph::engine
