#include "engine/graph/procedures.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <queue>
#include <set>

#include "tests/support/random_graph.h"

namespace papergraph::engine {
namespace {

std::vector<std::vector<Value>> Call(const GraphReader& graph, std::string_view name, std::vector<Value> arguments = {},
                                     std::function<void()> check_interrupt = {}) {
  for (const Procedure& procedure : GraphProcedures()) {
    if (procedure.name != name) continue;
    ProcedureContext context{graph, Span{}, std::move(check_interrupt)};
    std::vector<std::vector<Value>> rows;
    procedure.run(context, arguments, [&](std::span<const Value> row) {
      CHECK(row.size() == procedure.results.size());
      rows.emplace_back(row.begin(), row.end());
    });
    return rows;
  }
  FAIL("no procedure " << name);
  return {};
}

Value Options(std::string_view key, Value value) { return Value::Map({{std::string(key), std::move(value)}}); }

/// The graph as plain lists: nodes by position, edges as pairs of positions.
struct Lists {
  std::vector<NodeId> nodes;
  struct Edge {
    size_t start, end;
    EdgeId id;
  };
  std::vector<Edge> edges;

  explicit Lists(const PlainGraph& graph) {
    std::map<NodeId, size_t> position;
    for (uint32_t n = 0; n < graph.NodeIdLimit(); ++n) {
      if (!graph.HasNode(NodeId{n})) continue;
      position[NodeId{n}] = nodes.size();
      nodes.push_back(NodeId{n});
    }
    for (uint32_t e = 0; e < graph.EdgeIdLimit(); ++e) {
      const EdgeRecord record = graph.EdgeOf(EdgeId{e});
      edges.push_back({position[record.start], position[record.end], EdgeId{e}});
    }
  }
  /// reach[a][b]: whether a path leads from a to b.
  std::vector<std::vector<bool>> Reach(bool undirected) const {
    std::vector<std::vector<bool>> reach(nodes.size(), std::vector<bool>(nodes.size()));
    for (size_t i = 0; i < nodes.size(); ++i) reach[i][i] = true;
    for (const Edge& e : edges) {
      reach[e.start][e.end] = true;
      if (undirected) reach[e.end][e.start] = true;
    }
    for (size_t k = 0; k < nodes.size(); ++k) {
      for (size_t i = 0; i < nodes.size(); ++i) {
        for (size_t j = 0; j < nodes.size(); ++j) reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
      }
    }
    return reach;
  }
};

/// The graphs that every algorithm must get right; self-loops, parallel edges and several components are among the
/// random ones.
std::vector<PlainGraph> Graphs() {
  std::vector<PlainGraph> graphs(4);
  for (size_t i = 1; i < graphs.size(); ++i) graphs[i].CreateNode({});
  graphs[2].CreateEdge(NodeId{0}, graphs[2].InternType("R"), NodeId{0});  // a self-loop alone
  graphs[3].CreateNode({});
  for (int i = 0; i < 3; ++i) graphs[3].CreateEdge(NodeId{0}, graphs[3].InternType("R"), NodeId{1});
  for (uint32_t seed = 0; seed < 40; ++seed) graphs.push_back(RandomGraph(seed, seed % 11, (seed * 7) % 23));
  return graphs;
}

TEST_CASE("pagerank is the power iteration with dangling mass spread evenly", "[procedures]") {
  for (const PlainGraph& graph : Graphs()) {
    const Lists lists(graph);
    const double n = static_cast<double>(lists.nodes.size());
    std::vector<double> score(lists.nodes.size(), 1 / n);
    for (int i = 0; i < 7; ++i) {
      std::vector<double> next(score.size(), (1 - 0.5) / n);
      for (size_t v = 0; v < score.size(); ++v) {
        const auto degree =
            std::count_if(lists.edges.begin(), lists.edges.end(), [&](const auto& e) { return e.start == v; });
        if (degree == 0) {
          for (double& s : next) s += 0.5 * score[v] / n;
        }
        for (const auto& e : lists.edges) {
          if (e.start == v) next[e.end] += 0.5 * score[v] / static_cast<double>(degree);
        }
      }
      score = next;
    }
    const auto rows =
        Call(graph, "algo.pagerank", {Value::Map({{"iterations", Value::Int(7)}, {"damping", Value::Float(0.5)}})});
    REQUIRE(rows.size() == score.size());
    double sum = 0;
    for (size_t v = 0; v < rows.size(); ++v) {
      CHECK(rows[v][0] == Value::Node(lists.nodes[v]));
      CHECK(rows[v][1].as_float() == Approx(score[v]));
      sum += rows[v][1].as_float();
    }
    if (!rows.empty()) CHECK(sum == Approx(1));
  }
}

TEST_CASE("components are the classes of nodes that reach each other", "[procedures]") {
  for (const PlainGraph& graph : Graphs()) {
    const Lists lists(graph);
    for (const bool strong : {false, true}) {
      const auto reach = lists.Reach(!strong);
      const auto rows = Call(graph, strong ? "algo.scc" : "algo.wcc");
      REQUIRE(rows.size() == lists.nodes.size());
      int64_t next = 0;
      for (size_t i = 0; i < rows.size(); ++i) {
        CHECK(rows[i][0] == Value::Node(lists.nodes[i]));
        CHECK(rows[i][1].as_int() <= next);  // numbered in the order of their first node
        next = std::max(next, rows[i][1].as_int() + 1);
        for (size_t j = 0; j < rows.size(); ++j) CHECK((rows[i][1] == rows[j][1]) == (reach[i][j] && reach[j][i]));
      }
    }
  }
}

TEST_CASE("degree counts parallel edges each and a self-loop in both directions", "[procedures]") {
  for (const PlainGraph& graph : Graphs()) {
    const Lists lists(graph);
    const auto out = Call(graph, "algo.degree", {Options("direction", Value::String("out"))});
    const auto in = Call(graph, "algo.degree", {Options("direction", Value::String("in"))});
    const auto both = Call(graph, "algo.degree");
    REQUIRE(both.size() == lists.nodes.size());
    for (size_t v = 0; v < both.size(); ++v) {
      int64_t starts = 0, ends = 0;
      for (const auto& e : lists.edges) {
        starts += e.start == v;
        ends += e.end == v;
      }
      CHECK(out[v][1] == Value::Int(starts));
      CHECK(in[v][1] == Value::Int(ends));
      CHECK(both[v][1] == Value::Int(starts + ends));
    }
  }
}

TEST_CASE("betweenness is the share of shortest paths through a node, summed over pairs", "[procedures]") {
  for (const PlainGraph& graph : Graphs()) {
    const Lists lists(graph);
    const size_t n = lists.nodes.size();
    std::vector<std::vector<double>> paths(n, std::vector<double>(n));
    std::vector<std::vector<size_t>> distance(n, std::vector<size_t>(n, SIZE_MAX));
    for (size_t s = 0; s < n; ++s) {
      distance[s][s] = 0;
      paths[s][s] = 1;
      for (size_t d = 0; d < n; ++d) {
        for (const auto& e : lists.edges) {
          if (distance[s][e.start] != d || distance[s][e.end] <= d) continue;
          distance[s][e.end] = d + 1;
          paths[s][e.end] += paths[s][e.start];
        }
      }
    }
    const auto rows = Call(graph, "algo.betweenness");
    REQUIRE(rows.size() == n);
    for (size_t v = 0; v < n; ++v) {
      double score = 0;
      for (size_t s = 0; s < n; ++s) {
        for (size_t t = 0; t < n; ++t) {
          if (s == v || t == v || s == t || paths[s][t] == 0 || paths[s][v] == 0 || paths[v][t] == 0) continue;
          if (distance[s][v] + distance[v][t] == distance[s][t]) score += paths[s][v] * paths[v][t] / paths[s][t];
        }
      }
      CHECK(rows[v][1].as_float() == Approx(score).margin(1e-9));
    }
  }
}

TEST_CASE("kcore is the greatest k whose peeled graph still has the node", "[procedures]") {
  for (const PlainGraph& graph : Graphs()) {
    const Lists lists(graph);
    std::vector<std::set<size_t>> near(lists.nodes.size());
    for (const auto& e : lists.edges) {
      if (e.start == e.end) continue;
      near[e.start].insert(e.end);
      near[e.end].insert(e.start);
    }
    std::vector<int64_t> core(near.size(), 0);
    for (size_t k = 1; k <= near.size(); ++k) {
      std::set<size_t> left;
      for (size_t v = 0; v < near.size(); ++v) left.insert(v);
      for (bool again = true; again;) {
        again = std::erase_if(left, [&](size_t v) {
                  return static_cast<size_t>(std::count_if(near[v].begin(), near[v].end(),
                                                           [&](size_t w) { return left.count(w) > 0; })) < k;
                }) > 0;
      }
      for (size_t v : left) core[v] = static_cast<int64_t>(k);
    }
    const auto rows = Call(graph, "algo.kcore");
    REQUIRE(rows.size() == core.size());
    for (size_t v = 0; v < core.size(); ++v) CHECK(rows[v][1] == Value::Int(core[v]));
  }
}

/// Newman's modularity from its definition: the sum over all ordered pairs in the same community of A - k k / 2m, over
/// 2m.
double Modularity(const Lists& lists, const std::vector<int64_t>& community) {
  const size_t n = lists.nodes.size();
  const double m2 = 2.0 * static_cast<double>(lists.edges.size());
  std::vector<std::vector<double>> a(n, std::vector<double>(n));
  std::vector<double> k(n);
  for (const auto& e : lists.edges) {
    a[e.start][e.end] += 1;
    a[e.end][e.start] += 1;
    k[e.start] += 1;
    k[e.end] += 1;
  }
  double q = 0;
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) q += community[i] == community[j] ? a[i][j] - k[i] * k[j] / m2 : 0;
  }
  return q / m2;
}

