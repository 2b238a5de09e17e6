#include "grammar/ast_printer.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "grammar/error.h"
#include "grammar/parser.h"

namespace papergraph {
namespace {

std::string Printed(const std::string& text) {
  INFO(text);
  const std::string printed = Print(Parse(text));
  INFO(printed);
  CHECK(Print(Parse(printed)) == printed);
  return printed;
}

// The statements between """ of one feature file. Outlines are kept as they are: `<x>` seldom parses, and is skipped.
std::vector<std::string> StatementsOf(const std::filesystem::path& feature) {
  std::vector<std::string> statements;
  std::ifstream file(feature);
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    const bool quote = line.find("\"\"\"") != std::string::npos;
    if (quote && !inside) statements.emplace_back();
    if (quote) inside = !inside;
    if (!quote && inside) statements.back() += line + "\n";
  }
  return statements;
}

}  // namespace

TEST_CASE("the canonical form is written once, whatever was written") {
  const std::pair<const char*, const char*> pairs[] = {
      {"match (n:`A`:B {x:1,y:'a\"b'})where n.x>1 return distinct n.x as y order by y desc skip 1 limit 2;",
       "MATCH (n:A:B {x: 1, y: 'a\"b'}) WHERE n.x > 1\nRETURN DISTINCT n.x AS y ORDER BY y DESC SKIP 1 LIMIT 2"},
      {"MATCH (a)-[r:T|:U*1..3{x:$p.q}]->(b)<--()--(c) RETURN *, a",
       "MATCH (a)-[r:T|U*1..3 {x: $p.q}]->(b)<--()--(c)\nRETURN *, a"},
      {"MATCH ((x)-[r]->(y) WHERE r.w>1){1,3} (b)-->+(c) RETURN b",
       "MATCH () ((x)-[r]->(y) WHERE r.w > 1){1,3} (b)-->+(c)\nRETURN b"},
      {"RETURN ((a)+(b))*c, (a*b)+c, a-(b-c), NOT(a AND b), (NOT a)=b, -(-1), (a=b)=c",
       "RETURN (a + b) * c, a * b + c, a - (b - c), NOT (a AND b), (NOT a) = b, --1, (a = b) = c"},
      {"RETURN (a OR b) OR c, a.b[1..][0], (-1).x, (n:A).x, [(x IN xs)], ((a)-->(b)) = true",
       "RETURN a OR b OR c, a.b[1..][0], (-1).x, (n:A).x, [(x IN xs)], ((a)-->(b)) = true"},
      {"RETURN 1.0, 1e300, .5, 0xff, -9223372036854775808, 'it''s', \"\\u0001\", INF, NaN",
       "RETURN 1.0, 1e+300, 0.5, 255, -9223372036854775808, 'it\\'s', '\\u0001', INF, NaN"},
      {"RETURN exists((a)-->(b)), COUNT{(a) WHERE a.x}, `count`, count ( * ), `a b`.`c``d`, n{.a,.*,b:1,c}",
       "RETURN EXISTS { MATCH (a)-->(b) }, COUNT { MATCH (a) WHERE a.x }, `count`, count(*), `a b`.`c``d`, "
       "n {.a, .*, b: 1, c: c}"},
      {"RETURN CASE x WHEN 1,2 THEN 3 ELSE 4 END, [x IN xs WHERE x:A|B|x.y], all(x in xs where x)",
       "RETURN CASE x WHEN 1 THEN 3 WHEN 2 THEN 3 ELSE 4 END, [x IN xs WHERE x:(A|B) | x.y], all(x IN xs WHERE x)"},
      {"MERGE (n:A{k:1}) ON MATCH SET n.x=1 ON CREATE SET n.y=2,n:B",
       "MERGE (n:A {k: 1}) ON CREATE SET n.y = 2, n:B ON MATCH SET n.x = 1"},
      {"CALL (a) {WITH a RETURN 1 AS x UNION RETURN 2 AS x} IN TRANSACTIONS OF 10 ROWS RETURN x",
       "CALL (a) { WITH a RETURN 1 AS x UNION RETURN 2 AS x } IN TRANSACTIONS OF 10 ROWS\nRETURN x"},
      {"explain create index on :L(p)", "EXPLAIN CREATE INDEX FOR (e:L) ON (e.p)"},
  };
  for (const auto& [text, expected] : pairs) CHECK(Printed(text) == expected);
}

