// What ISO GQL and Neo4j 5 add to openCypher, run through a session: path selectors, value types, `||`, SHOW with
// RETURN, IN TRANSACTIONS that outlives errors.
#include <catch2/catch.hpp>

#include "engine/json.h"
#include "engine/session.h"

namespace papergraph::engine {
namespace {

struct JsonRows : RowSink {
  std::string text;
  const GraphReader* graph = nullptr;
  void Columns(const std::vector<std::string>&, const GraphReader& reader) override { graph = &reader; }
  void Row(std::span<const Value> values) override {
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0 || !text.empty()) text += i > 0 ? "," : " ";
      AppendJson(text, values[i], *graph);
    }
  }
};

struct JsonClient {
  std::unique_ptr<Store> store = Store::Open(":memory:", {});
  Session session{*store, {}};
  std::string plan;

  /// Rows, a space between two, a comma between values.
  std::string Run(std::string_view text, const Value& params = Value()) {
    JsonRows rows;
    plan = session.Run(text, params, rows).plan;
    return rows.text;
  }
  std::string ErrorOf(std::string_view text) {
    try {
      Run(text);
    } catch (const QueryError& error) {
      return std::string(NameOf(error.type())) + "/" + error.detail();
    }
    return "";
  }
};

// a -> b -> c -> d, and a -> c, a -> x -> c, with two relationships from c to d.
void MakeDiamond(JsonClient& client) {
  client.Run(
      "CREATE (a:N {n: 'a'})-[:R]->(b:N {n: 'b'})-[:R]->(c:N {n: 'c'})-[:R]->(d:N {n: 'd'}), (a)-[:R]->(c), "
      "(a)-[:R]->(x:N {n: 'x'})-[:R]->(c), (c)-[:R]->(d)");
}

TEST_CASE("SHORTEST k gives the k shortest paths between each two ends", "[selectors]") {
  JsonClient client;
  MakeDiamond(client);
  const std::string ends = " (a {n: 'a'})-[:R]->+(d {n: 'd'}) RETURN length(p) AS l ORDER BY l";
  CHECK(client.Run("MATCH p =" + ends) == "2 2 3 3 3 3");
  CHECK(client.Run("MATCH p = SHORTEST 1" + ends) == "2");
  CHECK(client.Run("MATCH p = ANY SHORTEST" + ends) == "2");
  CHECK(client.Run("MATCH p = ANY" + ends) == "2");
  CHECK(client.Run("MATCH p = SHORTEST 3 PATHS" + ends) == "2 2 3");
  CHECK(client.Run("MATCH p = ANY 2" + ends) == "2 2");
  CHECK(client.Run("MATCH p = ALL SHORTEST" + ends) == "2 2");
  CHECK(client.Run("MATCH p = SHORTEST GROUP" + ends) == "2 2");
  CHECK(client.Run("MATCH p = SHORTEST 2 GROUPS" + ends) == "2 2 3 3 3 3");
  CHECK(client.Run("MATCH p = ALL PATHS" + ends) == "2 2 3 3 3 3");
  CHECK(client.Run("MATCH p = SHORTEST 9" + ends) == "2 2 3 3 3 3");
  CHECK(client.Run("MATCH p = SHORTEST $k" + ends, Value::Map({{"k", Value::Int(2)}})) == "2 2");
}

TEST_CASE("each pair of ends has its own shortest paths, and each row from before its own pairs", "[selectors]") {
  JsonClient client;
  MakeDiamond(client);
  CHECK(client.Run("MATCH p = SHORTEST 1 (a {n: 'a'})-[:R]->+(b) RETURN b.n + length(p) AS r ORDER BY r") ==
        R"("b1" "c1" "d2" "x1")");
  CHECK(client.Run("UNWIND ['b', 'x'] AS n MATCH (s {n: n}) MATCH p = SHORTEST 2 (s)((a)-[:R]->(b)){1,}(d {n: 'd'}) "
                   "RETURN n + length(p) AS r ORDER BY r") == R"("b2" "b2" "x2" "x2")");
}