TEST_CASE("no single move of a node betters the modularity of communities", "[procedures]") {
  for (const PlainGraph& graph : Graphs()) {
    const Lists lists(graph);
    const auto rows = Call(graph, "algo.communities");
    REQUIRE(rows.size() == lists.nodes.size());
    std::vector<int64_t> community, alone;
    for (const auto& row : rows) {
      alone.push_back(static_cast<int64_t>(alone.size()));
      community.push_back(row[1].as_int());
    }
    if (lists.edges.empty()) {
      CHECK(community == alone);
      continue;
    }
    CHECK(Modularity(lists, community) >= Modularity(lists, alone) - 1e-12);
    CHECK(Modularity(lists, community) >= -1e-12);
    // Merging two communities as a whole never betters it either: that is the last level's own stop rule.
    const double found = Modularity(lists, community);
    const std::set<int64_t> names(community.begin(), community.end());
    for (int64_t from : names) {
      for (int64_t to : names) {
        auto merged = community;
        std::replace(merged.begin(), merged.end(), from, to);
        CHECK(Modularity(lists, merged) <= found + 1e-9);
      }
    }
  }
}

TEST_CASE("communities of two cliques with one bridge are the cliques", "[procedures]") {
  PlainGraph graph;
  const TypeId r = graph.InternType("R");
  for (int i = 0; i < 10; ++i) graph.CreateNode({});
  for (uint32_t i = 0; i < 10; ++i) {
    for (uint32_t j = i + 1; j < 10; ++j) {
      if (i / 5 == j / 5 || (i == 4 && j == 5)) graph.CreateEdge(NodeId{i}, r, NodeId{j});
    }
  }
  const auto rows = Call(graph, "algo.communities");
  for (size_t v = 0; v < 10; ++v) CHECK(rows[v][1] == Value::Int(v < 5 ? 0 : 1));
}

