#include "engine/semantic/check.h"

#include <catch2/catch.hpp>

#include "grammar/parser.h"

namespace papergraph::engine {
namespace {

const Procedure& Labels() {
  static const Procedure procedure{.name = "my.labels",
                                   .arguments = {{"count", "INTEGER?"}},
                                   .results = {{"label", "STRING?"}, {"size", "INTEGER?"}},
                                   .help = {},
                                   .run = {},
                                   .required_arguments = 1};
  return procedure;
}

/// "SyntaxError UndefinedVariable `x`": type, detail and the text at the error's place; "fine" without one.
std::string Problem(std::string_view text, const Value& parameters = Value()) {
  CheckContext context;
  context.parameters = &parameters;
  context.find_procedure = [](std::string_view name) { return name == "my.labels" ? &Labels() : nullptr; };
  try {
    Check(Parse(text), context);  // some of these errors the parser finds already
    return "fine";
  } catch (const QueryError& error) {
    CHECK(error.phase() == ErrorPhase::kCompile);
    CHECK(error.span().end <= text.size());
    CHECK(error.span().start < error.span().end);
    return std::string(NameOf(error.type())) + " " + error.detail() + " `" +
           std::string(text.substr(error.span().start, error.span().end - error.span().start)) + "`";
  }
}

std::string Message(std::string_view text) {
  try {
    Check(Parse(text), CheckContext{});
    return {};
  } catch (const QueryError& error) {
    return error.what();
  }
}

TEST_CASE("a name that nothing binds is undefined, and its neighbour is offered", "[semantic]") {
  CHECK(Problem("MATCH () RETURN foo") == "SyntaxError UndefinedVariable `foo`");
  CHECK(Problem("MATCH (a) SET a.x = missing") == "SyntaxError UndefinedVariable `missing`");
  CHECK(Problem("MATCH (a) DELETE x") == "SyntaxError UndefinedVariable `x`");
  CHECK(Problem("MERGE (n) ON CREATE SET x.num = 1") == "SyntaxError UndefinedVariable `x`");
  CHECK(Problem("MATCH (n) WHERE (n)-->(m) RETURN n") == "SyntaxError UndefinedVariable `m`");
  CHECK(Problem("MATCH (paper) RETURN papr").starts_with("SyntaxError UndefinedVariable"));
  CHECK(Message("MATCH (paper) RETURN papr").find("`paper`") != std::string::npos);
}

TEST_CASE("WITH takes away what it does not carry", "[semantic]") {
  CHECK(Problem("MATCH (a), (b) WITH a RETURN b") == "SyntaxError UndefinedVariable `b`");
  CHECK(Problem("MATCH (a), (b) WITH a WHERE b.x = 1 RETURN a") == "fine");
  CHECK(Problem("MATCH (a), (b) WITH a, count(*) AS c WHERE b.x = 1 RETURN a") == "SyntaxError UndefinedVariable `b`");
  CHECK(Problem("MATCH (a), (b) WITH *, 1 AS one RETURN b, one") == "fine");
}

TEST_CASE("what is bound cannot be bound again", "[semantic]") {
  CHECK(Problem("MATCH (a) CREATE (a)") == "SyntaxError VariableAlreadyBound `a`");
  CHECK(Problem("CREATE (n), (n:Bar)-[:T]->()") == "SyntaxError VariableAlreadyBound `n`");
  CHECK(Problem("MATCH (a) CREATE (a)-[:T]->(b)") == "fine");
  CHECK(Problem("MATCH ()-[r]->() CREATE ()-[r:T]->()") == "SyntaxError VariableAlreadyBound `r`");
  CHECK(Problem("MATCH (a) MERGE (a)") == "SyntaxError VariableAlreadyBound `a`");
  CHECK(Problem("MATCH (p) MATCH p = ()--() RETURN p") == "SyntaxError VariableAlreadyBound `p`");
  CHECK(Problem("WITH 1 AS x UNWIND [1] AS x RETURN x") == "SyntaxError VariableAlreadyBound `x`");
  CHECK(Problem("WITH 1 AS label CALL my.labels(1) YIELD label RETURN *") ==
        "SyntaxError VariableAlreadyBound `label`");
}

TEST_CASE("a variable keeps its kind", "[semantic]") {
  CHECK(Problem("MATCH ()-[r]->() MATCH (r) RETURN r") == "SyntaxError VariableTypeConflict `r`");
  CHECK(Problem("MATCH r = ()--(), (r) RETURN r") == "SyntaxError VariableTypeConflict `r`");
  CHECK(Problem("WITH 1 AS n MATCH (n) RETURN n") == "SyntaxError VariableTypeConflict `n`");
  CHECK(Problem("MATCH (n) WITH [n] AS users MATCH (users)-->() RETURN users") ==
        "SyntaxError VariableTypeConflict `users`");
  CHECK(Problem("MATCH (n) UNWIND [n] AS m MATCH (m)-->(x) RETURN x") == "fine");
  CHECK(Problem("WITH null AS n MATCH (n) RETURN n") == "fine");
  CHECK(Problem("MATCH ()-[rs*]->() MATCH ()-[rs*]->() RETURN rs") == "fine");
}

TEST_CASE("one MATCH never has a relationship twice", "[semantic]") {
  CHECK(Problem("MATCH (a)-[r]->()-[r]->(a) RETURN r") == "SyntaxError RelationshipUniquenessViolation `r`");
  CHECK(Problem("MATCH ()-[r]->() MATCH ()-[r]->() RETURN r") == "fine");
}

TEST_CASE("what is created has one type, a direction and no length", "[semantic]") {
  CHECK(Problem("CREATE ()-->()").starts_with("SyntaxError NoSingleRelationshipType"));
  CHECK(Problem("CREATE ()-[:A|B]->()").starts_with("SyntaxError NoSingleRelationshipType"));
  CHECK(Problem("CREATE ()-[:A]-()").starts_with("SyntaxError RequiresDirectedRelationship"));
  CHECK(Problem("MERGE (a)-[:A]-(b)") == "fine");
  CHECK(Problem("CREATE ()-[:A*2]->()").starts_with("SyntaxError CreatingVarLength"));
}

TEST_CASE("a parameter stands for all properties only in CREATE", "[semantic]") {
  CHECK(Problem("MATCH (n $p) RETURN n") == "SyntaxError InvalidParameterUse `$p`");
  CHECK(Problem("MERGE (n $p)") == "SyntaxError InvalidParameterUse `$p`");
  CHECK(Problem("CREATE (n $p)") == "fine");
}

TEST_CASE("aggregates stand in WITH and RETURN, not within each other", "[semantic]") {
  CHECK(Problem("MATCH (n) WHERE count(n) > 1 RETURN n") == "SyntaxError InvalidAggregation `count(n)`");
  CHECK(Problem("MATCH (n) RETURN [x IN [1] | count(*)]") == "SyntaxError InvalidAggregation `count(*)`");
  CHECK(Problem("MATCH (n) RETURN [x IN collect(n) | x.name]") == "fine");
  CHECK(Problem("MATCH (n) RETURN count(count(*))") == "SyntaxError NestedAggregation `count(*)`");
  CHECK(Problem("MATCH (n) RETURN n.x ORDER BY max(n.y)").starts_with("SyntaxError InvalidAggregation"));
  CHECK(Problem("RETURN count(rand())") == "SyntaxError NonConstantExpression `rand`");
}

TEST_CASE("beside an aggregate stand constants and grouping keys", "[semantic]") {
  CHECK(Problem("MATCH (a) RETURN a.x + count(*)") == "SyntaxError AmbiguousAggregationExpression `a`");
  CHECK(Problem("MATCH (a) RETURN a.x, a.x + count(*)") == "fine");
  CHECK(Problem("MATCH (a)-->(b) RETURN a, size(keys(a)) + count(b.y)") == "fine");
  CHECK(Problem("MATCH (a) RETURN a.x + a.y, a.x + a.y + count(*)") ==
        "SyntaxError AmbiguousAggregationExpression `a`");
  CHECK(Problem("RETURN 1 + count($x) + $x * 2 + 'cake'") == "fine");
  CHECK(Problem("WITH {a: 1, b: 2} AS map RETURN map.a, map.b + count(map.b)") ==
        "SyntaxError AmbiguousAggregationExpression `map`");
  CHECK(Problem("UNWIND [1] AS a WITH a, 2 AS b RETURN *, b * sum(a) AS x ORDER BY x") == "fine");
}

TEST_CASE("ORDER BY sees columns and grouping keys once rows are grouped", "[semantic]") {
  CHECK(Problem("MATCH (a) RETURN DISTINCT a.name ORDER BY a.age") == "SyntaxError UndefinedVariable `a`");
  CHECK(Problem("MATCH (a) RETURN DISTINCT a.name ORDER BY a.name") == "fine");
  CHECK(Problem("MATCH (a) RETURN a.age AS age, count(*) AS c ORDER BY age + count(*)") == "fine");
  CHECK(Problem("MATCH (a) RETURN count(*) AS c ORDER BY a.age + count(*)") == "SyntaxError UndefinedVariable `a`");
  CHECK(Problem("MATCH (a), (b) RETURN a.x + b.x, count(*) ORDER BY a.x + b.x + count(*)") ==
        "SyntaxError AmbiguousAggregationExpression `a`");
  CHECK(Problem("MATCH (a), (b) RETURN a.x + b.x, count(*) ORDER BY a.x + b.x") == "fine");
  CHECK(Problem("MATCH (a) WITH a.x AS x, min(a.y) AS m ORDER BY sum(a.y) RETURN x") ==
        "SyntaxError UndefinedVariable `a`");
}

TEST_CASE("columns have names of their own", "[semantic]") {
  CHECK(Problem("RETURN 1 AS a, 2 AS a") == "SyntaxError ColumnNameConflict `a`");
  CHECK(Problem("MATCH (a) WITH a, count(*) RETURN a") == "SyntaxError NoExpressionAlias `count(*)`");
  CHECK(Problem("MATCH () RETURN *").starts_with("SyntaxError NoVariablesInScope"));
  CHECK(Problem("RETURN 1 AS a UNION RETURN 2 AS b").starts_with("SyntaxError DifferentColumnsInUnion"));
  CHECK(Problem("RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a")
            .starts_with("SyntaxError InvalidClauseComposition"));
}

TEST_CASE("SKIP and LIMIT take a constant that is no negative number", "[semantic]") {
  CHECK(Problem("MATCH (n) RETURN n SKIP n.count") == "SyntaxError NonConstantExpression `n`");
  CHECK(Problem("RETURN 1 LIMIT -1") == "SyntaxError NegativeIntegerArgument `-1`");
  CHECK(Problem("RETURN 1 LIMIT 1.5") == "SyntaxError InvalidArgumentType `1.5`");
  CHECK(Problem("RETURN 1 SKIP toInteger(rand() * 3) LIMIT $n") == "fine");
}

TEST_CASE("types that are known already must fit", "[semantic]") {
  CHECK(Problem("RETURN NOT 0") == "SyntaxError InvalidArgumentType `0`");
  CHECK(Problem("RETURN 123 AND true") == "SyntaxError InvalidArgumentType `123`");
  CHECK(Problem("RETURN 1 IN 'foo'") == "SyntaxError InvalidArgumentType `'foo'`");
  CHECK(Problem("MATCH (n) WHERE (n) RETURN n") == "SyntaxError InvalidArgumentType `(n)`");
  CHECK(Problem("RETURN none(x IN ['a'] WHERE x % 2 = 0)").starts_with("SyntaxError InvalidArgumentType"));
  CHECK(Problem("RETURN none(x IN ['a', 1] WHERE x % 2 = 0)") == "fine");
  CHECK(Problem("MATCH p = (a)-[*]->(b) RETURN size(p)") == "SyntaxError InvalidArgumentType `p`");
  CHECK(Problem("MATCH (n) RETURN length(n)") == "SyntaxError InvalidArgumentType `n`");
  CHECK(Problem("MATCH p = ()--() RETURN p.name") == "SyntaxError InvalidArgumentType `name`");
  CHECK(Problem("WITH 123 AS x RETURN x.num") == "TypeError InvalidArgumentType `num`");
  CHECK(Problem("MATCH (n) DELETE 1 + 1") == "SyntaxError InvalidArgumentType `1 + 1`");
  CHECK(Problem("MATCH (n) DELETE n:Person") == "SyntaxError InvalidDelete `n:Person`");
  CHECK(Problem("RETURN range(true, 1)") == "fine");  // is an error of each row
}

TEST_CASE("functions exist and get as many arguments as they take", "[semantic]") {
  CHECK(Problem("RETURN foo(1)") == "SyntaxError UnknownFunction `foo`");
  CHECK(Problem("RETURN size()") == "SyntaxError InvalidNumberOfArguments `size()`");
  CHECK(Problem("RETURN count(1, 2)") == "SyntaxError InvalidNumberOfArguments `count(1, 2)`");
}

TEST_CASE("a pattern is a value only where a truth value is asked for", "[semantic]") {
  CHECK(Problem("MATCH (n) WHERE NOT (n)-->() OR (n)<--() RETURN n") == "fine");
  CHECK(Problem("MATCH (n) WITH n.x AS x, n WHERE (n)-->() RETURN x") == "fine");
  CHECK(Problem("MATCH (n) RETURN [x IN nodes(null) WHERE (x)-->() | 1]") == "fine");
}

TEST_CASE("procedures are found, and called with what they take", "[semantic]") {
  CHECK(Problem("CALL my.nothing()") == "ProcedureError ProcedureNotFound `my.nothing`");
  CHECK(Problem("CALL my.labels(1, 2)").starts_with("SyntaxError InvalidNumberOfArguments"));
  CHECK(Problem("CALL my.labels()").starts_with("SyntaxError InvalidNumberOfArguments"));
  CHECK(Problem("CALL my.labels(true)") == "SyntaxError InvalidArgumentType `true`");
  CHECK(Problem("CALL my.labels(null)") == "fine");
  CHECK(Problem("MATCH (n) CALL my.labels(count(n)) YIELD label RETURN label") ==
        "SyntaxError InvalidAggregation `count(n)`");
  CHECK(Problem("CALL my.labels(1) RETURN label") == "SyntaxError UndefinedVariable `label`");
  CHECK(Problem("CALL my.labels(1) YIELD * RETURN label").starts_with("SyntaxError UnexpectedSyntax"));
  CHECK(Problem("MATCH (n) CALL my.labels YIELD label RETURN label")
            .starts_with("SyntaxError InvalidArgumentPassingMode"));
  CHECK(Problem("CALL my.labels").starts_with("ParameterMissing MissingParameter"));
  CHECK(Problem("CALL my.labels", Value::Map({{"count", Value::Int(1)}})) == "fine");
  CHECK(Problem("CALL my.labels(1) YIELD label AS a, size AS a RETURN a") == "SyntaxError VariableAlreadyBound `a`");
}

TEST_CASE("clauses stand in an order that means something", "[semantic]") {
  CHECK(Problem("MATCH (n)").starts_with("SyntaxError InvalidClauseComposition"));
  CHECK(Problem("RETURN 1 AS x MATCH (n) RETURN n").starts_with("SyntaxError"));
  CHECK(Problem("CREATE (n) MATCH (m) RETURN m").starts_with("SyntaxError InvalidClauseComposition"));
  CHECK(Problem("CREATE (n) WITH n MATCH (m) RETURN m") == "fine");
  CHECK(Problem("MATCH (n) WHERE EXISTS { MATCH (n)-->(m) SET m.x = 1 } RETURN n")
            .starts_with("SyntaxError InvalidClauseComposition"));
  CHECK(Problem("MATCH (n) FOREACH (x IN [1] | MATCH (m))").starts_with("SyntaxError"));
}

TEST_CASE("subqueries see the outside as far as their kind lets them", "[semantic]") {
  CHECK(Problem("MATCH (n) RETURN COUNT { (n)-->(m) WHERE m.x = n.x } AS c") == "fine");
  CHECK(Problem("MATCH (n) RETURN COLLECT { MATCH (n)-->(m) RETURN m.x } AS c") == "fine");
  CHECK(Problem("MATCH (n) RETURN COLLECT { MATCH (n)-->(m) RETURN m.x, m.y } AS c").starts_with("SyntaxError"));
  CHECK(Problem("MATCH (n) WHERE EXISTS { MATCH (n)-->(m) WITH m WHERE m.x = n.x RETURN m } RETURN n") == "fine");
  CHECK(Problem("MATCH (n) WHERE EXISTS { (n)-->(m) } RETURN m") == "SyntaxError UndefinedVariable `m`");
  CHECK(Problem("MATCH (n) CALL { MATCH (m) RETURN m } RETURN n, m") == "fine");
  CHECK(Problem("MATCH (n) CALL { RETURN n.x AS x } RETURN x") == "SyntaxError UndefinedVariable `n`");
  CHECK(Problem("MATCH (n) CALL { WITH n RETURN n.x AS x } RETURN x") == "fine");
  CHECK(Problem("MATCH (n) CALL (n) { RETURN n.x AS x } RETURN x") == "fine");
  CHECK(Problem("MATCH (n) CALL (*) { RETURN n.x AS x } RETURN x") == "fine");
  CHECK(Problem("MATCH (n) CALL { MATCH (m) RETURN m AS n } RETURN n").starts_with("SyntaxError VariableAlreadyBound"));
  CHECK(Problem("MATCH (n) CALL (n) { SET n.x = 1 } RETURN n") == "fine");
}

TEST_CASE("what a quantified path binds is a list outside of it", "[semantic]") {
  CHECK(Problem("MATCH ((a)-[r]->(b)){1,3} RETURN [x IN a | x.name], size(r)") == "fine");
  CHECK(Problem("MATCH ((a)-[r]->(b)){1,3} RETURN a.name") == "TypeError InvalidArgumentType `name`");
  CHECK(Problem("MATCH ((a)-[r]->(b) WHERE a.x < b.x){1,3} RETURN 1") == "fine");
}

TEST_CASE("what a quantified path binds belongs to it alone", "[semantic]") {
  CHECK(Problem("MATCH (a) MATCH ((a)-[]->(b)){1,3} RETURN a") == "SyntaxError VariableAlreadyBound `a`");
  CHECK(Problem("MATCH ((a)-[]->(b)){1,3}, (a) RETURN a") == "SyntaxError VariableTypeConflict `a`");
}

TEST_CASE("a shortest path goes over one relationship pattern", "[semantic]") {
  CHECK(Problem("MATCH p = shortestPath((a)) RETURN p").starts_with("SyntaxError UnexpectedSyntax"));
  CHECK(Problem("MATCH p = shortestPath((a)-->(b)-->(c)) RETURN p").starts_with("SyntaxError UnexpectedSyntax"));
  CHECK(Problem("MATCH p = allShortestPaths((a)-[*]-(b)) RETURN p") == "fine");
}

TEST_CASE("loop variables exist within their loop", "[semantic]") {
  CHECK(Problem("RETURN [x IN [1] | x] + x") == "SyntaxError UndefinedVariable `x`");
  CHECK(Problem("RETURN reduce(s = 0, x IN [1] | s + x)") == "fine");
  CHECK(Problem("MATCH (n) FOREACH (x IN [1] | SET n.x = x) RETURN x") == "SyntaxError UndefinedVariable `x`");
  CHECK(Problem("MATCH (n) RETURN [(n)-->(m) WHERE m.x > 1 | m.x]") == "fine");
  CHECK(Problem("MATCH (n) RETURN n {.name, .*, c: 1, n}") == "fine");
}

}  // namespace
}  // namespace papergraph::engine
