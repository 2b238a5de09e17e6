// What the generator found: each statement once gave other rows with the optimiser than without, or on the store than
// on the plain graph. Named by the rule that was broken.
#include <catch2/catch.hpp>

#include "tests/generate/run.h"

namespace papergraph::generate {
namespace {

void Agree(const std::string& graph, const std::vector<std::string>& statements) {
  Bench bench;
  Case made;
  made.graph = graph;
  for (const std::string& text : statements) made.steps.push_back({.text = text, .writes = true});
  CHECK(bench.Check(made).value_or("") == "");
}

TEST_CASE("a join of two parts does not find anew what the other part has found already", "[generated]") {
  Agree("CREATE (a), (b:A), (c), (a)-[:T]->(a), (a)-[:T]->(a), (b)-[:T]->(a), (a)-[:T]->(c)",
        {"MATCH (n)((x)-[r]->(y)){1,2}(m WHERE id(m) = id(m)) RETURN n, m, r",
         "MATCH (n)((x)-[r]->(y)){1,2}(m:A)-->(o) RETURN n, m, o"});
}

TEST_CASE("an index is asked for lists that no property can hold", "[generated]") {
  Agree("CREATE (:A {m: [1]}), (:A {m: [2, 3]}), (:A {m: []}), (:A {m: 1})",
        {"CREATE INDEX am FOR (n:A) ON (n.m)", "MATCH (n:A) WHERE n.m < [[1]] RETURN n",
         "MATCH (n:A) WHERE n.m >= [1, {a: 1}] RETURN n", "MATCH (n:A) WHERE n.m = [[1]] RETURN n",
         "MATCH (n:A) WHERE n.m > [1, null] RETURN n", "MATCH (n:A) WHERE [0] < n.m <= [3, [1]] RETURN n"});
}

TEST_CASE("null matches no pattern, not even a node alone", "[generated]") {
  Bench bench;
  Run(bench.session(), "CREATE (:A)");
  CHECK(Run(bench.session(), "OPTIONAL MATCH (n:B) MATCH (n) RETURN n").rows.empty());
  CHECK(Run(bench.session(), "OPTIONAL MATCH (n:B) MATCH (n), (m) RETURN m").rows.empty());
  CHECK(Run(bench.session(), "OPTIONAL MATCH (n:B) OPTIONAL MATCH (n), (m) RETURN m").rows ==
        std::vector<std::string>{"null | "});
  CHECK(Run(bench.session(), "MATCH (n:A) MATCH (n) RETURN n").rows.size() == 1);
  Agree("CREATE (:A {u: 0})-[:T]->(:A {u: 1})", {"OPTIONAL MATCH (n)-[:U]->(n) MATCH (n) RETURN n",
                                                 "MATCH (n) OPTIONAL MATCH (n), (m:B) MATCH (m) RETURN n, m"});
}

}  // namespace
}  // namespace papergraph::generate
