// Each rule of the optimiser changes how an answer is found, not the answer: every statement here with all rules, with
// each of them switched off, and as written on the plain reference graph. Estimates are ignored, so that small graphs
// take the ways of large ones.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "engine/exec/executor.h"
#include "engine/planner/planner.h"
#include "engine/session.h"
#include "grammar/parser.h"
#include "storage/store.h"
#include "tests/support/plain_graph.h"
#include "tests/support/seen_rows.h"

namespace papergraph {
namespace {

std::string ValueText(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return "null";
    case ValueKind::kBool:
      return value.as_bool() ? "true" : "false";
    case ValueKind::kInt:
      return std::to_string(value.as_int());
    case ValueKind::kFloat:
      return std::to_string(value.as_float()) + "f";
    case ValueKind::kString:
      return "'" + std::string(value.as_string()) + "'";
    case ValueKind::kNode:
      return "node" + std::to_string(Raw(value.as_node()));
    case ValueKind::kRelationship:
      return "rel" + std::to_string(Raw(value.as_relationship()));
    case ValueKind::kList: {
      std::vector<std::string> items;
      for (const Value& item : value.as_list()) items.push_back(ValueText(item));
      std::sort(items.begin(), items.end());  // collect() promises no order here
      std::string text = "[";
      for (const std::string& item : items) text += item + ",";
      return text + "]";
    }
    default:
      return std::string(NameOf(value.kind()));
  }
}

std::vector<std::string> RowTexts(const engine::SeenRows& rows, const std::string& query) {
  std::vector<std::string> texts;
  for (const auto& row : rows.rows) {
    std::string text;
    for (const Value& value : row) text += ValueText(value) + " | ";
    texts.push_back(std::move(text));
  }
  if (query.find("ORDER BY") == std::string::npos) std::sort(texts.begin(), texts.end());
  return texts;
}

std::vector<std::string> OnPlain(PlainGraph& graph, const std::string& text) {
  try {
    const ast::Statement statement = Parse(text);
    engine::PlanContext context;
    context.graph = &graph;
    context.rules = engine::RuleSet::None();
    engine::Executor executor(engine::Planner::PlanStatement(std::get<ast::Query>(statement.value), context));
    engine::SeenRows rows;
    executor.Run(graph, &graph, Value(), {}, rows);
    return RowTexts(rows, text);
  } catch (const QueryError& error) {
    return {std::string(NameOf(error.type())) + "/" + error.detail()};
  }
}

std::vector<std::string> OnStore(engine::Session& session, const std::string& text) {
  try {
    engine::SeenRows rows;
    session.Run(text, Value(), rows);
    return RowTexts(rows, text);
  } catch (const QueryError& error) {
    return {std::string(NameOf(error.type())) + "/" + error.detail()};
  }
}

// Papers, methods and benchmarks as they are, and as they should not be: properties that are missing or of another
// type, equal names, parallel relationships, nodes without a label.
std::string GraphStatement(uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&](uint32_t limit) { return random() % limit; };
  const auto value = [&](const std::string& usual) -> std::string {
    switch (below(12)) {
      case 0:
        return "null";
      case 1:
        return "1";
      case 2:
        return "1.5";
      case 3:
        return "'x'";
      default:
        return usual;
    }
  };
  std::string text = "CREATE ";
  const uint32_t papers = 12, methods = 6, benches = 4;
  for (uint32_t i = 0; i < papers; ++i) {
    text += (i ? ", (p" : "(p") + std::to_string(i) + (below(10) ? ":P" : "") + " {id: " + std::to_string(i) +
            ", year: " + value(std::to_string(2020 + below(3))) + ", up: " + std::to_string(below(9)) + "})";
  }
  for (uint32_t i = 0; i < methods; ++i) {
    text += ", (m" + std::to_string(i) + (below(10) ? ":M" : "") +
            " {name: " + value("'m" + std::to_string(below(4)) + "'") + "})";
  }
  for (uint32_t i = 0; i < benches; ++i) {
    text += ", (b" + std::to_string(i) + ":B {name: 'b" + std::to_string(i) +
            "', kind: " + value(below(2) ? "'math'" : "'code'") + "})";
  }
  for (uint32_t i = 0; i < papers; ++i) {
    for (uint32_t j = below(5); j > 0; --j) {
      text += ", (p" + std::to_string(i) + ")-[:U {role: " + value(below(2) ? "'uses'" : "'base'") + "}]->(m" +
              std::to_string(below(methods)) + ")";
    }
    for (uint32_t j = below(4); j > 0; --j) {
      text += ", (p" + std::to_string(i) + ")-[:E {score: " + value("0." + std::to_string(below(100))) + "}]->(b" +
              std::to_string(below(benches)) + ")";
    }
    if (below(2)) text += ", (p" + std::to_string(i) + ")-[:C]->(p" + std::to_string(below(papers)) + ")";
  }
  return text;
}

