// Small graphs for tests that compare with a slow obvious version.
#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "tests/support/plain_graph.h"

namespace papergraph {

/// `nodes` nodes with label A, B, both or none, `edges` edges of type R or S with an integer `w` on some: self-loops
/// and parallel edges included. One node in eight is deleted again, so that ids have gaps.
inline PlainGraph RandomGraph(uint32_t seed, uint32_t nodes, uint32_t edges) {
  std::mt19937 random(seed);
  const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };
  PlainGraph graph;
  const LabelId a = graph.InternLabel("A"), b = graph.InternLabel("B");
  const TypeId types[] = {graph.InternType("R"), graph.InternType("S")};
  const PropertyId weight = graph.InternProperty("w");
  std::vector<NodeId> all;
  for (uint32_t i = 0; i < nodes; ++i) {
    const std::vector<LabelId> choices[] = {{a}, {b}, {a, b}, {}};
    const NodeId node = graph.CreateNode(choices[below(4)]);
    if (below(8) == 0) {
      graph.DeleteNode(node);
    } else {
      all.push_back(node);
    }
  }
  for (uint32_t i = 0; i < edges && !all.empty(); ++i) {
    const NodeId start = all[below(static_cast<uint32_t>(all.size()))];
    const NodeId end = all[below(static_cast<uint32_t>(all.size()))];
    const EdgeId edge = graph.CreateEdge(start, types[below(2)], end);
    if (below(3) != 0) graph.SetProperty(edge, weight, Value::Int(below(5)));
  }
  return graph;
}

}  // namespace papergraph