TEST_CASE("mst is Prim's: as light, and keeps together what is connected", "[procedures]") {
  for (const PlainGraph& graph : Graphs()) {
    const Lists lists(graph);
    const auto weight_of = [&](EdgeId e) {
      const auto property = graph.FindProperty("w");
      const Value value = property ? graph.EdgeProperty(e, *property) : Value();
      return value.is_null() ? 1.0 : value.as_number();
    };
    double expected = 0;
    size_t edges = 0;
    std::vector<bool> in(lists.nodes.size());
    for (size_t root = 0; root < in.size(); ++root) {
      if (in[root]) continue;
      in[root] = true;
      const auto reach = lists.Reach(true);
      while (true) {
        double best = INFINITY;
        size_t found = SIZE_MAX;
        for (const auto& e : lists.edges) {
          if (!reach[root][e.start] || in[e.start] == in[e.end] || weight_of(e.id) >= best) continue;
          best = weight_of(e.id);
          found = in[e.start] ? e.end : e.start;
        }
        if (found == SIZE_MAX) break;
        in[found] = true;
        expected += best;
        ++edges;
      }
    }
    const auto rows = Call(graph, "algo.mst", {Options("weight", Value::String("w"))});
    CHECK(rows.size() == edges);
    double sum = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      CHECK(rows[i][1].as_float() == weight_of(rows[i][0].as_relationship()));
      if (i > 0) CHECK(rows[i - 1][0].as_relationship() < rows[i][0].as_relationship());
      sum += rows[i][1].as_float();
    }
    CHECK(sum == Approx(expected));
  }
}

