// Each rule of the optimiser shows in a plan, and does not when it is switched off by its name.
#include <catch2/catch.hpp>

#include "engine/optimizer/rules.h"
#include "engine/session.h"

namespace papergraph::engine {
namespace {

std::string PlanWithout(const std::vector<std::string>& disabled, const std::string& text) {
  const auto store = Store::Open(":memory:", {});
  SessionOptions options;
  options.disabled_rules = disabled;
  options.ignore_estimates = true;
  Session session(*store, options);
  NoRows rows;
  session.Run("UNWIND range(1, 100) AS i CREATE (:P {n: i})-[:T]->(:M {k: i})", Value(), rows);
  session.Run("CREATE (:P {n: 1000})-[:S]->(:M {k: 1000})", Value(), rows);
  session.Run("UNWIND range(1, 5) AS i CREATE (r:R) WITH r MATCH (p:P) WHERE p.n <= 40 CREATE (r)-[:V]->(p)", Value(),
              rows);
  session.Run("CREATE INDEX FOR (p:P) ON (p.n)", Value(), rows);
  return session.Run("EXPLAIN " + text, Value(), rows).plan;
}

TEST_CASE("a rule shows in the plan only while it is on", "[optimizer]") {
  struct Example {
    std::string rule, text, sign;
  };
  const std::vector<Example> examples = {
      {"use_labels", "MATCH (m:M) RETURN m", "LabelScan m, M"},
      {"use_indexes", "MATCH (p:P {n: 5}) RETURN p", "IndexSeek p, P, n, 5"},
      {"expand_into", "MATCH (a)-[:T]->(b)-[:S]->(c)-[:T]-(a) RETURN a", "ExpandInto"},
      {"join_parts", "MATCH (a:P), (b:M) WHERE a.n = b.k RETURN a, b", "HashJoin a.n, b.k"},
      {"top_k", "MATCH (m:M) RETURN m.k ORDER BY m.k LIMIT 3", "TopK"},
      {"node_tests", "MATCH (p:P {n: 5})-[:T]->(m:M) RETURN m", ", m, m:M"},
      {"node_keys", "MATCH (p:P {n: 5})-[:T]->(m) RETURN m.k, max(p.n)", "once per m"},
      {"semi_joins", "MATCH (p:P {n: 5})-[:T]->(m:M) RETURN DISTINCT p.n", "once a row"},
      {"start_by_cost", "MATCH (r:R)-[:V]->(p:P) WHERE p.n > 5 RETURN r", "IndexRange p, P"},
      {"count_ends", "MATCH (p:P)-[:T]->(m) RETURN m.k, count(*)", ", ways"},
      {"top_groups", "MATCH (p:P) RETURN p.n, count(*) AS c ORDER BY c LIMIT 3", "top 3"},
      {"both_cores", "MATCH (p:P) RETURN p.n, count(*) AS c", "| Argument"},
  };
  for (const Example& example : examples) {
    INFO(example.rule);
    CHECK(PlanWithout({}, example.text).find(example.sign) != std::string::npos);
    CHECK(PlanWithout({example.rule}, example.text).find(example.sign) == std::string::npos);
  }
}

}  // namespace
}  // namespace papergraph::engine
