// Shortest paths between two nodes: from both ends at once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "storage/graph_reader.h"

namespace papergraph::engine {

enum class Traverse : uint8_t { kOut, kIn, kBoth };

struct ShortestPathQuery {
  NodeId from{};
  NodeId to{};
  std::vector<TypeId> types{};  // empty and any_type: all types; empty otherwise: none
  bool any_type = true;
  Traverse direction = Traverse::kBoth;  // seen from `from`
  uint64_t min_length = 1;               // 0 or 1, as shortestPath allows
  uint64_t max_length = UINT64_MAX;
  bool all = false;                           // allShortestPaths
  std::function<bool(EdgeId)> edge_filter{};  // empty: every edge; else only edges for which it holds
  std::function<void()> check_interrupt{};
};

class OnePathSearch;

/// A shortest path (of several always the same one, as long as the graph is the same), or all of them in the order of
/// their edge ids; empty when there is none within max_length. `search` is memory that the next call uses again.
std::vector<Path> ShortestPaths(const GraphReader& graph, const ShortestPathQuery& query, OnePathSearch& search);
std::vector<Path> ShortestPaths(const GraphReader& graph, const ShortestPathQuery& query);

}  // namespace papergraph::engine