TEST_CASE("label and type select by one name or a list; a name that is not there selects nothing", "[procedures]") {
  PlainGraph graph;
  const LabelId a = graph.InternLabel("A"), b = graph.InternLabel("B");
  const TypeId r = graph.InternType("R"), s = graph.InternType("S");
  graph.CreateNode({{a}});
  graph.CreateNode({{a}});
  graph.CreateNode({{b}});
  graph.CreateEdge(NodeId{0}, r, NodeId{1});
  graph.CreateEdge(NodeId{0}, s, NodeId{1});
  graph.CreateEdge(NodeId{1}, r, NodeId{2});
  const auto degrees = [&](ValueMap options) {
    std::vector<int64_t> out;
    for (const auto& row : Call(graph, "algo.degree", {Value::Map(std::move(options))})) out.push_back(row[1].as_int());
    return out;
  };
  const Value both = Value::List({Value::String("A"), Value::String("B")});
  CHECK(degrees({}) == std::vector<int64_t>{2, 3, 1});
  CHECK(degrees({{"label", Value::String("A")}}) == std::vector<int64_t>{2, 2});
  CHECK(degrees({{"label", both}, {"type", Value::String("R")}}) == std::vector<int64_t>{1, 2, 1});
  CHECK(degrees({{"label", Value()}, {"type", Value::String("NONE")}}) == std::vector<int64_t>{0, 0, 0});
  CHECK(degrees({{"label", Value::String("NONE")}}).empty());
}

TEST_CASE("options that are not understood are refused with the reason", "[procedures]") {
  const PlainGraph graph = RandomGraph(1, 4, 6);
  const auto refusal = [&](std::string_view name, Value argument) -> std::string {
    try {
      Call(graph, name, {std::move(argument)});
    } catch (const QueryError& error) {
      CHECK(error.type() == ErrorType::kProcedureError);
      CHECK(error.phase() == ErrorPhase::kRuntime);
      return error.what();
    }
    return "";
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(refusal("algo.pagerank", Options("dampin", Value::Float(0.5))), Contains("did you mean `damping`?"));
  CHECK_THAT(refusal("algo.pagerank", Options("damping", Value::Int(2))), Contains("from 0 to 1"));
  CHECK_THAT(refusal("algo.pagerank", Options("damping", Value::Float(NAN))), Contains("from 0 to 1"));
  CHECK_THAT(refusal("algo.pagerank", Options("iterations", Value::Float(3))), Contains("whole number"));
  CHECK_THAT(refusal("algo.wcc", Options("label", Value::Int(3))), Contains("not INTEGER"));
  CHECK_THAT(refusal("algo.wcc", Options("label", Value::List({Value::Int(3)}))),
             Contains("a name or a list of names"));
  CHECK_THAT(refusal("algo.degree", Options("direction", Value::String("up"))), Contains("'out', 'in' or 'both'"));
  CHECK_THAT(refusal("algo.scc", Value::Int(1)), Contains("a map of options"));
}

TEST_CASE("procedures stop when they are interrupted", "[procedures]") {
  const PlainGraph graph = RandomGraph(1, 20, 40);
  for (const Procedure& procedure : GraphProcedures()) {
    CHECK_THROWS_AS(Call(graph, procedure.name, {}, [] { throw std::runtime_error("stop"); }), std::runtime_error);
  }
}

}  // namespace
}  // namespace papergraph::engine