const std::vector<std::string>& Queries() {
  static const std::vector<std::string> queries = {
      // Grouped by what one node says.
      "MATCH (m:M)<-[:U]-(p:P)-[:E]->(b:B) RETURN m.name AS mn, b.name AS bn, count(*) AS c",
      "MATCH (m:M)<-[:U]-(p:P)-[:E]->(b:B) RETURN m.name AS mn, b.name AS bn, count(*) AS c ORDER BY c DESC, mn, bn "
      "LIMIT 3",
      "MATCH (m:M)<-[:U]-(p:P)-[:E]->(b:B) RETURN m.name AS mn, b.name AS bn, count(*) AS c ORDER BY c, mn, bn SKIP 1 "
      "LIMIT 2",
      "MATCH (m)<-[u:U]-(p) RETURN m.name AS n, u.role AS r, p.year AS y, count(*) AS c",
      "MATCH (m)<-[:U]-(p) RETURN m.name AS n, collect(p.year) AS years, collect(DISTINCT p.year) AS each",
      "MATCH (m:M)<-[:U]-(p:P) RETURN m.name AS n, min(p.year) AS a, max(p.year) AS z, count(p.year) AS c",
      "MATCH (m:M)<-[:U]-(p:P) RETURN m.name AS n, min(p.up) AS a, max(p.up) AS z, sum(p.up) AS s, avg(p.up) AS v",
      "MATCH (b:B)<-[e:E]-(p) RETURN b.kind AS k, count(e.score) AS c, count(DISTINCT e.score) AS d, min(p.id) AS i",
      "MATCH (b:B)<-[e:E]-(p)-[:U]->(m) RETURN m.name AS n, max(p.id) AS x ORDER BY x DESC, n",
      "MATCH (p:P) RETURN p.year AS y, count(*) AS c, avg(p.up) AS u ORDER BY y",
      "MATCH (p) RETURN p.year AS y, p.kind AS k, count(DISTINCT p) AS c",
      "MATCH (p:P)-[:U]->(m) WHERE p.year = 2021 RETURN m.name AS n, count(*) AS c ORDER BY c DESC, n LIMIT 4",
      "MATCH (p:P)-[:U]->(m) RETURN count(*) AS c, count(DISTINCT m) AS m, count(DISTINCT m.name) AS n",
      "MATCH (p:P)-[:U]->(m) RETURN toUpper(m.name + 'z') AS n, count(*) AS c",
      "MATCH (p:P)-[:U]->(m) WHERE m.name STARTS WITH 'm' RETURN size(m.name) AS n, count(*) AS c",
      "MATCH (p:P) OPTIONAL MATCH (p)-[:U]->(m:M) RETURN m.name AS n, count(*) AS c, count(m) AS d",
      "MATCH (p:P) OPTIONAL MATCH (p)-[:E]->(b:B {kind: 'math'}) RETURN b.name AS n, sum(p.up) AS s",
      "MATCH (m:M)<-[:U]-(p:P)-[:E]->(b:B) RETURN m.name AS n, count(DISTINCT b) AS c ORDER BY c DESC, n",
      "MATCH (m:M)<-[:U]-(p:P)-[:E]->(b:B) WITH m, count(DISTINCT b) AS c WHERE c >= 2 RETURN m.name AS n, c",
      "MATCH (m:M)<-[:U]-(p:P)-[:E]->(b:B) WITH m, b, count(*) AS c RETURN m.name AS n, sum(c) AS s, max(c) AS x",
      "MATCH (p:P)-[:C*1..2]->(q) RETURN q.year AS y, count(*) AS c, count(DISTINCT q) AS d",
      "MATCH (p:P)-[:C]-(q)-[:U]-(m) RETURN m.name AS n, count(*) AS c",
      "MATCH (p)-[r]-(q) RETURN p.year AS y, q.name AS n, count(*) AS c, count(DISTINCT r) AS d",
      "MATCH (m:M) UNWIND [1, 1, 2] AS x RETURN m.name AS n, x, count(*) AS c",
      "MATCH (m:M)<-[:U]-(p) RETURN m.name AS n, count(*) AS c LIMIT 0",
      "MATCH (m:M)<-[:U]-(p) RETURN m.name AS n, 1 / (p.up - p.up) AS c, count(*) AS d",
      "MATCH (p:P)-[:U]->(m:M) RETURN sum(p.year) AS s",
      "MATCH (p:P)-[:E]->(b) RETURN b.kind AS k, percentileDisc(p.up, 0.5) AS m, stDev(p.up) > 0 AS s",
      "MATCH (p:P)-[e:E]->(b) RETURN b.name AS n, sum(p.up) + count(*) AS s ORDER BY s DESC, n LIMIT 2",
      // Tested at the end, once a node; whether, not how often.
      "MATCH (m:M {name: 'm1'})<-[u:U]-(p:P)-[:E]->(b:B {kind: 'math'}) WHERE u.role <> 'base' RETURN DISTINCT p.id AS "
      "i",
      "MATCH (m:M {name: 'm1'})<-[u:U]-(p:P)-[:E]->(b:B {kind: 'math'}), (p)-[:U]->(o:M) WHERE o.name >= 'm1' RETURN "
      "DISTINCT p.id AS i, p.year AS y",
      "MATCH (g:M {name: 'm1'})<-[:U]-(p:P)-[:U]->(m:M) WHERE m.name <> 'm1' RETURN m.name AS n, count(*) AS c",
      "MATCH (g:M)<-[:U]-(p:P)-[:U]->(m:M) RETURN DISTINCT g.name AS a",
      "MATCH (g:M)<-[:U]-(p:P)-[:U]->(m:M) RETURN count(DISTINCT p) AS c",
      "MATCH (g:M)<-[:U]-(p:P)-[:U]->(m:M) RETURN max(p.up) AS c, min(g.name) AS n",
      "MATCH (p:P)-[:U]->(m) WHERE m.name = 1 RETURN p.id AS i",
      "MATCH (p:P)-[:U]->(m) WHERE NOT m.name = 'm1' RETURN p.id AS i, m.name AS n",
      "MATCH (p:P)-[:U]->(m) WHERE m.name IS NULL OR m.name = 'm2' RETURN p.id AS i",
      "MATCH (p:P)-[:U]->(m) WHERE m.name IN ['m0', null, 1] RETURN p.id AS i",
      "MATCH (p:P)-[:C]-(q:P) WHERE q.year > 2020 RETURN DISTINCT p",
      "MATCH (p:P)-[:C]-(q:P) WHERE q.year > 2020 WITH DISTINCT p MATCH (p)-[:E]->(b) RETURN b.name AS n, count(*) AS "
      "c",
      "MATCH (p:P)-[:U]->(m:M), (p)-[:E]->(b:B) WITH DISTINCT b MATCH (b)<-[:E]-(q:P)-[:U]->(m:M) WHERE m.name <> 'm1' "
      "WITH m, count(DISTINCT b) AS c WHERE c >= 1 RETURN m.name AS n, c ORDER BY c DESC, n, id(m) LIMIT 3",
      "MATCH (a)-[:U]->(x)<-[:U]-(b) WHERE a.year = b.year RETURN DISTINCT a.id AS i, b.id AS j",
      "MATCH (a)-[r:U]->(x)<-[s:U]-(b) RETURN DISTINCT x.name AS n, r.role = s.role AS e",
      "MATCH (p:P) WHERE EXISTS { MATCH (p)-[:U]->(m:M) WHERE m.name = 'm1' } RETURN count(*) AS c",
      "MATCH (p:P) CALL { WITH p MATCH (p)-[:U]->(m:M) RETURN m.name AS n, count(*) AS c } RETURN n, sum(c) AS s",
      "MATCH (p:P)-[:U]->(m:M) RETURN m.name AS n UNION MATCH (b:B)<-[:E]-(p) RETURN b.kind AS n",
      "MATCH (p:P)-[:U]->(m:M) WITH p, collect(m.name) AS ms MATCH (p)-[:E]->(b:B) RETURN b.name AS n, count(ms) AS c",
  };
  return queries;
}

