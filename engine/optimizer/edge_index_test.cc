// Indexes and constraints on relationships: the planner begins with them, and they follow every change.
#include <catch2/catch.hpp>

#include "engine/session.h"
#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

struct RowsAsText : RowSink {
  std::string text;
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> values) override {
    for (const Value& value : values) {
      text += (text.empty() ? "" : " ") + (value.kind() == ValueKind::kInt      ? std::to_string(value.as_int())
                                           : value.kind() == ValueKind::kString ? std::string(value.as_string())
                                                                                : std::string(NameOf(value.kind())));
    }
  }
};

struct PlanClient {
  std::unique_ptr<Store> store = Store::Open(":memory:", {});
  Session session{*store, {}};
  std::string plan;
  std::string Run(std::string_view text) {
    RowsAsText rows;
    plan = session.Run(text, Value(), rows).plan;
    return rows.text;
  }
  std::string Plan(const std::string& text) {
    Run("EXPLAIN " + text);
    return plan;
  }
  std::string ErrorOf(std::string_view text) {
    try {
      Run(text);
    } catch (const QueryError& error) {
      return error.what();
    }
    return "";
  }
};

void Fill(PlanClient& client) {
  client.Run("UNWIND range(1, 60) AS i CREATE (:A {i: i})-[:T {p: i % 20, s: 'x' + i}]->(:B {i: i})");
  client.Run("CREATE INDEX by_p FOR ()-[r:T]-() ON (r.p)");
  client.Run("CREATE INDEX by_s FOR ()-[r:T]-() ON (r.s)");
}

TEST_CASE("a pattern begins with the relationships of an index where that is least", "[edge_index]") {
  PlanClient client;
  Fill(client);
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"MATCH (a)-[r:T {p: 3}]->(b) RETURN a.i, b.i", "RelationshipIndexSeek r, T, p, 3"},
      {"MATCH (a)<-[r:T]-(b:A) WHERE r.p = 3 RETURN a.i, b.i", "RelationshipIndexSeek r, T, p, 3"},
      {"MATCH (a)-[r:T {p: 3}]-(b) RETURN a.i, b.i", "RelationshipIndexSeek r, T, p, 3"},
      {"MATCH (a)-[r:T]->() WHERE r.p >= 18 AND r.p < 19 RETURN a.i", "RelationshipIndexRange r, T, p, >= 18, < 19"},
      {"MATCH (a)-[r:T]->() WHERE r.p IN [1, 2] RETURN a.i", "RelationshipIndexSeek r, T, p, [1, 2]"},
      {"MATCH (a)-[r:T]->() WHERE r.s STARTS WITH 'x1' RETURN a.i", "RelationshipIndexPrefix r, T, s, 'x1'"},
      {"UNWIND [1, 2] AS p MATCH (a)-[r:T {p: p}]->() RETURN a.i", "RelationshipIndexSeek r, T, p, p"},
  };
  for (const auto& [text, sign] : examples) {
    INFO(text);
    CHECK(Has(client.Plan(text), sign));
    const std::string found = client.Run("CALL { " + text + " AS x } RETURN x ORDER BY x");
    SessionOptions options;
    options.disabled_rules = {"use_indexes"};
    Session plain(*client.store, options);
    RowsAsText rows;
    plain.Run("CALL { " + text + " AS x } RETURN x ORDER BY x", Value(), rows);
    CHECK(found == rows.text);
    CHECK_FALSE(found.empty());
  }
  CHECK(Has(client.Plan("MATCH (a:A {i: 1})-[r:T {p: 3}]->(b) RETURN b"), "RelationshipIndexSeek"));
  CHECK_FALSE(Has(client.Plan("MATCH (a)-[r:T|U {p: 3}]->(b) RETURN b"), "RelationshipIndexSeek"));
  CHECK_FALSE(Has(client.Plan("MATCH (a)-[r:T {p: 3}]->(b) WITH r MATCH ()-[r]->(c) RETURN c"), "Seek r, T, p, r"));
}

