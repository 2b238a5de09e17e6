// Statements over the plain reference graph: what each operator promises.
#include "engine/exec/executor.h"

#include <catch2/catch.hpp>

#include "engine/planner/planner.h"
#include "grammar/parser.h"
#include "tests/support/plain_graph.h"
#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

SeenRows Run(PlainGraph& graph, const std::string& text, RuleSet rules = RuleSet::All(),
             const Procedure* mine = nullptr) {
  const ast::Statement statement = Parse(text);
  PlanContext context;
  context.graph = &graph;
  context.rules = rules;
  context.find_procedure = [mine](std::string_view name) -> std::shared_ptr<const Procedure> {
    if (mine && mine->name == name) return std::make_shared<Procedure>(*mine);
    for (const Procedure& procedure : BuiltInProcedures()) {
      if (procedure.name == name) return std::make_shared<Procedure>(procedure);
    }
    return nullptr;
  };
  Executor executor(Planner::PlanStatement(std::get<ast::Query>(statement.value), context));
  SeenRows rows;
  executor.Run(graph, &graph, Value(), {}, rows);
  return rows;
}

Value Int(int64_t value) { return Value::Int(value); }

TEST_CASE("what is created is found again", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (:Paper {id: 1, title: 'A'})-[:USES {w: 2}]->(:Method {name: 'GRPO'})");
  const SeenRows rows =
      Run(graph, "MATCH (p:Paper)-[u:USES]->(m:Method {name: 'GRPO'}) WHERE p.id > 0 RETURN p.title, u.w, m.name AS n");
  CHECK(rows.columns == std::vector<std::string>{"p.title", "u.w", "n"});
  REQUIRE(rows.rows.size() == 1);
  CHECK(rows.rows[0] == std::vector<Value>{Value::String("A"), Int(2), Value::String("GRPO")});
}

TEST_CASE("a relationship is used once in a MATCH", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (a:A)-[:T]->(b:B)");
  CHECK(Run(graph, "MATCH (x)-[:T]-(y)-[:T]-(z) RETURN x").rows.empty());
  CHECK(Run(graph, "MATCH (x)-[:T]-(y) MATCH (y)-[:T]-(z) RETURN x").rows.size() == 2);
}

TEST_CASE("an undirected pattern gives a self-loop once", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (a)-[:T]->(a)");
  CHECK(Run(graph, "MATCH (a)-[r]-(b) RETURN r").rows.size() == 1);
  CHECK(Run(graph, "MATCH (a)-[r]-(a) RETURN r").rows.size() == 1);
}

TEST_CASE("aggregates group by what is not aggregated", "[exec]") {
  PlainGraph graph;
  const SeenRows rows =
      Run(graph, "UNWIND [1, 2, 2, 3] AS x RETURN x % 2 AS odd, count(*) AS c, sum(x) + 1 AS s ORDER BY odd");
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[0] == std::vector<Value>{Int(0), Int(2), Int(5)});
  CHECK(rows.rows[1] == std::vector<Value>{Int(1), Int(2), Int(5)});
  CHECK(Run(graph, "MATCH (n) RETURN count(*)").rows[0][0] == Int(0));
}

TEST_CASE("OPTIONAL MATCH keeps the row with nulls", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (:A {n: 1})-[:T]->(:B), (:A {n: 2})");
  const SeenRows rows =
      Run(graph, "MATCH (a:A) OPTIONAL MATCH (a)-[:T]->(b) RETURN a.n AS n, b IS NULL AS missing ORDER BY n");
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[0][1] == Value::Bool(false));
  CHECK(rows.rows[1][1] == Value::Bool(true));
}

TEST_CASE("MERGE finds or makes", "[exec]") {
  PlainGraph graph;
  Run(graph, "UNWIND [1, 1, 2] AS x MERGE (n:N {id: x}) ON CREATE SET n.made = true ON MATCH SET n.found = true");
  const SeenRows rows = Run(graph, "MATCH (n:N) RETURN n.id AS id, n.made, n.found ORDER BY id");
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[0] == std::vector<Value>{Int(1), Value::Bool(true), Value::Bool(true)});
  CHECK(rows.rows[1] == std::vector<Value>{Int(2), Value::Bool(true), Value()});
}

TEST_CASE("a clause does not see what comes after it", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (), ()");
  Run(graph, "MATCH () CREATE ()");
  CHECK(Run(graph, "MATCH (n) RETURN count(n)").rows[0][0] == Int(4));
}

