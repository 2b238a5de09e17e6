#include "engine/graph/shortest_paths.h"

#include <boost/graph/breadth_first_search.hpp>
#include <catch2/catch.hpp>
#include <map>

#include "engine/graph/graph_view.h"
#include "engine/graph/one_path.h"
#include "tests/support/random_graph.h"

namespace papergraph::engine {
namespace {

/// The shortest of all trails from `from` to `to` by depth-first search over edges, in the order of their edge ids.
std::vector<Path> SlowShortestPaths(const PlainGraph& graph, const ShortestPathQuery& query) {
  std::vector<Path> best;
  if (query.from == query.to && query.min_length == 0) return {Path{{query.from}, {}}};
  Path path{{query.from}, {}};
  const auto search = [&](auto&& self, uint64_t limit) -> void {
    if (path.edges.size() == limit) {
      if (path.nodes.back() == query.to) best.push_back(path);
      return;
    }
    for (uint32_t e = 0; e < graph.EdgeIdLimit(); ++e) {
      const EdgeId edge{e};
      if (!graph.HasEdge(edge) || (query.edge_filter && !query.edge_filter(edge))) continue;
      if (std::find(path.edges.begin(), path.edges.end(), edge) != path.edges.end()) continue;
      const EdgeRecord record = graph.EdgeOf(edge);
      const bool typed = query.types.empty()
                             ? query.any_type
                             : std::find(query.types.begin(), query.types.end(), record.type) != query.types.end();
      if (!typed) continue;
      const NodeId here = path.nodes.back();
      const bool out = record.start == here && query.direction != Traverse::kIn;
      const bool in = record.end == here && query.direction != Traverse::kOut;
      if (!out && !in) continue;
      path.nodes.push_back(out ? record.end : record.start);
      path.edges.push_back(edge);
      self(self, limit);
      path.nodes.pop_back();
      path.edges.pop_back();
    }
  };
  for (uint64_t limit = 1; limit <= std::min<uint64_t>(query.max_length, 5) && best.empty(); ++limit)
    search(search, limit);
  std::sort(best.begin(), best.end(), [](const Path& a, const Path& b) { return a.edges < b.edges; });
  return best;
}

TEST_CASE("shortest paths are the shortest trails, in the order of their edges; one of them is always the same",
          "[shortest_paths]") {
  OnePathSearch memory;
  for (uint32_t seed = 0; seed < 60; ++seed) {
    const PlainGraph graph = RandomGraph(seed, 2 + seed % 7, 1 + seed % 11);
    for (uint32_t i = 0; i < graph.NodeIdLimit() * graph.NodeIdLimit(); ++i) {
      ShortestPathQuery query{.from = NodeId{i % graph.NodeIdLimit()}, .to = NodeId{i / graph.NodeIdLimit()}};
      if (!graph.HasNode(query.from) || !graph.HasNode(query.to)) continue;
      query.direction = static_cast<Traverse>((seed + i) % 3);
      query.all = i % 2 == 0;
      query.min_length = i % 4 == 0 ? 0 : 1;
      query.max_length = i % 5 == 0 ? 2 : 5;
      if (i % 7 == 0) query.types = {*graph.FindType("R")};
      if (i % 6 == 0) query.edge_filter = [](EdgeId edge) { return Raw(edge) % 3 != 0; };
      CAPTURE(seed, i);
      const std::vector<Path> found = ShortestPaths(graph, query, memory), all = SlowShortestPaths(graph, query);
      if (query.all) {
        CHECK(found == all);
      } else {
        CHECK(found.size() == (all.empty() ? 0 : 1));
        if (!found.empty()) CHECK(std::find(all.begin(), all.end(), found[0]) != all.end());
        CHECK(ShortestPaths(graph, query) == found);
      }
    }
  }
}

TEST_CASE("shortest paths are as long as Boost's breadth-first search says", "[shortest_paths]") {
  for (uint32_t seed = 0; seed < 10; ++seed) {
    const PlainGraph graph = RandomGraph(seed, 60, 40 + seed * 12);
    for (const auto direction : {Traverse::kOut, Traverse::kIn, Traverse::kBoth}) {
      const GraphView view(graph, {.direction = static_cast<ViewDirection>(direction)});
      for (uint32_t v = 0; v < view.vertex_count(); v += 7) {
        std::vector<uint32_t> distance(view.vertex_count(), GraphView::kNoVertex);
        distance[v] = 0;
        const auto record = boost::record_distances(distance.data(), boost::on_tree_edge());
        boost::breadth_first_search(view, v, boost::visitor(boost::make_bfs_visitor(record)));
        for (uint32_t w = 0; w < view.vertex_count(); ++w) {
          if (w == v) continue;
          const auto paths =
              ShortestPaths(graph, {.from = view.nodes()[v], .to = view.nodes()[w], .direction = direction});
          CHECK(paths.empty() == (distance[w] == GraphView::kNoVertex));
          if (!paths.empty()) CHECK(paths[0].edges.size() == distance[w]);
        }
      }
    }
  }
}

TEST_CASE("no types, or types that are not there, lead nowhere", "[shortest_paths]") {
  PlainGraph graph;
  const NodeId a = graph.CreateNode({}), b = graph.CreateNode({});
  const TypeId r = graph.InternType("R"), s = graph.InternType("S");
  graph.CreateEdge(a, r, b);
  CHECK(ShortestPaths(graph, {.from = a, .to = b, .any_type = false}).empty());
  CHECK(ShortestPaths(graph, {.from = a, .to = b, .types = {s}}).empty());
  CHECK(ShortestPaths(graph, {.from = a, .to = b, .types = {r}}).size() == 1);
  CHECK(ShortestPaths(graph, {.from = a, .to = b, .max_length = 0}).empty());
  CHECK(ShortestPaths(graph, {.from = a, .to = NodeId{7}}).empty());
}

TEST_CASE("a long search can be interrupted", "[shortest_paths]") {
  PlainGraph line;
  const TypeId next = line.InternType("NEXT");
  NodeId before = line.CreateNode({});
  ShortestPathQuery query{.from = before};
  for (int i = 0; i < 5000; ++i) {
    const NodeId node = line.CreateNode({});
    line.CreateEdge(before, next, node);
    before = node;
  }
  query.to = before;
  query.check_interrupt = [] { throw std::runtime_error("stop"); };
  CHECK_THROWS_AS(ShortestPaths(line, query), std::runtime_error);
}

}  // namespace
}  // namespace papergraph::engine