TEST_CASE("no rule changes an answer, on or off, whatever the other rules do", "[differential]") {
  std::vector<std::vector<std::string>> switched_off = {{}};
  for (const engine::RuleInfo& info : engine::Rules()) switched_off.push_back({std::string(info.name)});
  for (uint32_t seed = 1; seed <= 4; ++seed) {
    const std::string graph = GraphStatement(seed);
    PlainGraph plain;
    OnPlain(plain, graph);
    const auto store = Store::Open(":memory:", {});
    engine::Session writer(*store, {});
    OnStore(writer, graph);
    if (seed % 2 == 0) OnStore(writer, "CREATE INDEX FOR (n:P) ON (n.year)");
    std::vector<std::vector<std::string>> expected;
    for (const std::string& query : Queries()) expected.push_back(OnPlain(plain, query));
    for (const auto& off : switched_off) {
      engine::SessionOptions options;
      options.disabled_rules = off;
      options.ignore_estimates = true;
      engine::Session session(*store, options);
      for (size_t i = 0; i < expected.size(); ++i) {
        INFO("seed " << seed << "\n" << graph << "\n" << Queries()[i] << "\nwithout " << (off.empty() ? "" : off[0]));
        REQUIRE(OnStore(session, Queries()[i]) == expected[i]);
      }
    }
  }
}

