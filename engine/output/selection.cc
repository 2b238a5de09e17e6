// Which nodes and edges a graph format writes.
#include <algorithm>
#include <array>

#include "engine/formats.h"

namespace papergraph::engine {

GraphSelection WholeGraph(const GraphReader& graph) {
  GraphSelection selection;
  std::array<NodeId, 1024> nodes;
  uint32_t from = 0;
  for (size_t got = nodes.size(); got == nodes.size();) {
    got = graph.ScanNodes(std::nullopt, NodeId{from}, nodes);
    selection.nodes.insert(selection.nodes.end(), nodes.begin(), nodes.begin() + static_cast<ptrdiff_t>(got));
    if (got > 0) from = Raw(nodes[got - 1]) + 1;
  }
  std::array<EdgeId, 1024> edges;
  from = 0;
  for (size_t got = edges.size(); got == edges.size();) {
    got = graph.ScanEdges(std::nullopt, EdgeId{from}, edges);
    selection.edges.insert(selection.edges.end(), edges.begin(), edges.begin() + static_cast<ptrdiff_t>(got));
    if (got > 0) from = Raw(edges[got - 1]) + 1;
  }
  return selection;
}

void EntityCollector::Row(std::span<const Value> values) {
  for (const Value& value : values) Collect(value);
}

void EntityCollector::Collect(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNode:
      nodes_.push_back(value.as_node());
      return;
    case ValueKind::kRelationship:
      edges_.push_back(value.as_relationship());
      return;
    case ValueKind::kPath:
      nodes_.insert(nodes_.end(), value.as_path().nodes.begin(), value.as_path().nodes.end());
      edges_.insert(edges_.end(), value.as_path().edges.begin(), value.as_path().edges.end());
      return;
    case ValueKind::kList:
      for (const Value& item : value.as_list()) Collect(item);
      return;
    case ValueKind::kMap:
      for (const auto& [key, item] : value.as_map()) Collect(item);
      return;
    default:
      return;
  }
}

GraphSelection EntityCollector::Selection(const GraphReader& graph) const {
  GraphSelection selection;
  selection.nodes = nodes_;
  selection.edges = edges_;
  std::erase_if(selection.edges, [&](EdgeId edge) { return !graph.HasEdge(edge); });
  for (EdgeId edge : selection.edges) {
    const EdgeRecord record = graph.EdgeOf(edge);
    selection.nodes.push_back(record.start);
    selection.nodes.push_back(record.end);
  }
  const auto tidy = [](auto& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  };
  tidy(selection.nodes);
  std::erase_if(selection.nodes, [&](NodeId node) { return !graph.HasNode(node); });
  if (edges_.empty()) {
    // Nodes alone: what lies between them belongs to the answer.
    for (NodeId node : selection.nodes) {
      for (uint32_t type = 0; type < graph.TypeCount(); ++type) {
        for (const Neighbour& neighbour : graph.Neighbours(node, TypeId{type}, EdgeDirection::kOut)) {
          if (std::binary_search(selection.nodes.begin(), selection.nodes.end(), neighbour.node)) {
            selection.edges.push_back(neighbour.edge);
          }
        }
      }
    }
  }
  tidy(selection.edges);
  return selection;
}

}  // namespace papergraph::engine