TEST_CASE("what was printed prints the same again") {
  for (const char* text : {
           "MATCH (n) OPTIONAL MATCH (n)--(m), p = allShortestPaths((n)-[*]-(m)) WITH *, count(m) AS c WHERE c > 1 "
           "RETURN n",
           "MATCH (n:A&!B|%)-[:T|!U]->(m WHERE m.x IS NOT NULL) RETURN n:A:B, m:A|B",
           "MATCH (a:A) USING INDEX a:A(x, y) USING SCAN a:A USING JOIN ON a WHERE a.x = 1 RETURN a",
           "UNWIND $rows AS row CREATE (a:A $props)-[:T {x: row.x}]->(b) SET a.x = 1, a += {y: 2}, b = row, b:C:D, "
           "a['k'] = 2",
           "MATCH (n) REMOVE n.x, n:A, n['y'] DETACH DELETE n, n.z",
           "FOREACH (x IN range(1, 3) | CREATE (:A {x: x}) FOREACH (y IN [1] | MERGE (:B)))",
           "LOAD CSV WITH HEADERS FROM 'file:///a.csv' AS row FIELDTERMINATOR ';' RETURN row",
           "CALL db.labels() YIELD label AS l WHERE l STARTS WITH 'A' RETURN l",
           "CALL db.labels",
           "CALL db.labels() YIELD *",
           "OPTIONAL CALL { CREATE (:X) } RETURN 1 UNION ALL RETURN 1",
           "RETURN [p = (a)-[:T*..3]->(b) WHERE b.x | length(p)], reduce(s = 0, x IN xs | s + x)",
           "RETURN shortestPath((a)-[*..3]-(b)), (a)-[:T]->()<--(:B {x: 1}), NOT (a)--(b)",
           "RETURN none(x IN xs WHERE x = 1), single(x IN xs), xs[..2], xs[1..2], $`a b`.c, datetime.fromepoch(1, 2)",
           "RETURN a = b <> c < d <= e > f >= g, a STARTS WITH b, a ENDS WITH b, a CONTAINS b, a =~ b, NOT a IN b",
           "RETURN a XOR b AND NOT c OR d, 2 ^ 3 ^ 4, 2 ^ (3 ^ 4), -(2 ^ 2), (-2) ^ 2, -(-0), -(5), -(0.0), -5.0, +a, "
           "- -a, a % b / c * d",
           "RETURN COLLECT { MATCH (n) RETURN n.x ORDER BY n.x LIMIT 3 } AS top, 'tab\\t', {`a b`: 1, c: {}}, []",
           "CREATE FULLTEXT INDEX f IF NOT EXISTS FOR (n:A|B) ON EACH [n.x, n.y]",
           "CREATE INDEX `i j` FOR ()-[r:T]-() ON (r.x)",
           "DROP INDEX i IF EXISTS",
           "DROP INDEX ON :L(p, q)",
           "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.x, n.y) IS NODE KEY",
           "CREATE CONSTRAINT FOR ()-[r:T]-() REQUIRE r.x IS NOT NULL",
           "DROP CONSTRAINT c IF EXISTS",
           "SHOW INDEXES YIELD name, type AS t ORDER BY t WHERE t = 'RANGE'",
           "SHOW FUNCTIONS",
           "SHOW PROCEDURES YIELD *",
           "SHOW CONSTRAINTS WHERE name = 'c'",
           "BEGIN",
           "COMMIT TRANSACTION",
           "ROLLBACK",
           "PROFILE RETURN 1",
           "MATCH p = SHORTEST 2 (a)-[:R]->+(b) RETURN p",
           "MATCH ANY 3 PATHS (a)-->+(b), ALL SHORTEST (c)-->*(d), SHORTEST $k GROUPS (e)--(f) RETURN a",
           "MATCH ANY SHORTEST (p = (a)-->{2,}(b) WHERE length(p) < 9) RETURN p",
           "MATCH (a)(p = (x)-->(y) WHERE x.n < 1){1,3}(b) RETURN p",
           "RETURN 'a' || 'b' || 'c' AS x, 1 + 2 IS :: INTEGER, a IS NOT TYPED LIST<STRING NOT NULL | FLOAT>!",
           "RETURN [x IN [1] WHERE x IS :: ANY<INTEGER | FLOAT> | x IS :: LOCAL DATETIME NOT NULL]",
           "CALL { CREATE () } IN 2 CONCURRENT TRANSACTIONS OF 3 ROWS ON ERROR BREAK REPORT STATUS AS s RETURN s",
           "CALL { CREATE () } IN TRANSACTIONS ON ERROR FAIL",
           "SHOW INDEXES YIELD name AS n ORDER BY n WHERE n <> 'x' RETURN count(*) AS c LIMIT 1",
       }) {
    Printed(text);
  }
}

TEST_CASE("what was printed prints the same again, for every statement of the openCypher TCK") {
  const char* given = std::getenv("PAPERGRAPH_TCK");
  const std::filesystem::path folder = given != nullptr ? given : "../shared/opencypher/tck/features";
  if (!std::filesystem::is_directory(folder)) {
    WARN("skipped: no TCK features at " << folder);
    return;
  }
  size_t printed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".feature") continue;
    for (const std::string& statement : StatementsOf(entry.path())) {
      std::string first;
      try {
        first = Print(Parse(statement));
      } catch (const QueryError&) {
        continue;
      }
      INFO(statement);
      CHECK(Print(Parse(first)) == first);
      ++printed;
    }
  }
  CHECK(printed > 1000);
}

}  // namespace papergraph