TEST_CASE("WHERE inside the parentheses is met before paths are chosen, WHERE behind them after", "[selectors]") {
  JsonClient client;
  MakeDiamond(client);
  CHECK(client.Run("MATCH SHORTEST 1 (p = (a {n: 'a'})-[:R]->+(d {n: 'd'}) WHERE length(p) > 2) RETURN length(p)") ==
        "3");
  CHECK(
      client.Run("MATCH p = SHORTEST 1 (a {n: 'a'})-[:R]->+(d {n: 'd'}) WHERE length(p) > 2 RETURN length(p)").empty());
  CHECK(client.Run("OPTIONAL MATCH p = SHORTEST 1 (a {n: 'd'})-[:R]->+(d {n: 'a'}) RETURN p") == "null");
  CHECK(client.Run("MATCH (a {n: 'a'}), (d {n: 'd'}) WHERE EXISTS { SHORTEST 1 (a)-[:R]->+(d) } RETURN 1") == "1");
}

TEST_CASE("one relationship pattern is searched from both ends, other patterns are enumerated", "[selectors]") {
  JsonClient client;
  MakeDiamond(client);
  client.Run("EXPLAIN MATCH p = SHORTEST 1 (a {n: 'a'})-[:R]->+(d {n: 'd'}) RETURN p");
  CHECK(client.plan.find("ShortestPath") != std::string::npos);
  client.Run("EXPLAIN MATCH p = SHORTEST 2 (a {n: 'a'})-[:R]->+(d {n: 'd'}) RETURN p");
  CHECK(client.plan.find("SelectPaths") != std::string::npos);
}

TEST_CASE("a selector that means nothing is refused", "[selectors]") {
  JsonClient client;
  CHECK(client.ErrorOf("MATCH SHORTEST 0 (a)-->+(b) RETURN a") == "SyntaxError/UnexpectedSyntax");
  CHECK(client.ErrorOf("MATCH SHORTEST 1 (a)-->+(b), (c) RETURN a") == "SyntaxError/UnexpectedSyntax");
  CHECK(client.ErrorOf("CREATE SHORTEST 1 (a)-[:R]->(b)") == "SyntaxError/UnexpectedSyntax");
}

TEST_CASE("a path named inside a quantified path is a list of paths outside", "[quantified]") {
  JsonClient client;
  MakeDiamond(client);
  CHECK(client.Run("MATCH (a {n: 'a'})(p = (x)-[:R]->(y)){2}(c {n: 'c'}) RETURN size(p), [q IN p | length(q)]") ==
        "2,[1,1] 2,[1,1]");
  CHECK(client.Run("MATCH (a {n: 'a'})(p = (x)-[:R]->(y) WHERE nodes(p)[1].n <> 'x'){2}(c {n: 'c'}) RETURN size(p)") ==
        "2");
  CHECK(client.ErrorOf("MATCH (a)(a = (x)-->(y)){1,2}(b) RETURN a") == "SyntaxError/VariableAlreadyBound");
}

