#include "engine/functions/operators.h"

#include <catch2/catch.hpp>
#include <limits>

#include "engine/functions/expression_result.h"
#include "tests/support/plain_graph.h"

namespace papergraph::engine {
namespace {

/// Failure() of what only running it can show.
std::string RuntimeFailure(std::string_view expression) {
  try {
    Result(expression);
    return "fine";
  } catch (const QueryError& error) {
    CHECK(error.phase() == ErrorPhase::kRuntime);
    return std::string(NameOf(error.type())) + " " + error.detail();
  }
}

TEST_CASE("integers stay integers and do not wrap around", "[operators]") {
  CHECK(Result("7 / 2") == Value::Int(3));
  CHECK(Result("-7 % 3") == Value::Int(-1));
  CHECK(Result("2 ^ 3") == Value::Float(8));
  CHECK(RuntimeFailure("9223372036854775807 + 1") == "ArithmeticError IntegerOverflow");
  CHECK(RuntimeFailure("-9223372036854775808 - 1") == "ArithmeticError IntegerOverflow");
  CHECK(RuntimeFailure("4611686018427387904 * 2") == "ArithmeticError IntegerOverflow");
  CHECK(RuntimeFailure("-9223372036854775808 / -1") == "ArithmeticError IntegerOverflow");
  CHECK(Result("-9223372036854775808 % -1") == Value::Int(0));
}

TEST_CASE("an integer cannot be divided by zero, a float can", "[operators]") {
  CHECK(RuntimeFailure("1 / 0") == "ArithmeticError DivisionByZero");
  CHECK(RuntimeFailure("1 % 0") == "ArithmeticError DivisionByZero");
  CHECK(Result("1 / 0.0") == Value::Float(std::numeric_limits<double>::infinity()));
  CHECK(Result("isNaN(0.0 / 0)") == Value::Bool(true));
}

TEST_CASE("plus joins strings and lists", "[operators]") {
  CHECK(Result("'a' + 'b'") == Value::String("ab"));
  CHECK(Result("'a' + 1") == Value::String("a1"));
  CHECK(Result("1.0 + 'a'") == Value::String("1.0a"));
  CHECK(Result("[1] + [2]") == Value::List({Value::Int(1), Value::Int(2)}));
  CHECK(Result("[1] + 2") == Value::List({Value::Int(1), Value::Int(2)}));
  CHECK(Result("0 + [1]") == Value::List({Value::Int(0), Value::Int(1)}));
  CHECK(Result("'a' + null").is_null());
  CHECK(RuntimeFailure("true + 1") == "TypeError InvalidArgumentType");
}

TEST_CASE("durations move instants; instants are not subtracted", "[operators]") {
  CHECK(Result("toString(date('2011-01-31') + duration('P1M'))") == Value::String("2011-02-28"));
  CHECK(Result("toString(time('13:42:19') + duration({days: 1, hours: 12}))") == Value::String("01:42:19Z"));
  CHECK(Result("duration('PT5H21M') * 14 = duration('PT70H294M')") == Value::Bool(true));
  CHECK(Result("duration('PT3H16M') / 2 = duration('PT1H38M')") == Value::Bool(true));
  CHECK(RuntimeFailure("date('2011-01-31') - date('2011-01-30')") == "TypeError InvalidArgumentType");
  CHECK(RuntimeFailure("date('+999999999-12-31') + duration('P1D')") == "ArithmeticError NumberOutOfRange");
  CHECK(RuntimeFailure("duration('P1D') / 0") == "ArithmeticError DivisionByZero");
}

TEST_CASE("string predicates are null for what is no string", "[operators]") {
  const Value text = Value::String("hello"), number = Value::Int(1);
  CHECK(StringPredicate(ast::BinaryOp::kStartsWith, text, Value::String("he"), {}) == Value::Bool(true));
  CHECK(StringPredicate(ast::BinaryOp::kEndsWith, text, Value::String(""), {}) == Value::Bool(true));
  CHECK(StringPredicate(ast::BinaryOp::kContains, text, Value::String("xx"), {}) == Value::Bool(false));
  CHECK(StringPredicate(ast::BinaryOp::kContains, text, number, {}).is_null());
  CHECK(StringPredicate(ast::BinaryOp::kRegex, text, Value::String("h.*o"), {}) == Value::Bool(true));
  CHECK(StringPredicate(ast::BinaryOp::kRegex, text, Value::String("ell"), {}) ==
        Value::Bool(false));  // the whole text
  CHECK(StringPredicate(ast::BinaryOp::kRegex, Value::String("数学"), Value::String("数."), {}) == Value::Bool(true));
  CHECK_THROWS_AS(StringPredicate(ast::BinaryOp::kRegex, text, Value::String("("), {}), QueryError);
}

TEST_CASE("IN is true, false or unknown", "[operators]") {
  const Value list = Value::List({Value::Int(1), Value()});
  CHECK(In(Value::Int(1), list, {}) == Value::Bool(true));
  CHECK(In(Value::Int(2), list, {}).is_null());
  CHECK(In(Value(), Value::List({}), {}) == Value::Bool(false));
  CHECK(In(Value::Int(2), Value::List({Value::Float(2)}), {}) == Value::Bool(true));
  CHECK(In(Value::Int(2), Value(), {}).is_null());
  CHECK_THROWS_AS(In(Value::Int(2), Value::Int(2), {}), QueryError);
}

TEST_CASE("subscripts count from either end and give null outside", "[operators]") {
  const PlainGraph graph;
  const Value list = Value::List({Value::Int(10), Value::Int(20), Value::Int(30)});
  CHECK(Subscript(graph, list, Value::Int(0), {}) == Value::Int(10));
  CHECK(Subscript(graph, list, Value::Int(-1), {}) == Value::Int(30));
  CHECK(Subscript(graph, list, Value::Int(3), {}).is_null());
  CHECK(Subscript(graph, list, Value::Int(-4), {}).is_null());
  CHECK(Subscript(graph, Value::Map({{"a", Value::Int(1)}}), Value::String("a"), {}) == Value::Int(1));
  auto detail = [&](const Value& object, const Value& index) {
    try {
      Subscript(graph, object, index, {});
    } catch (const QueryError& error) {
      return error.detail();
    }
    return std::string("fine");
  };
  CHECK(detail(list, Value::String("a")) == "ListElementAccessByNonInteger");
  CHECK(detail(Value::Map({}), Value::Int(1)) == "MapElementAccessByNonString");
  CHECK(detail(Value::Int(1), Value::Int(1)) == "InvalidArgumentType");
}

TEST_CASE("slices never leave the list", "[operators]") {
  const Value list = Value::List({Value::Int(10), Value::Int(20), Value::Int(30)});
  auto slice = [&list](std::optional<int64_t> from, std::optional<int64_t> to) {
    const Value a = from ? Value::Int(*from) : Value(), b = to ? Value::Int(*to) : Value();
    return Slice(list, from ? &a : nullptr, to ? &b : nullptr, {}).as_list().size();
  };
  CHECK(slice(1, {}) == 2);
  CHECK(slice({}, -1) == 2);
  CHECK(slice(-10, 10) == 3);
  CHECK(slice(2, 1) == 0);
  const Value null;
  CHECK(Slice(list, &null, nullptr, {}).is_null());
}

TEST_CASE("what was deleted has no properties any more", "[operators]") {
  const PlainGraph graph;
  try {
    PropertyOf(graph, Value::Node(NodeId{7}), "name", {});
    FAIL("no error");
  } catch (const QueryError& error) {
    CHECK(error.type() == ErrorType::kEntityNotFound);
    CHECK(error.detail() == "DeletedEntityAccess");
  }
}

TEST_CASE("components of temporal values are their properties", "[operators]") {
  CHECK(Result("date('1984-10-11').weekDay") == Value::Int(4));
  CHECK(Result("date('2018-12-31').weekYear") == Value::Int(2019));
  CHECK(Result("datetime('1984-11-11T12:31[Europe/Stockholm]').timezone") == Value::String("Europe/Stockholm"));
  CHECK(Result("datetime('1984-11-11T12:31[Europe/Stockholm]').offset") == Value::String("+01:00"));
  CHECK(Result("datetime('1970-01-01T00:00:01.5Z').epochMillis") == Value::Int(1500));
  CHECK(Result("duration('P1Y4M111DT1H1M1.111111111S').quartersOfYear") == Value::Int(1));
  CHECK(Result("duration('PT-0.5S').millisecondsOfSecond") == Value::Int(-500));
  CHECK(RuntimeFailure("date('1984-10-11').hour") == "TypeError InvalidArgumentValue");
  CHECK(RuntimeFailure("datetime('+999999999-01-01').epochMillis") == "ArithmeticError IntegerOverflow");
}

}  // namespace
}  // namespace papergraph::engine
