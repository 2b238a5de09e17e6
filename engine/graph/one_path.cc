#include "engine/graph/one_path.h"

#include <algorithm>
#include <bit>

namespace papergraph::engine {

void OnePathSearch::Side::Start(const GraphReader& graph, NodeId end) {
  for (size_t i = 0; i < count; ++i) marks.Remove(order[i].node);
  marks.Fit(graph.NodeIdLimit());
  if (order.empty()) order.resize(64);
  order[0] = {end, kNoEdge, 0};
  marks.Add(end);
  begin = 0;
  count = 1;
  levels = 0;
  degrees.clear();
}

/// Calls `visit` with each list of neighbours until it returns false; `forward`: along the path from its start.
template <typename Visit>
bool OnePathSearch::ForEachList(NodeId node, bool forward, Visit visit) const {
  const Traverse direction = query_->direction;
  for (TypeId type : types_) {
    if (direction != (forward ? Traverse::kIn : Traverse::kOut) &&
        !visit(graph_->Neighbours(node, type, EdgeDirection::kOut))) {
      return false;
    }
    if (direction != (forward ? Traverse::kOut : Traverse::kIn) &&
        !visit(graph_->Neighbours(node, type, EdgeDirection::kIn))) {
      return false;
    }
  }
  return true;
}

uint64_t OnePathSearch::DegreeOf(Side& side, size_t place, bool forward) const {
  while (side.degrees.size() <= place) {
    uint64_t degree = 1;
    ForEachList(side.order[side.begin + side.degrees.size()].node, forward, [&](std::span<const Neighbour> list) {
      degree += list.size();
      return true;
    });
    side.degrees.push_back(degree);
  }
  return side.degrees[place];
}

// Which next level has fewer edges. Counts both in step, and no further than the smaller needs.
bool OnePathSearch::ForwardIsCheaper() {
  const size_t forward_nodes = forward_.count - forward_.begin, backward_nodes = backward_.count - backward_.begin;
  uint64_t forward_cost = 0, backward_cost = 0;
  for (size_t f = 0, b = 0;;) {
    if (forward_cost <= backward_cost) {
      if (f == forward_nodes) return true;
      forward_cost += DegreeOf(forward_, f++, true);
    } else {
      if (b == backward_nodes) return false;
      backward_cost += DegreeOf(backward_, b++, false);
    }
  }
}

// Before this level the sides have no node in common, so that every way to meet at it is a shortest one: nodes with few
// edges go first, and the first meeting ends it, mostly before a hub is opened.
std::optional<OnePathSearch::Meeting> OnePathSearch::Grow(Side& side, const Side& other, bool forward) {
  const size_t end = side.count;
  turns_.clear();
  for (size_t place = side.begin; place < end; ++place) {
    const uint64_t degree = DegreeOf(side, place - side.begin, forward);
    turns_.emplace_back(static_cast<uint32_t>(std::bit_width(degree)), static_cast<uint32_t>(place));
  }
  std::sort(turns_.begin(), turns_.end());
  for (const auto& [size, place] : turns_) {
    if (auto meeting = Expand(side, other, place, forward)) return meeting;
  }
  side.begin = end;
  side.degrees.clear();
  ++side.levels;
  return std::nullopt;
}

std::optional<OnePathSearch::Meeting> OnePathSearch::Expand(Side& side, const Side& other, uint32_t place,
                                                            bool forward) {
  if (query_->check_interrupt && (++steps_ & 0x3FF) == 0) query_->check_interrupt();
  std::optional<Meeting> meeting;
  ForEachList(side.order[place].node, forward, [&](std::span<const Neighbour> list) {
    if (side.order.size() < side.count + list.size()) {
      side.order.resize(std::max(2 * side.order.size(), side.count + list.size()));
    }
    for (const Neighbour& neighbour : list) {
      if (neighbour.edge == without_ || (query_->edge_filter && !query_->edge_filter(neighbour.edge))) continue;
      if (other.marks.Has(neighbour.node)) {
        meeting = Meeting{place, neighbour};
        return false;
      }
      if (side.marks.Add(neighbour.node)) side.order[side.count++] = {neighbour.node, neighbour.edge, place};
    }
    return true;
  });
  return meeting;
}

uint32_t OnePathSearch::PlaceOf(const Side& side, NodeId node) {
  size_t place = side.count;
  while (side.order[place - 1].node != node) --place;
  return static_cast<uint32_t>(place - 1);
}

// From the start to `from_here`, one step, and from `to_there` to the end.
Path OnePathSearch::Join(const Side& forward, uint32_t from_here, Neighbour step, const Side& backward,
                         uint32_t to_there) {
  Path path;
  for (uint32_t at = from_here; at != 0; at = forward.order[at].before) {
    path.nodes.push_back(forward.order[at].node);
    path.edges.push_back(forward.order[at].edge);
  }
  path.nodes.push_back(forward.order[0].node);
  std::reverse(path.nodes.begin(), path.nodes.end());
  std::reverse(path.edges.begin(), path.edges.end());
  path.edges.push_back(step.edge);
  for (uint32_t at = to_there; at != 0; at = backward.order[at].before) {
    path.nodes.push_back(backward.order[at].node);
    path.edges.push_back(backward.order[at].edge);
  }
  path.nodes.push_back(backward.order[0].node);
  return path;
}

std::optional<Path> OnePathSearch::Find(const GraphReader& graph, const ShortestPathQuery& query,
                                        std::span<const TypeId> types, NodeId from, NodeId to, uint64_t max_length,
                                        EdgeId without) {
  graph_ = &graph;
  query_ = &query;
  types_ = types;
  without_ = without;
  forward_.Start(graph, from);
  backward_.Start(graph, to);
  while (forward_.levels + backward_.levels < max_length) {
    if (forward_.begin == forward_.count || backward_.begin == backward_.count) break;
    const bool go_forward = ForwardIsCheaper();
    Side& side = go_forward ? forward_ : backward_;
    const Side& other = go_forward ? backward_ : forward_;
    if (const auto meeting = Grow(side, other, go_forward)) {
      const uint32_t there = PlaceOf(other, meeting->step.node);
      return go_forward ? Join(forward_, meeting->here, meeting->step, backward_, there)
                        : Join(forward_, there, meeting->step, backward_, meeting->here);
    }
  }
  return std::nullopt;
}

}  // namespace papergraph::engine