TEST_CASE("IS :: tests the type of a value; null is of every type but those that are NOT NULL", "[types]") {
  JsonClient client;
  const auto is = [&](const std::string& value, const std::string& type) {
    const std::string answer = client.Run("RETURN " + value + " IS :: " + type);
    CHECK(client.Run("RETURN " + value + " IS TYPED " + type) == answer);
    CHECK(client.Run("RETURN " + value + " IS NOT TYPED " + type) == (answer == "true" ? "false" : "true"));
    CHECK(client.Run("RETURN NOT (" + value + " IS NOT :: " + type + ")") == answer);
    return answer == "true";
  };
  const std::vector<std::pair<std::string, std::string>> types = {{"1", "INTEGER"},
                                                                  {"1.0", "FLOAT"},
                                                                  {"'a'", "STRING"},
                                                                  {"true", "BOOLEAN"},
                                                                  {"date()", "DATE"},
                                                                  {"localtime()", "LOCAL TIME"},
                                                                  {"time()", "ZONED TIME"},
                                                                  {"localdatetime()", "LOCAL DATETIME"},
                                                                  {"datetime()", "ZONED DATETIME"},
                                                                  {"duration('P1D')", "DURATION"},
                                                                  {"{a: 1}", "MAP"},
                                                                  {"[1]", "LIST<INTEGER>"}};
  for (const auto& [value, of_type] : types) {
    for (const auto& [other, type] : types) {
      INFO(value << " IS :: " << type);
      CHECK(is(value, type) == (type == of_type));
      CHECK(is("null", type));
      CHECK_FALSE(is("null", type + " NOT NULL"));
      CHECK_FALSE(is("null", type + "!"));
      CHECK(is(value, "ANY"));
      CHECK_FALSE(is(value, "NOTHING"));
      CHECK_FALSE(is(value, "NULL"));
    }
  }
  CHECK(is("1", "STRING | INTEGER"));
  CHECK(is("[1, 'a', null]", "LIST<STRING | INTEGER>"));
  CHECK_FALSE(is("[1, null]", "LIST<INTEGER NOT NULL>"));
  CHECK(is("[]", "LIST<NOTHING>"));
  CHECK(is("[[1]]", "LIST<LIST<INT>>"));
  CHECK(is("[1]", "PROPERTY VALUE"));
  CHECK_FALSE(is("{a: 1}", "PROPERTY VALUE"));
  CHECK(client.Run("CREATE (n)-[r:T]->() RETURN n IS :: NODE, r IS :: EDGE, n IS :: RELATIONSHIP") ==
        "true,true,false");
  CHECK(client.Run("RETURN [x IN [1, 'a', null] WHERE x IS :: INTEGER NOT NULL | x + 1]") == "[2]");
  CHECK(client.ErrorOf("RETURN 1 IS :: NUMBER") == "SyntaxError/UnexpectedSyntax");
  CHECK(client.Run("CREATE (n:TYPED) RETURN n IS TYPED") == "true");  // without a type it is a label
}

TEST_CASE("|| joins two strings or two lists and nothing else", "[concatenation]") {
  JsonClient client;
  CHECK(client.Run("RETURN 'a' || 'b' || 'c', [1] || [2, 3], 'a' || null, null || [1]") ==
        R"("abc",[1,2,3],null,null)");
  CHECK(client.Run("RETURN [x IN ['a'] | x || 'b']") == R"(["ab"])");
  CHECK(client.ErrorOf("RETURN 'a' || 1") == "SyntaxError/InvalidArgumentType");
  CHECK(client.ErrorOf("RETURN [1] || 2") == "SyntaxError/InvalidArgumentType");
  CHECK(client.ErrorOf("WITH {v: 1} AS m RETURN m.v || 'a'") == "TypeError/InvalidArgumentType");
  CHECK(client.ErrorOf("WITH {v: 1} AS m RETURN m.v || m.v") != "");
}

TEST_CASE("SHOW can be filtered, ordered, cut and counted", "[show]") {
  JsonClient client;
  client.Run("CREATE INDEX one FOR (n:A) ON (n.x)");
  client.Run("CREATE INDEX two FOR (n:B) ON (n.y)");
  client.Run("CREATE CONSTRAINT three FOR (n:C) REQUIRE n.z IS UNIQUE");
  CHECK(client.Run("SHOW INDEXES YIELD name") == R"("one" "two")");
  CHECK(client.Run("SHOW INDEXES YIELD name AS n ORDER BY n DESC LIMIT 1") == R"("two")");
  CHECK(client.Run("SHOW INDEXES YIELD * WHERE name = 'one' RETURN properties, labelsOrTypes") == R"(["x"],["A"])");
  CHECK(client.Run("SHOW INDEXES YIELD name SKIP 1 RETURN collect(name)") == R"(["two"])");
  CHECK(client.Run("SHOW CONSTRAINTS YIELD name, type RETURN type, count(*) AS n ORDER BY n SKIP 0 LIMIT 5") ==
        R"("UNIQUENESS",1)");
  CHECK(client.Run("SHOW PROCEDURES YIELD name WHERE name STARTS WITH 'algo.page' RETURN name") ==
        R"("algo.pagerank")");
  CHECK(client.Run(
            "SHOW FUNCTIONS YIELD name, aggregating WHERE name = 'count' OR name = 'size' RETURN name ORDER BY name") ==
        R"("count" "size")");
  CHECK(client.ErrorOf("SHOW INDEXES YIELD nam RETURN nam") == "SyntaxError/UndefinedVariable");
  CHECK(client.ErrorOf("SHOW INDEXES YIELD name RETURN type") == "SyntaxError/UndefinedVariable");
  CHECK(client.ErrorOf("SHOW INDEXES RETURN name") == "SyntaxError/UnexpectedSyntax");
}

