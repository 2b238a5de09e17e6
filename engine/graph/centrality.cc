#include <boost/graph/betweenness_centrality.hpp>
#include <vector>

#include "engine/graph/algorithms.h"
#include "engine/graph/options.h"

namespace papergraph::engine {
namespace {

void RunDegree(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.degree", context, arguments, {"direction"});
  const std::string direction = options.Text("direction").value_or("both");
  if (direction != "out" && direction != "in" && direction != "both")
    options.Refuse("direction", "'out', 'in' or 'both'");
  const ViewDirection way = direction == "out"  ? ViewDirection::kOut
                            : direction == "in" ? ViewDirection::kIn
                                                : ViewDirection::kBoth;
  const GraphView view(context.graph, options.Selection(way), context.check_interrupt);
  for (uint32_t v = 0; v < view.vertex_count(); ++v) {
    const Value values[] = {Value::Node(view.nodes()[v]), Value::Int(static_cast<int64_t>(view.Heads(v).size()))};
    row(values);
  }
}

/// A property map over a vector that looks at the clock every so many writes: Brandes' algorithm, which takes no
/// visitor, writes a distance for each vertex from each source.
struct WatchedDistances {
  using key_type = uint32_t;
  using value_type = double;
  using reference = double;
  using category = boost::read_write_property_map_tag;

  std::vector<double>* values;
  const std::function<void()>* check_interrupt;
  uint64_t* writes;
};
double get(const WatchedDistances& map, uint32_t v) { return (*map.values)[v]; }
void put(const WatchedDistances& map, uint32_t v, double value) {
  (*map.values)[v] = value;
  if ((++*map.writes & 0xFFFF) == 0 && *map.check_interrupt) (*map.check_interrupt)();
}

void RunBetweenness(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.betweenness", context, arguments, {});
  const GraphView view(context.graph, options.Selection(ViewDirection::kOut), context.check_interrupt);
  const uint32_t n = view.vertex_count();
  std::vector<double> score(n), distance(n), dependency(n), path_count(n);  // counts of paths outgrow every integer
  std::vector<std::vector<ViewEdge>> incoming(n);
  uint64_t writes = 0;
  const auto index = get(boost::vertex_index, view);
  boost::brandes_betweenness_centrality(view, boost::make_iterator_property_map(score.begin(), index),
                                        boost::dummy_property_map(),
                                        boost::make_iterator_property_map(incoming.begin(), index),
                                        WatchedDistances{&distance, &context.check_interrupt, &writes},
                                        boost::make_iterator_property_map(dependency.begin(), index),
                                        boost::make_iterator_property_map(path_count.begin(), index), index);
  for (uint32_t v = 0; v < n; ++v) {
    const Value values[] = {Value::Node(view.nodes()[v]), Value::Float(score[v])};
    row(values);
  }
}

}  // namespace

Procedure DegreeProcedure() {
  return {"algo.degree",
          {{"options", "MAP?"}},
          {{"node", "NODE"}, {"degree", "INTEGER"}},
          "Edges at every node; options: label, type, direction ('out', 'in' or 'both').",
          RunDegree};
}

Procedure BetweennessProcedure() {
  return {"algo.betweenness",
          {{"options", "MAP?"}},
          {{"node", "NODE"}, {"score", "FLOAT"}},
          "For how many pairs of nodes the shortest directed paths lead through a node; options: label, type.",
          RunBetweenness};
}

}  // namespace papergraph::engine
