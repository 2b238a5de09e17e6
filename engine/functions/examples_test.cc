#include <catch2/catch.hpp>

#include "engine/functions/constant_evaluator.h"
#include "engine/functions/function.h"
#include "grammar/parser.h"

namespace papergraph::engine {
namespace {

TEST_CASE("the example of every function is true", "[functions]") {
  ConstantEvaluator evaluator;
  for (const Function* function : Functions()) {
    INFO(function->example);
    CHECK(evaluator.Evaluate(function->example) == Value::Bool(true));
  }
}

TEST_CASE("the example of every aggregate is true", "[functions]") {
  ConstantEvaluator evaluator;
  for (const Aggregate* aggregate : Aggregates()) {
    INFO(aggregate->example);
    // "UNWIND <list> AS x RETURN <predicate>"
    const auto statement = Parse(aggregate->example);
    const auto& clauses = std::get<ast::Query>(statement.value).parts.at(0).clauses;
    const Value rows = evaluator.Evaluate(*std::get<ast::Unwind>(clauses.at(0).value).list);
    CHECK(evaluator.Evaluate(*std::get<ast::Return>(clauses.at(1).value).projection.items.at(0).expr, &rows) ==
          Value::Bool(true));
  }
}

TEST_CASE("every function says what it takes, what it does and how it is used", "[functions]") {
  for (const Function* function : Functions()) {
    INFO(function->name);
    CHECK(function->signature.starts_with(function->name));
    CHECK(function->signature.find(") :: ") != std::string_view::npos);
    CHECK(function->help.ends_with('.'));
    CHECK(function->example.find(function->name) != std::string_view::npos);
  }
}

TEST_CASE("functions are found in any case, and a misspelt one is recognised", "[functions]") {
  CHECK(FindFunction("TOUPPER") == FindFunction("toUpper"));
  CHECK(FindFunction("Date.Truncate") != nullptr);
  CHECK(FindAggregate("COUNT") != nullptr);
  CHECK(FindFunction("toUper") == nullptr);
  CHECK(NearestFunction("toUper") == "toUpper");
  CHECK(NearestFunction("colect") == "collect");
  CHECK(NearestFunction("qqqqqqqq").empty());
}

}  // namespace
}  // namespace papergraph::engine