TEST_CASE("IN TRANSACTIONS ON ERROR says what a failed batch does to the others", "[transactions]") {
  JsonClient client;
  client.Run("CREATE CONSTRAINT FOR (n:N) REQUIRE n.v IS UNIQUE");
  client.Run("CREATE (:N {v: 3})");
  const std::string rows = "UNWIND [1, 2, 3, 4, 5, 6] AS i ";
  const std::string call = rows + "CALL (i) { CREATE (n:N {v: i}) RETURN n.v AS v } IN TRANSACTIONS OF 2 ROWS ";
  const std::string left = "MATCH (n:N) RETURN n.v ORDER BY n.v";

  CHECK(client.ErrorOf(call + "RETURN v") == "ConstraintValidationFailed/ConstraintViolation");
  CHECK(client.Run(left) == "1 2 3");
  client.Run("MATCH (n:N) WHERE n.v <> 3 DELETE n");

  CHECK(client.Run(call + "ON ERROR CONTINUE RETURN i, v") == "1,1 2,2 3,null 4,null 5,5 6,6");
  CHECK(client.Run(left) == "1 2 3 5 6");
  client.Run("MATCH (n:N) WHERE n.v <> 3 DELETE n");

  CHECK(client.Run(call + "ON ERROR BREAK REPORT STATUS AS s RETURN i, v, s.started, s.committed, "
                          "s.errorMessage IS NULL, s.transactionId IS NULL") ==
        "1,1,true,true,true,false 2,2,true,true,true,false 3,null,true,false,false,false 4,null,true,false,false,false "
        "5,null,false,false,true,true 6,null,false,false,true,true");
  CHECK(client.Run(left) == "1 2 3");
  client.Run("MATCH (n:N) WHERE n.v <> 3 DELETE n");

  // Concurrent batches run one after the other; a division by zero is an error as any other.
  CHECK(client.Run(rows + "CALL (i) { CREATE (:M {v: 6 / (i - 4)}) } IN 3 CONCURRENT TRANSACTIONS OF 1 ROW "
                          "ON ERROR CONTINUE REPORT STATUS AS s RETURN i, s.committed") ==
        "1,true 2,true 3,true 4,false 5,true 6,true");
  CHECK(client.Run("MATCH (n:M) RETURN count(*)") == "5");
}

TEST_CASE("what cannot be said of transactions is refused where it stands", "[transactions]") {
  JsonClient client;
  CHECK(client.ErrorOf("CALL { CREATE () } IN TRANSACTIONS ON ERROR STOP") == "SyntaxError/UnexpectedSyntax");
  CHECK(client.ErrorOf("CALL { CREATE () } IN TRANSACTIONS REPORT STATUS AS s RETURN s") ==
        "SyntaxError/UnexpectedSyntax");
  CHECK(
      client.ErrorOf("UNWIND [1] AS s CALL { CREATE () } IN TRANSACTIONS ON ERROR BREAK REPORT STATUS AS s RETURN s") ==
      "SyntaxError/VariableAlreadyBound");
  CHECK(client.ErrorOf("CALL { CREATE () } IN 2 PARALLEL TRANSACTIONS") == "SyntaxError/UnexpectedSyntax");
}

}  // namespace
}  // namespace papergraph::engine
