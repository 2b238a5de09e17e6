// USING INDEX, USING SCAN and USING JOIN are orders: the plan shows them, or the statement says why it cannot be.
#include <catch2/catch.hpp>

#include "engine/session.h"
#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

struct FirstNumbers : RowSink {
  std::vector<std::string> rows;
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> row) override {
    rows.push_back(row.empty() ? "" : std::to_string(row[0].kind() == ValueKind::kInt ? row[0].as_int() : 0));
  }
};

class HintedGraph {
 public:
  HintedGraph() {
    Run("UNWIND range(1, 50) AS i CREATE (:P {a: i, b: i % 3})-[:T]->(:M {k: i % 5})-[:U]->(:Q {z: i})");
    Run("CREATE INDEX FOR (p:P) ON (p.a)");
    Run("CREATE INDEX FOR (p:P) ON (p.b)");
    Run("CREATE INDEX FOR (m:M) ON (m.k)");
    Run("CREATE INDEX FOR (p:P) ON (p.a, p.b)");
  }
  std::vector<std::string> Run(const std::string& text) {
    FirstNumbers rows;
    plan = session_.Run(text, Value(), rows).plan;
    return rows.rows;
  }
  std::string Plan(const std::string& text) {
    Run("EXPLAIN " + text);
    return plan;
  }
  std::string ErrorOf(const std::string& text) {
    try {
      Run(text);
    } catch (const QueryError& error) {
      CHECK(error.type() == ErrorType::kSyntaxError);
      CHECK(error.detail() == "HintNotPossible");
      CHECK(error.span().end > error.span().start);
      return error.what();
    }
    return "";
  }
  std::string plan;

 private:
  std::unique_ptr<Store> store_ = Store::Open(":memory:", {});
  Session session_{*store_, {}};
};

TEST_CASE("USING INDEX takes that index, also where another one or a scan is cheaper", "[hints]") {
  HintedGraph graph;
  const std::string query = "MATCH (p:P) USING INDEX p:P(b) WHERE p.a = 7 AND p.b = 1 RETURN p.a";
  CHECK(Has(graph.Plan(query), "IndexSeek p, P, b, 1"));
  CHECK(graph.Run(query) == std::vector<std::string>{"7"});
  CHECK(
      Has(graph.Plan("MATCH (p:P) USING INDEX p:P(a, b) WHERE p.a = 7 AND p.b = 1 RETURN p"), "IndexSeek p, P, a, b"));
  CHECK(Has(graph.Plan("MATCH (p:P {a: 1})-->(m:M) USING INDEX m:M(k) WHERE m.k > 2 RETURN p"),
            "IndexRange m, M, k, > 2"));
}

TEST_CASE("an index over several properties finds what equals on each", "[hints]") {
  HintedGraph graph;
  CHECK(graph.Run("MATCH (p:P) USING INDEX p:P(a, b) WHERE p.a = 7 AND p.b = 1 RETURN p.a") ==
        std::vector<std::string>{"7"});
  CHECK(graph.Run("MATCH (p:P) USING INDEX p:P(a, b) WHERE p.a = 7 AND p.b = 2 RETURN p.a").empty());
  CHECK(graph.Run("MATCH (p:P) USING INDEX p:P(a, b) WHERE p.a = 7 AND p.b = null RETURN p.a").empty());
}

TEST_CASE("USING SCAN reads the label although an index is there", "[hints]") {
  HintedGraph graph;
  const std::string plan = graph.Plan("MATCH (p:P) USING SCAN p:P WHERE p.a = 7 RETURN p");
  CHECK(Has(plan, "LabelScan p, P"));
  CHECK_FALSE(Has(plan, "IndexSeek"));
}

TEST_CASE("two hints in one pattern are both followed, and the rows stay the same", "[hints]") {
  HintedGraph graph;
  const std::string hinted =
      "MATCH (p:P)-->(m:M) USING INDEX p:P(a) USING INDEX m:M(k) WHERE p.a < 9 AND m.k = 2 RETURN p.a ORDER BY p.a";
  const std::string plan = graph.Plan(hinted);
  CHECK(Has(plan, "IndexRange p, P, a, < 9"));
  CHECK(Has(plan, "IndexSeek m, M, k, 2"));
  CHECK(graph.Run(hinted) == std::vector<std::string>{"2", "7"});
}

