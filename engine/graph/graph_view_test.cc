#include "engine/graph/graph_view.h"

#include <boost/graph/graph_concepts.hpp>
#include <catch2/catch.hpp>

#include "tests/support/random_graph.h"

namespace papergraph::engine {
namespace {

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::VertexAndEdgeListGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<GraphView, uint32_t, boost::vertex_index_t>));

/// What the view must show, straight from the definition.
std::vector<ViewEdge> ExpectedArcs(const PlainGraph& graph, const ViewSelection& selection, const GraphView& view) {
  std::vector<ViewEdge> arcs;
  for (uint32_t e = 0; e < graph.EdgeIdLimit(); ++e) {
    if (!graph.HasEdge(EdgeId{e})) continue;
    const EdgeRecord record = graph.EdgeOf(EdgeId{e});
    const auto has = [](const auto& list, auto id) { return std::find(list.begin(), list.end(), id) != list.end(); };
    if (selection.types && !has(*selection.types, record.type)) continue;
    const uint32_t a = view.VertexOf(record.start), b = view.VertexOf(record.end);
    if (a == GraphView::kNoVertex || b == GraphView::kNoVertex) continue;
    if (selection.simple && a == b) continue;
    if (selection.direction != ViewDirection::kIn) arcs.push_back({a, b, EdgeId{e}});
    if (selection.direction != ViewDirection::kOut) arcs.push_back({b, a, EdgeId{e}});
  }
  std::sort(arcs.begin(), arcs.end());
  if (selection.simple) {
    const auto same_ends = [](const ViewEdge& x, const ViewEdge& y) {
      return x.source == y.source && x.target == y.target;
    };
    arcs.erase(std::unique(arcs.begin(), arcs.end(), same_ends), arcs.end());
  }
  return arcs;
}

TEST_CASE("a view shows the selected nodes and the selected edges between them, in every direction", "[graph_view]") {
  for (uint32_t seed = 0; seed < 40; ++seed) {
    const PlainGraph graph = RandomGraph(seed, seed % 12, seed % 30);
    for (const bool simple : {false, true}) {
      for (const auto direction : {ViewDirection::kOut, ViewDirection::kIn, ViewDirection::kBoth}) {
        for (const int labels : {0, 1, 2}) {
          ViewSelection selection{.direction = direction, .simple = simple, .in_edges = true};
          if (labels > 0) selection.labels.emplace();
          if (labels > 1) selection.types.emplace();
          if (const auto a = graph.FindLabel("A"); a && labels > 0) selection.labels->push_back(*a);
          if (const auto b = graph.FindLabel("B"); b && labels > 1) selection.labels->push_back(*b);
          if (const auto s = graph.FindType("S"); s && labels > 1) selection.types->push_back(*s);
          const GraphView view(graph, selection);
          const std::vector<ViewEdge> expected = ExpectedArcs(graph, selection, view);

          auto [first, last] = edges(view);
          std::vector<ViewEdge> arcs(first, last);
          CHECK(num_edges(view) == arcs.size());
          std::sort(arcs.begin(), arcs.end());
          CHECK(arcs == expected);
          std::vector<ViewEdge> out, in;
          for (uint32_t v = 0; v < num_vertices(view); ++v) {
            CHECK(view.VertexOf(view.nodes()[v]) == v);
            for (auto [i, end] = out_edges(v, view); i != end; ++i) out.push_back(*i);
            for (auto [i, end] = in_edges(v, view); i != end; ++i) in.push_back(*i);
            CHECK(degree(v, view) == out_degree(v, view) + in_degree(v, view));
          }
          std::sort(out.begin(), out.end());
          std::sort(in.begin(), in.end());
          CHECK(out == expected);
          CHECK(in == expected);
        }
      }
    }
  }
}

TEST_CASE("what the interrupt throws comes through", "[graph_view]") {
  const PlainGraph graph = RandomGraph(1, 3, 3);
  CHECK_THROWS_AS(GraphView(graph, {}, [] { throw std::runtime_error("stop"); }), std::runtime_error);
}

}  // namespace
}  // namespace papergraph::engine
