#include "engine/graph/shortest_paths.h"

#include <algorithm>
#include <utility>

#include "engine/graph/one_path.h"

namespace papergraph::engine {
namespace {

/// One breadth-first search of the two that meet, for all paths. Whole levels are searched, so that every shortest path
/// is known at the end.
struct Side {
  std::vector<uint32_t> distance;  // by node id: levels from this side's end + 1; 0: not reached
  std::vector<NodeId> frontier;    // the nodes of the last level
  uint32_t levels = 0;

  Side(const GraphReader& graph, NodeId end) : distance(graph.NodeIdLimit(), 0), frontier{end} {
    distance[Raw(end)] = 1;
  }
  bool Reached(NodeId node) const { return distance[Raw(node)] != 0; }
  uint32_t DistanceTo(NodeId node) const { return distance[Raw(node)] - 1; }
};

class PathSearch {
 public:
  PathSearch(const GraphReader& graph, const ShortestPathQuery& query, OnePathSearch& one)
      : graph_(graph), query_(query), one_(one) {
    for (uint32_t t = 0; t < graph.TypeCount(); ++t) {
      const bool wanted = !query.types.empty()
                              ? std::find(query.types.begin(), query.types.end(), TypeId{t}) != query.types.end()
                              : query.any_type;
      if (wanted && graph.EdgeCount(TypeId{t}) > 0) types_.push_back(TypeId{t});
    }
  }

  /// REQUIRES: `from` and `to` are different nodes. `without` is an edge that no path may use.
  std::vector<Path> Between(NodeId from, NodeId to, uint64_t max_length, EdgeId without) {
    if (!query_.all) {
      std::vector<Path> found;
      if (auto path = one_.Find(graph_, query_, types_, from, to, max_length, without)) {
        found.push_back(std::move(*path));
      }
      return found;
    }
    without_ = without;
    Side forward(graph_, from), backward(graph_, to);
    bool met = false;
    while (!met) {
      if (uint64_t{forward.levels} + backward.levels >= max_length) return {};
      if (forward.frontier.empty() || backward.frontier.empty()) return {};
      const bool go_forward = ForwardIsCheaper(forward, backward);
      met = go_forward ? Grow(forward, backward, true) : Grow(backward, forward, false);
    }
    return Collect(forward, backward, from, to);
  }

  /// Closed paths from `node` back to itself that use no edge twice: over each first edge, the shortest way home
  /// without it.
  std::vector<Path> Around(NodeId node) {
    std::vector<std::pair<EdgeId, NodeId>> first;
    ForEachNeighbour(node, true, [&](const Neighbour& n) { first.emplace_back(n.edge, n.node); });
    std::sort(first.begin(), first.end());
    first.erase(std::unique(first.begin(), first.end()), first.end());
    std::vector<Path> best;
    uint64_t limit = query_.max_length;
    for (const auto& [edge, next] : first) {
      if (limit == 0) break;
      std::vector<Path> paths;
      if (next == node) {
        paths.push_back(Path{{node}, {}});
      } else {
        paths = Between(next, node, limit - 1, edge);
      }
      if (paths.empty()) continue;
      const uint64_t length = paths[0].edges.size() + 1;
      if (length < limit) best.clear();
      if (best.empty() || query_.all) {
        for (Path& path : paths) {
          path.nodes.insert(path.nodes.begin(), node);
          path.edges.insert(path.edges.begin(), edge);
          best.push_back(std::move(path));
        }
      }
      limit = length;
    }
    return best;
  }

 private:
  /// Calls `visit` with every neighbour over an edge that the query allows; `forward`: along the path from its start.
  template <typename Visit>
  void ForEachNeighbour(NodeId node, bool forward, Visit visit) {
    if (query_.check_interrupt && (++steps_ & 0x3FF) == 0) query_.check_interrupt();
    const auto visit_all = [&](EdgeDirection direction) {
      for (TypeId type : types_) {
        for (const Neighbour& neighbour : graph_.Neighbours(node, type, direction)) {
          if (neighbour.edge == without_ || (query_.edge_filter && !query_.edge_filter(neighbour.edge))) continue;
          visit(neighbour);
        }
      }
    };
    if (query_.direction != (forward ? Traverse::kIn : Traverse::kOut)) visit_all(EdgeDirection::kOut);
    if (query_.direction != (forward ? Traverse::kOut : Traverse::kIn)) visit_all(EdgeDirection::kIn);
  }

  uint64_t Degree(NodeId node) const {
    uint64_t degree = 1;
    for (TypeId type : types_) {
      if (query_.direction != Traverse::kIn) degree += graph_.Neighbours(node, type, EdgeDirection::kOut).size();
      if (query_.direction != Traverse::kOut) degree += graph_.Neighbours(node, type, EdgeDirection::kIn).size();
    }
    return degree;
  }

