#include "grammar/parser.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

#include "grammar/error.h"

namespace papergraph {
namespace {

template <class Kind>
Kind Only(std::string_view text) {
  ast::Statement statement = Parse(text);
  auto& query = std::get<ast::Query>(statement.value);
  REQUIRE(query.parts.size() == 1);
  return std::move(std::get<Kind>(query.parts.front().clauses.front().value));
}

template <class Kind>
Kind Schema(std::string_view text) {
  return std::move(std::get<Kind>(Parse(text).value));
}

template <class Kind>
Kind Returned(std::string_view expression) {
  ast::Return clause = Only<ast::Return>("RETURN " + std::string(expression));
  REQUIRE(clause.projection.items.size() == 1);
  return std::move(std::get<Kind>(clause.projection.items.front().expr->value));
}

template <class Kind>
const Kind& Element(const ast::PathPattern& path, size_t i) {
  return std::get<Kind>(path.elements.at(i).value);
}

std::string DetailOf(std::string_view text) {
  try {
    Parse(text);
  } catch (const QueryError& error) {
    CHECK(error.type() == ErrorType::kSyntaxError);
    CHECK(error.phase() == ErrorPhase::kCompile);
    return error.detail();
  }
  return "none";
}

}  // namespace

TEST_CASE("a path alternates nodes and relationships, each with what is written in it") {
  const auto match =
      Only<ast::Match>("OPTIONAL MATCH p = (a:A:B {x: 1})<-[r:T|:U*2..3 {y: $p.q}]-()--(c) WHERE a.x > 0");
  CHECK(match.optional);
  REQUIRE(match.patterns.size() == 1);
  const ast::PathPattern& path = match.patterns.front();
  CHECK(path.variable->text == "p");
  REQUIRE(path.elements.size() == 5);
  const auto& a = Element<ast::NodePattern>(path, 0);
  CHECK(a.variable->text == "a");
  CHECK(a.labels->kind == ast::LabelExpr::Kind::kAnd);
  CHECK(a.labels->operands.size() == 2);
  CHECK(std::get<ast::MapLiteral>(a.properties->value).entries.at(0).key.text == "x");
  const auto& r = Element<ast::RelationshipPattern>(path, 1);
  CHECK(r.direction == ast::Direction::kIn);
  CHECK(r.types->kind == ast::LabelExpr::Kind::kOr);
  CHECK(r.length->min == 2);
  CHECK(r.length->max == 3);
  CHECK_FALSE(r.quantifier);
  CHECK(Element<ast::RelationshipPattern>(path, 3).direction == ast::Direction::kBoth);
  CHECK(std::holds_alternative<ast::Comparison>(match.where->value));
}

TEST_CASE("an arrow at both ends is an arrow in any direction") {
  CHECK(Element<ast::RelationshipPattern>(Only<ast::Match>("MATCH (a)<-->(b)").patterns[0], 1).direction ==
        ast::Direction::kBoth);
  CHECK(Element<ast::RelationshipPattern>(Only<ast::Match>("MATCH (a)-->(b)").patterns[0], 1).direction ==
        ast::Direction::kOut);
}

TEST_CASE("lengths keep which bounds are written") {
  using Bound = std::optional<uint64_t>;
  const auto length = [](const std::string& text) {
    const auto match = Only<ast::Match>("MATCH ()-[" + text + "]-()");
    return *Element<ast::RelationshipPattern>(match.patterns[0], 1).length;
  };
  CHECK(length("*").min == Bound());
  CHECK(length("*").max == Bound());
  CHECK(length("*2").min == Bound(2));
  CHECK(length("*2").max == Bound(2));
  CHECK(length("r:T*..3").min == Bound());
  CHECK(length("*..3").max == Bound(3));
  CHECK(length("*1..").min == Bound(1));
  CHECK(length("*1..").max == Bound());
  CHECK(length("*..").max == Bound());
  CHECK(length("*0..0 {a: 1}").max == Bound(0));
}

TEST_CASE("quantified paths stand between nodes, written or not") {
  const auto match = Only<ast::Match>("MATCH (a) ((x)-[r]->(y) WHERE r.w > 1){1,3} (b)-->+(c)");
  const ast::PathPattern& path = match.patterns.front();
  REQUIRE(path.elements.size() == 5);
  const auto& inner = Element<ast::QuantifiedPath>(path, 1);
  CHECK(inner.elements.size() == 3);
  CHECK(inner.where);
  CHECK(inner.quantifier.min == 1u);
  CHECK(inner.quantifier.max == 3u);
  CHECK(Element<ast::RelationshipPattern>(path, 3).quantifier->min == 1u);
  CHECK_FALSE(Element<ast::RelationshipPattern>(path, 3).quantifier->max);

  const auto bare = Only<ast::Match>("MATCH ((x)-->(y))* ((z)--(w)){,2}");
  REQUIRE(bare.patterns[0].elements.size() == 5);
  CHECK_FALSE(Element<ast::NodePattern>(bare.patterns[0], 0).variable);
  CHECK(Element<ast::QuantifiedPath>(bare.patterns[0], 1).quantifier.min == 0u);
  CHECK(Element<ast::QuantifiedPath>(bare.patterns[0], 3).quantifier.max == 2u);
  CHECK(Only<ast::Match>("MATCH ((a)-->(b))-->(c)").patterns[0].elements.size() == 5);
  CHECK(DetailOf("MATCH (a)(b) RETURN a") == "UnexpectedSyntax");
}

TEST_CASE("label expressions bind ! before & before |") {
  const auto match = Only<ast::Match>("MATCH (n:A|!B&C|%)");
  const auto& labels = *Element<ast::NodePattern>(match.patterns[0], 0).labels;
  REQUIRE(labels.kind == ast::LabelExpr::Kind::kOr);
  REQUIRE(labels.operands.size() == 3);
  CHECK(labels.operands[1]->kind == ast::LabelExpr::Kind::kAnd);
  CHECK(labels.operands[1]->operands[0]->kind == ast::LabelExpr::Kind::kNot);
  CHECK(labels.operands[2]->kind == ast::LabelExpr::Kind::kAny);
  CHECK(Element<ast::NodePattern>(Only<ast::Match>("MATCH (n IS A&B WHERE n.x)").patterns[0], 0).where);
}

TEST_CASE("shortest paths are patterns and values") {
  CHECK(Only<ast::Match>("MATCH p = shortestPath((a)-[*]-(b))").patterns[0].selector ==
        ast::PathPattern::Selector::kShortest);
  CHECK(Returned<ast::PatternExpr>("allShortestPaths((a)-[*..3]-(b))").pattern.selector ==
        ast::PathPattern::Selector::kAllShortest);
}

TEST_CASE("a parenthesis is a path only where nodes and relationships follow each other") {
  CHECK(Returned<ast::PatternExpr>("(a)-[r:T]->(b)--(c)").pattern.elements.size() == 5);
  CHECK(Returned<ast::PatternExpr>("(a)<--(:B {x: 1})").pattern.elements.size() == 3);
  for (const char* path :
       {"(a)--(b)", "(a)-->(b)", "(a)<--(b)", "(a)<-->(b)", "(a)-[r]-(b)", "(a)<-[r]-(b {})", "()--(a)"}) {
    CHECK(Returned<ast::PatternExpr>(path).pattern.elements.size() == 3);
    CHECK(Returned<ast::Unary>("NOT " + std::string(path)).op == ast::UnaryOp::kNot);
  }
  CHECK(Returned<ast::Binary>("(a)-[1, 2][0]").op == ast::BinaryOp::kSubtract);
  CHECK(Returned<ast::Binary>("(a) - -(b.c)").op == ast::BinaryOp::kSubtract);
  CHECK(Returned<ast::Binary>("(a + 1)--(b)").op == ast::BinaryOp::kSubtract);
  CHECK(Returned<ast::Binary>("f(a)--(b)").op == ast::BinaryOp::kSubtract);
  CHECK(Returned<ast::Comparison>("(a) < -(b)").ops.size() == 1);
}

TEST_CASE("brackets are lists or comprehensions") {
  CHECK(Returned<ast::ListLiteral>("[x IN xs, 3]").items.size() == 2);
  CHECK(Returned<ast::ListLiteral>("[(x IN xs)]").items.size() == 1);
  CHECK(Returned<ast::ListLiteral>("[(a)-->(b), n:A|B]").items.size() == 2);
  const auto full = Returned<ast::ListComprehension>("[x IN xs WHERE x:A|B|x.name]");
  CHECK(std::get<ast::HasLabels>(full.where->value).labels->operands.size() == 2);
  CHECK(std::holds_alternative<ast::Property>(full.projection->value));
  const auto projected = Returned<ast::ListComprehension>("[x IN xs | x:A|B]");
  CHECK_FALSE(projected.where);
  CHECK(std::holds_alternative<ast::HasLabels>(projected.projection->value));
  CHECK_FALSE(Returned<ast::ListComprehension>("[x IN xs]").projection);
  const auto pattern = Returned<ast::PatternComprehension>("[p = (a)-[:T|U]->(b) WHERE b.x | b.y]");
  CHECK(pattern.pattern.variable->text == "p");
  CHECK(pattern.where);
  CHECK(Returned<ast::Slice>("xs[1..]").to == nullptr);
  CHECK(Returned<ast::Slice>("xs[..-1]").from == nullptr);
  CHECK(std::holds_alternative<ast::Variable>(Returned<ast::Subscript>("m[k]").index->value));
}

TEST_CASE("quantifiers, reduce and subqueries are not functions") {
  CHECK(Returned<ast::Quantifier>("none(x IN xs WHERE x > 1)").kind == ast::QuantifierKind::kNone);
  CHECK(Returned<ast::Quantifier>("any(x IN xs)").where == nullptr);
  CHECK(Returned<ast::Reduce>("reduce(s = 0, x IN xs | s + x)").accumulator.text == "s");
  CHECK(Returned<ast::FunctionCall>("any(x)").name.text == "any");
  CHECK(Returned<ast::FunctionCall>("exists(n.p)").name.text == "exists");
  CHECK(Returned<ast::FunctionCall>("a.b.`c d`(DISTINCT x, 1)").name.text == "a.b.c d");
  CHECK(Returned<ast::FunctionCall>("count(DISTINCT x)").distinct);
  Returned<ast::CountStar>("COUNT( * )");
  CHECK(Returned<ast::Subquery>("exists((a)-->(b))").query->parts[0].clauses.size() == 1);
  const auto count = Returned<ast::Subquery>("COUNT { (a)-->(b), (c) WHERE a.x }");
  CHECK(count.kind == ast::SubqueryKind::kCount);
  CHECK(std::get<ast::Match>(count.query->parts[0].clauses[0].value).patterns.size() == 2);
  CHECK(Returned<ast::Subquery>("COLLECT { MATCH (a) RETURN a UNION MATCH (b) RETURN b AS a }").query->parts.size() ==
        2);
  CHECK(DetailOf("RETURN size((a)-->(b))") == "UnexpectedSyntax");
}

TEST_CASE("CASE compares with a subject or tests each branch") {
  const auto simple = Returned<ast::Case>("CASE n.x WHEN 1, 2 THEN 'a' ELSE end END");
  CHECK(simple.subject);
  CHECK(simple.branches.size() == 2);
  CHECK(std::get<ast::Variable>(simple.otherwise->value).name == "end");
  CHECK_FALSE(Returned<ast::Case>("CASE WHEN a THEN b END").subject);
  CHECK(DetailOf("RETURN CASE WHEN a, b THEN c END") == "UnexpectedSyntax");
}

TEST_CASE("map projections name, copy and take all") {
  const auto projection = Returned<ast::MapProjection>("n {.a, .*, b: 1, c}");
  REQUIRE(projection.items.size() == 4);
  CHECK(std::get<ast::Name>(projection.items[0]).text == "a");
  CHECK(std::holds_alternative<ast::MapProjection::AllProperties>(projection.items[1]));
  CHECK(std::get<ast::MapEntry>(projection.items[3]).key.text == "c");
}

TEST_CASE("keywords are names where nothing else can stand") {
  CHECK(Returned<ast::Property>("n.order").key.text == "order");
  CHECK(Returned<ast::Variable>("count").name == "count");
  CHECK(Returned<ast::Variable>("index").name == "index");
  CHECK(Returned<ast::MapLiteral>("{match: 1, end: 2, null: 3}").entries.size() == 3);
  CHECK(Only<ast::Match>("MATCH (exists:Order {where: 1})-[:IN|OR]->(end)").patterns[0].elements.size() == 3);
  CHECK(Returned<ast::Property>("`a b``c`.`d`").key.text == "d");
  CHECK(Only<ast::Unwind>("UNWIND $1 AS `x``y`").variable.text == "x`y");
  CHECK(DetailOf("RETURN where") == "UnexpectedSyntax");
}

TEST_CASE("parameters have any name") {
  CHECK(Returned<ast::Parameter>("$1").name == "1");
  CHECK(Returned<ast::Parameter>("$`x y`").name == "x y");
  CHECK(Returned<ast::Parameter>("$match").name == "match");
}

TEST_CASE("a column keeps its text as it is written") {
  const auto clause =
      Only<ast::Return>("RETURN DISTINCT *, cOuNt( * ) , n . x  AS y ORDER BY y DESC, z SKIP 1 LIMIT 2");
  CHECK(clause.projection.distinct);
  CHECK(clause.projection.star);
  REQUIRE(clause.projection.items.size() == 2);
  CHECK(clause.projection.items[0].text == "cOuNt( * )");
  CHECK_FALSE(clause.projection.items[0].alias);
  CHECK(clause.projection.items[1].text == "n . x");
  CHECK(clause.projection.items[1].alias->text == "y");
  CHECK(clause.projection.order_by[0].descending);
  CHECK_FALSE(clause.projection.order_by[1].descending);
  CHECK(clause.projection.skip);
  CHECK(clause.projection.limit);
}

TEST_CASE("writing clauses say what they write") {
  const auto set = Only<ast::Set>("SET n.a = 1, n += {b: 2}, n = $p, n:A:B, (m).c = 3, n['k'] = 4, n:C");
  REQUIRE(set.items.size() == 7);
  CHECK(std::holds_alternative<ast::SetProperty>(set.items[0].value));
  CHECK(std::get<ast::SetAll>(set.items[1].value).add);
  CHECK_FALSE(std::get<ast::SetAll>(set.items[2].value).add);
  CHECK(std::get<ast::SetLabels>(set.items[3].value).labels.size() == 2);
  CHECK(std::holds_alternative<ast::SetProperty>(set.items[4].value));
  CHECK(std::holds_alternative<ast::SetProperty>(set.items[5].value));
  const auto merge = Only<ast::Merge>("MERGE (n:A {k: 1}) ON MATCH SET n.x = 1 ON CREATE SET n.y = 2, n.z = 3");
  CHECK(merge.on_match.size() == 1);
  CHECK(merge.on_create.size() == 2);
  CHECK(Only<ast::Remove>("REMOVE n.a, n:A:B").items.size() == 2);
  CHECK(Only<ast::Delete>("DETACH DELETE a, b.c").detach);
  CHECK(std::holds_alternative<ast::Parameter>(
      Element<ast::NodePattern>(Only<ast::Create>("CREATE (n:A $p)").patterns[0], 0).properties->value));
  CHECK(Only<ast::Foreach>("FOREACH (x IN xs | CREATE (:A {x: x}) SET n:B)").updates.size() == 2);
}

TEST_CASE("ALL before the columns is no name, and a variable may be called all") {
  for (const char* text : {"WITH ALL * RETURN 1", "WITH ALL *, 1 AS x RETURN 1", "WITH ALL * WHERE true RETURN 1"}) {
    INFO(text);
    CHECK(Only<ast::With>(text).projection.star);
  }
  CHECK(Only<ast::With>("WITH ALL 'a' AS x RETURN 1").projection.items.size() == 1);
  CHECK_FALSE(Only<ast::With>("WITH all * 2 AS x RETURN 1").projection.star);
  CHECK_FALSE(Only<ast::With>("WITH all AS x RETURN 1").projection.star);
}

TEST_CASE("calls name a procedure or hold a query") {
  const auto call = Only<ast::CallProcedure>("CALL a.b(1, x) YIELD c, d AS e WHERE c > 1 RETURN c");
  CHECK(call.name.text == "a.b");
  CHECK(call.arguments.size() == 2);
  CHECK(call.yield->at(1).alias->text == "e");
  CHECK(Only<ast::CallProcedure>("CALL a.b").implicit_arguments);
  CHECK(Only<ast::CallProcedure>("CALL a.b() YIELD *").yield_star);
  const auto sub = Only<ast::CallSubquery>("CALL (a, b) { CREATE (:X) } IN TRANSACTIONS OF 10 ROWS");
  CHECK(sub.imports->size() == 2);
  CHECK(sub.in_transactions);
  CHECK(sub.batch_rows);
  CHECK(Only<ast::CallSubquery>("CALL (*) { RETURN 1 AS x } RETURN x").import_all);
  CHECK_FALSE(Only<ast::CallSubquery>("CALL { RETURN 1 AS x } RETURN x").imports);
  CHECK(Only<ast::LoadCsv>("LOAD CSV WITH HEADERS FROM 'f' AS row FIELDTERMINATOR ';' RETURN row").with_headers);
  CHECK(DetailOf("CALL a.b YIELD x RETURN x") == "InvalidArgumentPassingMode");
}

TEST_CASE("UNION keeps its parts, and mixes no kinds") {
  const auto statement = Parse("RETURN 1 AS a UNION ALL RETURN 2 AS a;");
  CHECK(std::get<ast::Query>(statement.value).union_all == std::vector<bool>{true});
  CHECK(DetailOf("RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a") == "InvalidClauseComposition");
  CHECK(DetailOf("RETURN 1 MATCH (n)") == "InvalidClauseComposition");
}

TEST_CASE("hints name variables, labels and properties") {
  const auto match =
      Only<ast::Match>("MATCH (a:A), (b) USING INDEX a:A(x, y) USING SCAN b:B USING JOIN ON a, b WHERE a.x");
  REQUIRE(match.hints.size() == 3);
  CHECK(match.hints[0].properties.size() == 2);
  CHECK(match.hints[1].kind == ast::Hint::Kind::kScan);
  CHECK(match.hints[2].variables.size() == 2);
}

TEST_CASE("schema statements, old and new") {
  const auto index = Schema<ast::CreateIndex>("CREATE INDEX i IF NOT EXISTS FOR (n:L) ON (n.a, n.b)");
  CHECK(index.name->text == "i");
  CHECK(index.if_not_exists);
  CHECK(index.properties.size() == 2);
  CHECK(Schema<ast::CreateIndex>("CREATE INDEX ON :L(p)").labels.at(0).text == "L");
  CHECK(Schema<ast::CreateIndex>("CREATE INDEX FOR ()-[r:T]-() ON (r.p)").on_relationship);
  CHECK(Schema<ast::CreateIndex>("CREATE FULLTEXT INDEX f FOR (n:A|B) ON EACH [n.p]").labels.size() == 2);
  CHECK(Schema<ast::DropIndex>("DROP INDEX i IF EXISTS").if_exists);
  CHECK(Schema<ast::DropIndex>("DROP INDEX ON :L(p)").label.text == "L");
  CHECK(Schema<ast::CreateConstraint>("CREATE CONSTRAINT c FOR (n:L) REQUIRE n.p IS UNIQUE").kind ==
        ast::CreateConstraint::Kind::kUnique);
  CHECK(Schema<ast::CreateConstraint>("CREATE CONSTRAINT ON (n:L) ASSERT n.p IS NOT NULL").kind ==
        ast::CreateConstraint::Kind::kNotNull);
  CHECK(Schema<ast::CreateConstraint>("CREATE CONSTRAINT FOR (n:L) REQUIRE (n.p, n.q) IS NODE KEY").properties.size() ==
        2);
  CHECK(Schema<ast::DropConstraint>("DROP CONSTRAINT c IF EXISTS").if_exists);
  CHECK(DetailOf("CREATE INDEX FOR (n:L) ON (m.a)") == "UndefinedVariable");
  const auto show = Schema<ast::Show>("SHOW INDEXES YIELD name, type WHERE type = 'RANGE'");
  CHECK(show.what == ast::Show::What::kIndexes);
  CHECK(show.yield->items.size() == 2);
  CHECK(show.where);
  Schema<ast::Begin>("BEGIN TRANSACTION");
  Schema<ast::Commit>("commit;");
  Schema<ast::Rollback>("ROLLBACK");
  CHECK(Parse("PROFILE MATCH (n) RETURN n").mode == ast::Statement::Mode::kProfile);
  CHECK(Parse("EXPLAIN CREATE INDEX FOR (n:L) ON (n.a)").mode == ast::Statement::Mode::kExplain);
  Only<ast::Create>("CREATE (index), (constraint)");
}

TEST_CASE("comments and unusual spaces are spaces") {
  Only<ast::Match>("/* a */ MATCH\u00a0(n) // b\nRETURN\u3000n // c");
  Only<ast::Return>("\xEF\xBB\xBFRETURN 1");
}

TEST_CASE("spans are bytes, also after characters of several bytes") {
  const std::string text = "MATCH (图:`论文`) WHERE 图.x = '🧐' RETURN 图.名 AS y";
  const ast::Statement statement = Parse(text);
  const auto& clauses = std::get<ast::Query>(statement.value).parts[0].clauses;
  const auto cut = [&](Span span) { return text.substr(span.start, span.end - span.start); };
  const auto& match = std::get<ast::Match>(clauses[0].value);
  CHECK(cut(clauses[0].span) == "MATCH (图:`论文`) WHERE 图.x = '🧐'");
  CHECK(cut(Element<ast::NodePattern>(match.patterns[0], 0).variable->span) == "图");
  CHECK(cut(Element<ast::NodePattern>(match.patterns[0], 0).labels->span) == "`论文`");
  const auto& comparison = std::get<ast::Comparison>(match.where->value);
  CHECK(cut(match.where->span) == "图.x = '🧐'");
  CHECK(cut(comparison.operands[1]->span) == "'🧐'");
  const auto& item = std::get<ast::Return>(clauses[1].value).projection.items[0];
  CHECK(cut(item.span) == "图.名 AS y");
  CHECK(item.text == "图.名");
  CHECK(cut(std::get<ast::Property>(item.expr->value).key.span) == "名");
  CHECK(cut(statement.span) == text);
  const ast::Statement with_mark = Parse("\xEF\xBB\xBFRETURN é.x");
  const auto& query = std::get<ast::Query>(with_mark.value);
  CHECK(std::get<ast::Return>(query.parts[0].clauses[0].value).projection.items[0].span == Span{10, 14});
}

TEST_CASE("keywords are sorted, and a statement that stops in the middle is incomplete") {
  CHECK(std::is_sorted(Keywords().begin(), Keywords().end()));
  CHECK(IsIncomplete("MATCH (n"));
  CHECK(IsIncomplete("RETURN 'a;"));
  CHECK(IsIncomplete("RETURN 'a\\'"));
  CHECK(IsIncomplete("RETURN 1 /* ;"));
  CHECK(IsIncomplete("RETURN `a"));
  CHECK(IsIncomplete("CALL {"));
  CHECK_FALSE(IsIncomplete("RETURN '(' // ("));
  CHECK_FALSE(IsIncomplete("RETURN 1;"));
  CHECK_FALSE(IsIncomplete(""));
}

TEST_CASE("any number of threads may parse") {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int k = 0; k < 20; ++k)
        Parse("MATCH (a)-[r:T*1..3]->(b {x: 1}) WHERE a.y IN [1, 2] RETURN count(*) AS n, [x IN b.z | x]");
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace papergraph
