#include <algorithm>
#include <boost/graph/strong_components.hpp>
#include <limits>
#include <utility>
#include <vector>

#include "engine/graph/algorithms.h"
#include "engine/graph/options.h"

namespace papergraph::engine {
namespace {

/// Numbers the groups from 0 in the order of their first node, so that the answer does not depend on how they were
/// found. `group` by position in `nodes`.
void EmitComponents(std::span<const NodeId> nodes, const std::vector<uint32_t>& group, uint32_t group_limit,
                    const ProcedureRow& row) {
  std::vector<int64_t> number(group_limit, -1);
  int64_t next = 0;
  for (size_t v = 0; v < nodes.size(); ++v) {
    int64_t& component = number[group[v]];
    if (component < 0) component = next++;
    const Value values[] = {Value::Node(nodes[v]), Value::Int(component)};
    row(values);
  }
}

/// A union-find by node id that halves paths and lets the smallest node lead, straight on the neighbour lists. As
/// Afforest (Sutton, Ben-Nun, Barak 2018): two neighbours of each node show the large component; then only nodes
/// outside of it look at all their edges, in both directions.
class UnionFind {
 public:
  UnionFind(const GraphReader& graph, const std::vector<NodeId>& nodes)
      : graph_(graph), leader_(graph.NodeIdLimit(), kOutside) {
    for (NodeId node : nodes) leader_[Raw(node)] = Raw(node);
  }
  uint32_t LeaderOf(uint32_t node) {
    while (leader_[node] != node) node = leader_[node] = leader_[leader_[node]];
    return node;
  }
  void Join(NodeId node, TypeId type, EdgeDirection direction, size_t most) {
    const auto list = graph_.Neighbours(node, type, direction);
    for (const Neighbour& neighbour : list.first(std::min(most, list.size()))) {
      if (leader_[Raw(neighbour.node)] == kOutside) continue;
      const uint32_t a = LeaderOf(Raw(node)), b = LeaderOf(Raw(neighbour.node));
      if (a != b) leader_[std::max(a, b)] = std::min(a, b);
    }
  }

 private:
  static constexpr uint32_t kOutside = 0xffffffff;
  const GraphReader& graph_;
  std::vector<uint32_t> leader_;
};

/// The leader that most of a thousand nodes, evenly spread, have.
uint32_t MostCommonLeader(UnionFind& groups, const std::vector<NodeId>& nodes) {
  std::vector<uint32_t> leaders;
  const size_t step = nodes.size() / 1024 + 1;
  for (size_t i = 0; i < nodes.size(); i += step) leaders.push_back(groups.LeaderOf(Raw(nodes[i])));
  std::sort(leaders.begin(), leaders.end());
  uint32_t best = 0;
  size_t most = 0;
  for (size_t begin = 0, end = 0; begin < leaders.size(); begin = end) {
    while (end < leaders.size() && leaders[end] == leaders[begin]) ++end;
    if (end - begin > most) {
      most = end - begin;
      best = leaders[begin];
    }
  }
  return best;
}

void RunWcc(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.wcc", context, arguments, {});
  const ViewSelection selection = options.Selection(ViewDirection::kOut);
  const std::vector<NodeId> nodes = SelectedNodes(context.graph, selection);
  const std::vector<TypeId> types = SelectedTypes(context.graph, selection);
  UnionFind groups(context.graph, nodes);
  const auto each_node = [&](auto&& visit) {
    for (size_t i = 0; i < nodes.size(); ++i) {
      if (context.check_interrupt && i % 4096 == 0) context.check_interrupt();
      visit(nodes[i]);
    }
  };
  each_node([&](NodeId node) {
    for (TypeId type : types) groups.Join(node, type, EdgeDirection::kOut, 2);
  });
  const uint32_t large = MostCommonLeader(groups, nodes);
  each_node([&](NodeId node) {
    // The leader of the large component may have changed; whoever is in it has the same one still.
    if (groups.LeaderOf(Raw(node)) == groups.LeaderOf(large)) return;
    for (TypeId type : types) {
      groups.Join(node, type, EdgeDirection::kOut, std::numeric_limits<size_t>::max());
      groups.Join(node, type, EdgeDirection::kIn, std::numeric_limits<size_t>::max());
    }
  });
  std::vector<uint32_t> group(nodes.size());
  for (size_t i = 0; i < nodes.size(); ++i) group[i] = groups.LeaderOf(Raw(nodes[i]));
  EmitComponents(nodes, group, context.graph.NodeIdLimit(), row);
}

void RunScc(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.scc", context, arguments, {});
  const GraphView view(context.graph, options.Selection(ViewDirection::kOut), context.check_interrupt);
  std::vector<uint32_t> group(view.vertex_count());
  boost::strong_components(view, boost::make_iterator_property_map(group.begin(), get(boost::vertex_index, view)));
  EmitComponents(view.nodes(), group, view.vertex_count(), row);
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
