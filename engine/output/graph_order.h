// The order in which a graph is written, so that equal graphs give equal bytes however they came to be.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/formats.h"

namespace papergraph::engine {

/// A property as it is written: its name, and the value with `sources` and `aliases` sorted.
using NamedProperty = std::pair<std::string_view, Value>;

/// Sorted by name. Views live as long as `graph`.
std::vector<NamedProperty> SortedProperties(const GraphReader& graph, NodeId node);
std::vector<NamedProperty> SortedProperties(const GraphReader& graph, EdgeId edge);
/// Names, sorted.
std::vector<std::string_view> SortedLabels(const GraphReader& graph, NodeId node);

/// `{"a":1,"b":2}`
void AppendPropertiesJson(std::string& out, const std::vector<NamedProperty>& properties, const GraphReader& graph);

struct OrderedEdge {
  EdgeId id;
  uint32_t start;  // positions in OrderedGraph::nodes
  uint32_t end;
  TypeId type;
};

/// CONTRACT.md, "JSON of the graph": nodes by labels, key (`id`, else `name`), properties; relationships by start,
/// type, end, `source`, `start` (the byte offset), properties.
struct OrderedGraph {
  std::vector<NodeId> nodes;
  std::vector<OrderedEdge> edges;
};

/// Nodes that look alike are told apart by their neighbourhoods (colour refinement, Weisfeiler and Leman 1968); what
/// that cannot tell apart is written in the order of ids. Ends of edges that are not in the selection are added.
OrderedGraph Order(const GraphReader& graph, const GraphSelection& selection);

}  // namespace papergraph::engine