TEST_CASE("a transaction sees its own changes through every rule", "[differential]") {
  for (uint32_t seed = 11; seed <= 12; ++seed) {
    PlainGraph plain;
    OnPlain(plain, GraphStatement(seed));
    const auto store = Store::Open(":memory:", {});
    engine::SessionOptions options;
    options.ignore_estimates = true;
    engine::Session session(*store, options);
    OnStore(session, GraphStatement(seed));
    OnStore(session, "BEGIN");
    for (const char* change :
         {"MATCH (p:P {id: 3}) SET p.year = 'late', p.up = 1.5", "MATCH (m:M)-[r:U]-() WHERE m.name = 'm2' DELETE r",
          "MATCH (m:M {name: 'm1'}) SET m.name = null", "MATCH (p:P {id: 1}), (b:B) CREATE (p)-[:E]->(b)"}) {
      OnPlain(plain, change);
      OnStore(session, change);
    }
    for (const std::string& query : Queries()) {
      const std::vector<std::string> expected = OnPlain(plain, query);
      if (expected.size() == 1 && expected[0].find("Error/") != std::string::npos)
        continue;  // it would end the transaction
      INFO("seed " << seed << "\n" << query);
      REQUIRE(OnStore(session, query) == expected);
    }
    OnStore(session, "ROLLBACK");
  }
}

}  // namespace
}  // namespace papergraph