TEST_CASE("an index on relationships follows writes, deletes and rollbacks", "[edge_index]") {
  PlanClient client;
  Fill(client);
  const std::string count = "MATCH ()-[r:T {p: 3}]->() RETURN count(*)";
  CHECK(client.Run(count) == "3");
  client.Run("MATCH (:A {i: 3})-[r]->() SET r.p = 99");
  CHECK(client.Run(count) == "2");
  client.Run("MATCH (:A {i: 23})-[r]->() DELETE r");
  CHECK(client.Run(count) == "1");
  client.Run("MATCH (a:A {i: 43}) DETACH DELETE a");
  CHECK(client.Run(count) == "0");
  client.Run("BEGIN");
  client.Run("MATCH (a:A {i: 1}), (b:B {i: 2}) CREATE (a)-[:T {p: 3}]->(b)");
  CHECK(client.Run(count) == "1");
  client.Run("ROLLBACK");
  CHECK(client.Run(count) == "0");
  client.Run("MATCH ()-[r:T]->() REMOVE r.p");
  CHECK(client.Run("MATCH ()-[r:T]->() WHERE r.p >= 0 RETURN count(*)") == "0");
  client.Run("MATCH ()-[r:T]->() SET r = {p: 3}");
  CHECK(client.Run(count) == "58");
  CHECK(client.store->Check().faults.empty());
  client.Run("DROP INDEX by_p");
  CHECK(client.Run(count) == "58");
  CHECK_FALSE(Has(client.Plan(count), "RelationshipIndexSeek"));
}

TEST_CASE("constraints on relationships hold, and say what breaks them", "[edge_index]") {
  PlanClient client;
  client.Run("CREATE CONSTRAINT one FOR ()-[r:T]-() REQUIRE r.k IS UNIQUE");
  client.Run("CREATE CONSTRAINT some FOR ()-[r:S]-() REQUIRE r.k IS NOT NULL");
  client.Run("CREATE (:A)-[:T {k: 1}]->(:B)");
  CHECK(Has(client.ErrorOf("CREATE (:A)-[:T {k: 1}]->(:B)"), "has k = 1 already"));
  client.Run("CREATE (:A)-[:T]->(:B), (:A)-[:U {k: 1}]->(:B)");
  CHECK(Has(client.ErrorOf("CREATE (:A)-[:S]->(:B)"), "(:S) has no `k`"));
  client.Run("CREATE (:A)-[:S {k: 1}]->(:B)");
  CHECK(Has(client.ErrorOf("MATCH ()-[r:S]->() REMOVE r.k"), "(:S) has no `k`"));
  CHECK(Has(client.ErrorOf("CREATE CONSTRAINT two FOR ()-[r:T]-() REQUIRE r.k IS NOT NULL"), "(:T) has no `k`"));
  CHECK(client.Run("SHOW CONSTRAINTS YIELD name, type, entityType RETURN name, type, entityType ORDER BY name") ==
        "one RELATIONSHIP_UNIQUENESS RELATIONSHIP some RELATIONSHIP_PROPERTY_EXISTENCE RELATIONSHIP");
  CHECK(client.store->Check().faults.empty());
  client.Run("DROP CONSTRAINT one");
  client.Run("CREATE (:A)-[:T {k: 1}]->(:B)");
}

TEST_CASE("a key over several properties names all of them when it is broken", "[edge_index]") {
  PlanClient client;
  client.Run("CREATE CONSTRAINT pair FOR (n:P) REQUIRE (n.a, n.b) IS NODE KEY");
  client.Run("CREATE (:P {a: 1, b: 'x'})");
  CHECK(Has(client.ErrorOf("CREATE (:P {a: 1, b: 'x'})"), "has a = 1, b = 'x' already"));
}

}  // namespace
}  // namespace papergraph::engine