  /// Which next level has fewer edges. Counts both frontiers in step, and no further than the smaller needs.
  bool ForwardIsCheaper(const Side& forward, const Side& backward) const {
    uint64_t forward_cost = 0, backward_cost = 0;
    size_t f = 0, b = 0;
    while (true) {
      if (forward_cost <= backward_cost) {
        if (f == forward.frontier.size()) return true;
        forward_cost += Degree(forward.frontier[f++]);
      } else {
        if (b == backward.frontier.size()) return false;
        backward_cost += Degree(backward.frontier[b++]);
      }
    }
  }

  /// Adds a level to `side`; true when it reaches the other side. Before that the sides have no node in common, so all
  /// nodes where they meet are on the outermost levels of both.
  bool Grow(Side& side, const Side& other, bool forward) {
    std::vector<NodeId> next;
    bool met = false;
    const uint32_t mark = ++side.levels + 1;
    for (NodeId node : side.frontier) {
      ForEachNeighbour(node, forward, [&](const Neighbour& neighbour) {
        uint32_t& distance = side.distance[Raw(neighbour.node)];
        if (distance != 0) return;
        distance = mark;
        if (other.Reached(neighbour.node)) {
          if (!met) next.clear();  // of this level only the meeting nodes still matter
          met = true;
        }
        if (!met || other.Reached(neighbour.node)) next.push_back(neighbour.node);
      });
    }
    side.frontier = std::move(next);
    return met;
  }

  /// Walks from the start over nodes whose backward distance shrinks by one with each step: the smallest edges first.
  std::vector<Path> Collect(const Side& forward, Side& backward, NodeId from, NodeId to) {
    const uint32_t length = forward.levels + backward.levels;
    MarkBeforeMeeting(forward, backward);
    std::vector<Path> paths;
    struct Step {
      std::vector<std::pair<EdgeId, NodeId>> choices;
      size_t next = 0;
    };
    std::vector<Step> steps;
    Path path{{from}, {}};
    const auto choices_at = [&](NodeId node, uint32_t depth) {
      Step step;
      ForEachNeighbour(node, true, [&](const Neighbour& neighbour) {
        if (backward.Reached(neighbour.node) && backward.DistanceTo(neighbour.node) == length - depth - 1) {
          step.choices.emplace_back(neighbour.edge, neighbour.node);
        }
      });
      std::sort(step.choices.begin(), step.choices.end());
      return step;
    };
    steps.push_back(choices_at(from, 0));
    while (!steps.empty()) {
      Step& step = steps.back();
      if (step.next == step.choices.size()) {
        steps.pop_back();
        if (steps.empty()) break;
        path.nodes.pop_back();
        path.edges.pop_back();
        continue;
      }
      const auto [edge, node] = step.choices[step.next++];
      path.edges.push_back(edge);
      path.nodes.push_back(node);
      if (node == to) {
        paths.push_back(path);
        path.nodes.pop_back();
        path.edges.pop_back();
      } else {
        steps.push_back(choices_at(node, static_cast<uint32_t>(steps.size())));
      }
    }
    return paths;
  }

  /// Lets the backward distances reach the start, over the nodes of shortest paths alone: from the meeting nodes back,
  /// level by level of the forward search.
  void MarkBeforeMeeting(const Side& forward, Side& backward) {
    std::vector<NodeId> level;
    for (NodeId node : forward.frontier) {
      if (backward.Reached(node)) level.push_back(node);
    }
    for (uint32_t depth = forward.levels; depth > 0; --depth) {
      std::vector<NodeId> previous;
      const uint32_t mark = backward.levels + (forward.levels - depth) + 2;
      for (NodeId node : level) {
        ForEachNeighbour(node, false, [&](const Neighbour& neighbour) {
          if (!forward.Reached(neighbour.node) || forward.DistanceTo(neighbour.node) != depth - 1) return;
          uint32_t& distance = backward.distance[Raw(neighbour.node)];
          if (distance != 0) return;
          distance = mark;
          previous.push_back(neighbour.node);
        });
      }
      level = std::move(previous);
    }
  }

  const GraphReader& graph_;
  const ShortestPathQuery& query_;
  OnePathSearch& one_;
  std::vector<TypeId> types_;
  EdgeId without_ = kNoEdge;
  uint64_t steps_ = 0;
};

}  // namespace

std::vector<Path> ShortestPaths(const GraphReader& graph, const ShortestPathQuery& query) {
  OnePathSearch one;
  return ShortestPaths(graph, query, one);
}

std::vector<Path> ShortestPaths(const GraphReader& graph, const ShortestPathQuery& query, OnePathSearch& one) {
  if (!graph.HasNode(query.from) || !graph.HasNode(query.to)) return {};
  PathSearch search(graph, query, one);
  if (query.from != query.to) return search.Between(query.from, query.to, query.max_length, kNoEdge);
  if (query.min_length == 0) return {Path{{query.from}, {}}};
  return search.Around(query.from);
}

}  // namespace papergraph::engine
