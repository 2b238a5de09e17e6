// One shortest path between two different nodes: two searches that stop where they first meet.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/graph/node_marks.h"
#include "engine/graph/shortest_paths.h"

namespace papergraph::engine {

/// Keeps its memory from search to search. One thread.
class OnePathSearch {
 public:
  /// The path that is found first; which one it is depends on the graph and the ends alone. No path uses the edge
  /// `without`. `types`, `direction`, `edge_filter` and `check_interrupt` of the query count, its ends and lengths do
  /// not. REQUIRES: both nodes are there, and from != to.
  std::optional<Path> Find(const GraphReader& graph, const ShortestPathQuery& query, std::span<const TypeId> types,
                           NodeId from, NodeId to, uint64_t max_length, EdgeId without);

 private:
  struct Reached {
    NodeId node;
    EdgeId edge;      // that led here
    uint32_t before;  // the place in `order` of the node that it led from
  };
  // One of the two searches: whole levels, but for the last.
  struct Side {
    NodeMarks marks;
    std::vector<Reached> order;  // breadth first; [begin, count) is the last level
    size_t begin = 0, count = 0;
    uint64_t levels = 0;
    std::vector<uint64_t> degrees;  // of the last level, as far as they were asked for
    void Start(const GraphReader& graph, NodeId end);
  };
  struct Meeting {
    uint32_t here;  // in the order of the side that grew
    Neighbour step;
  };

  template <typename Visit>
  bool ForEachList(NodeId node, bool forward, Visit visit) const;
  uint64_t DegreeOf(Side& side, size_t place, bool forward) const;
  bool ForwardIsCheaper();
  std::optional<Meeting> Grow(Side& side, const Side& other, bool forward);
  std::optional<Meeting> Expand(Side& side, const Side& other, uint32_t place, bool forward);
  static Path Join(const Side& forward, uint32_t from_here, Neighbour step, const Side& backward, uint32_t to_there);
  static uint32_t PlaceOf(const Side& side, NodeId node);

  const GraphReader* graph_ = nullptr;
  const ShortestPathQuery* query_ = nullptr;
  std::span<const TypeId> types_;
  EdgeId without_ = kNoEdge;
  uint64_t steps_ = 0;
  Side forward_, backward_;
  std::vector<std::pair<uint32_t, uint32_t>> turns_;  // (size of the degree, place) of a level, cheap ones first
};

}  // namespace papergraph::engine