TEST_CASE("variable length patterns are trails", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (a {n: 1})-[:T]->(b {n: 2})-[:T]->(c {n: 3})-[:T]->(a)");
  CHECK(Run(graph, "MATCH (a {n: 1})-[:T*]->(x) RETURN x.n").rows.size() == 3);
  CHECK(Run(graph, "MATCH (a {n: 1})-[:T*0..2]->(x) RETURN x.n").rows.size() == 3);
  CHECK(Run(graph, "MATCH p = (a {n: 1})-[:T*2]->(x) RETURN length(p), nodes(p)").rows.size() == 1);
}

TEST_CASE("expressions run plans of their own", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (a:A {n: 1})-[:T]->(:B {n: 2}), (:A {n: 3})");
  CHECK(Run(graph, "MATCH (a:A) WHERE (a)-[:T]->() RETURN a.n").rows.size() == 1);
  CHECK(Run(graph, "MATCH (a:A) WHERE NOT EXISTS { (a)-->(:B) } RETURN a.n").rows[0][0] == Int(3));
  CHECK(Run(graph, "MATCH (a:A {n: 1}) RETURN [(a)-->(b) | b.n][0]").rows[0][0] == Int(2));
  CHECK(Run(graph, "MATCH (a:A {n: 1}) RETURN COUNT { (a)-->() } AS c").rows[0][0] == Int(1));
  CHECK(Run(graph, "RETURN [x IN [1, 2, 3] WHERE x > 1 | x * 2][1]").rows[0][0] == Int(6));
}

TEST_CASE("parts of a pattern without a connection give every pair, with a condition those that meet it", "[exec]") {
  PlainGraph graph;
  Run(graph, "UNWIND range(1, 5) AS x CREATE (:A {n: x}), (:B {n: x})");
  for (const RuleSet rules : {RuleSet::All(), RuleSet::None()}) {
    CHECK(Run(graph, "MATCH (a:A), (b:B) RETURN a, b", rules).rows.size() == 25);
    CHECK(Run(graph, "MATCH (a:A), (b:B) WHERE a.n = b.n RETURN a, b", rules).rows.size() == 5);
  }
}

TEST_CASE("what a procedure yields comes back as it was, whatever types follow one another", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (:A), (:A)");
  const std::vector<Value> kinds{Value::Node(NodeId{1}), Int(7), Value::Float(0.5), Value(), Value::String("x")};
  std::vector<std::vector<Value>> given;  // 3,000 of a type, then one of another
  for (const Value& first : kinds) {
    for (const Value& last : kinds) given.push_back({first, last});
  }
  for (const std::vector<Value>& pair : given) {
    const Procedure mine{"my.rows",
                         {},
                         {{"a", "ANY"}, {"b", "ANY"}},
                         "",
                         [&](ProcedureContext&, std::span<const Value>, const ProcedureRow& row) {
                           for (int i = 0; i < 3'000; ++i) row(std::vector{pair[0], Int(i)});
                           row(pair);
                         }};
    const SeenRows seen = Run(graph, "CALL my.rows() YIELD b, a RETURN a, b", RuleSet::All(), &mine);
    REQUIRE(seen.rows.size() == 3'001);
    for (int i = 0; i < 3'000; ++i) REQUIRE(seen.rows[static_cast<size_t>(i)] == std::vector<Value>{pair[0], Int(i)});
    CHECK(seen.rows.back() == pair);
    CHECK(Run(graph, "MATCH (n:A) CALL my.rows() YIELD a RETURN a", RuleSet::All(), &mine).rows.size() == 6'002);
  }
}

TEST_CASE("UNION removes duplicates, UNION ALL keeps them", "[exec]") {
  PlainGraph graph;
  CHECK(Run(graph, "RETURN 1 AS x UNION RETURN 1 AS x").rows.size() == 1);
  CHECK(Run(graph, "RETURN 1 AS x UNION ALL RETURN 1 AS x").rows.size() == 2);
}

TEST_CASE("a quantified path repeats its inside", "[exec]") {
  PlainGraph graph;
  Run(graph, "CREATE (:S {n: 1})-[:T]->({n: 2})-[:T]->({n: 3})-[:T]->({n: 4})");
  const SeenRows rows = Run(graph, "MATCH (s:S) ((a)-[r:T]->(b)){2,3} (e) RETURN e.n AS n, size(r) AS hops ORDER BY n");
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[0] == std::vector<Value>{Int(3), Int(2)});
  CHECK(rows.rows[1] == std::vector<Value>{Int(4), Int(3)});
}

}  // namespace
}  // namespace papergraph::engine