TEST_CASE("a hinted condition may wait for another node", "[hints]") {
  HintedGraph graph;
  const std::string query = "MATCH (q:Q), (p:P) USING INDEX p:P(a) WHERE p.a = q.z AND q.z = 3 RETURN p.a";
  CHECK(Has(graph.Plan(query), "IndexSeek p, P, a, q.z"));
  CHECK(graph.Run(query) == std::vector<std::string>{"3"});
}

TEST_CASE("USING JOIN ON finds both sides by themselves and joins them at the node", "[hints]") {
  HintedGraph graph;
  const std::string query = "MATCH (p:P)-[:T]->(m)-[:U]->(q:Q) USING JOIN ON m WHERE p.a = 4 AND q.z < 10 RETURN q.z";
  const std::string plan = graph.Plan(query);
  CHECK(Has(plan, "HashJoin m, m"));
  CHECK(graph.Run(query) == std::vector<std::string>{"4"});
  // Relationships of the two sides still differ.
  graph.Run("MATCH (m:M)<-[:T]-(p:P {a: 1}) CREATE (m)<-[:T]-(:P {a: 100})");
  CHECK(graph.Run("MATCH (a:P)-[:T]->(m)<-[:T]-(b:P) USING JOIN ON m RETURN a.a ORDER BY a.a") ==
        std::vector<std::string>{"1", "100"});
}

TEST_CASE("a hint that cannot be followed is an error that says why", "[hints]") {
  HintedGraph graph;
  CHECK(Has(graph.ErrorOf("MATCH (p:P) USING INDEX p:P(c) WHERE p.c = 1 RETURN p"), "there is no index on :P(c)"));
  CHECK(Has(graph.ErrorOf("MATCH (p) USING INDEX p:P(a) WHERE p.a = 1 RETURN p"), "does not ask for (p:P)"));
  CHECK(Has(graph.ErrorOf("MATCH (p:P) USING INDEX p:P(a) WHERE p.a <> 1 RETURN p"), "no condition of this MATCH"));
  CHECK(Has(graph.ErrorOf("MATCH (p:P) USING SCAN p:M RETURN p"), "does not ask for (p:M)"));
  CHECK(Has(graph.ErrorOf("MATCH (p:P) WITH p MATCH (p:P) USING SCAN p:P RETURN p"), "known before this MATCH"));
  CHECK(Has(graph.ErrorOf("MATCH (p:P)-->(m) USING JOIN ON p RETURN p"), "cannot join on `p`"));
  CHECK(Has(graph.ErrorOf("MATCH (p:P)-[r]->(m) USING SCAN r:P RETURN p"), "`r` is no node"));
  CHECK(
      Has(graph.ErrorOf("MATCH (p:P) USING SCAN p:P USING INDEX p:P(a) WHERE p.a = 1 RETURN p"), "has a hint already"));
}

TEST_CASE("WHERE n:Label and WHERE id(n) = ... are ways to a node, too", "[optimizer]") {
  HintedGraph graph;
  CHECK(Has(graph.Plan("MATCH (p) WHERE p:P AND p.a = 3 RETURN p"), "IndexSeek p, P, a, 3"));
  CHECK(Has(graph.Plan("MATCH (p) WHERE p:P RETURN p"), "LabelScan p, P"));
  CHECK(Has(graph.Plan("MATCH (p)-->(m) WHERE id(p) = 3 RETURN m"), "NodeById p, 3"));
  CHECK(Has(graph.Plan("MATCH (p) WHERE id(p) IN [1, 2, 2] RETURN id(p)"), "NodeById p, [1, 2, 2]"));
  CHECK(graph.Run("MATCH (p) WHERE id(p) IN [1, 2.0, 2, null, -1, 'x', 9999999999] RETURN id(p)") ==
        std::vector<std::string>{"1", "2"});
  CHECK(graph.Run("MATCH (p) WHERE id(p) = 1.5 RETURN id(p)").empty());
  CHECK(graph.Run("MATCH (p) WHERE id(p) = null RETURN id(p)").empty());
}

}  // namespace
}  // namespace papergraph::engine
