#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "engine/functions/constant_evaluator.h"
#include "engine/functions/expression_result.h"
#include "engine/functions/unicode.h"
#include "tests/support/plain_graph.h"

namespace papergraph::engine {
namespace {

bool Holds(std::string_view expression) { return Result(expression) == Value::Bool(true); }

TEST_CASE("strings are counted and cut in code points", "[functions]") {
  CHECK(Holds("size('数学😀') = 3"));
  CHECK(Holds("substring('数学😀', 1, 1) = '学'"));
  CHECK(Holds("left('数学', 1) = '数'"));
  CHECK(Holds("right('数学😀', 1) = '😀'"));
  CHECK(Holds("reverse('a数😀') = '😀数a'"));
  CHECK(Holds("substring('abc', 9) = ''"));
  CHECK(Failure("substring('abc', -1)") == "ArgumentError NumberOutOfRange");
  CHECK(CodePointCount("a\xFF"
                       "b") == 3);
}

TEST_CASE("upper and lower case follow Unicode, also where the length changes", "[functions]") {
  CHECK(ToUpper("straße ﬁn ŉ") == "STRASSE FIN ʼN");
  CHECK(ToLower("ΟΔΥΣΣΕΥΣ ΑΣ") == "οδυσσευς ας");
  CHECK(ToLower("İ") == "i\u0307");
  CHECK(ToUpper("éа") == "ÉА");
}

TEST_CASE("trimming takes Unicode white space, or the characters that are named", "[functions]") {
  CHECK(Holds("trim('\u3000 a b\t') = 'a b'"));
  CHECK(Holds("ltrim('xya', 'yx') = 'a'"));
  CHECK(Holds("rtrim('a学数', '数学') = 'a'"));
}

TEST_CASE("split cuts at a string or at the first of several that fits", "[functions]") {
  CHECK(Holds("split('one1two', '1') = ['one', 'two']"));
  CHECK(Holds("split('a,b;c', [',', ';']) = ['a', 'b', 'c']"));
  CHECK(Holds("split(',a,', ',') = ['', 'a', '']"));
  CHECK(Holds("split('数学', '') = ['数', '学']"));
  CHECK(Holds("split('', ',') = ['']"));
}

TEST_CASE("conversions read all of the text or give null", "[functions]") {
  CHECK(Holds("toInteger('-42.9') = -42"));
  CHECK(Holds("toInteger('9223372036854775807') = 9223372036854775807"));
  for (const char* text :
       {"toInteger('12x')", "toInteger('')", "toInteger('0x1F')", "toInteger('1e30')", "toFloat('foo')",
        "toFloat('inf')", "toFloat('1 ')", "toBoolean(' true ')", "toBoolean('yes')"}) {
    INFO(text);
    CHECK(Result(text).is_null());
  }
  CHECK(Failure("toInteger([])") == "TypeError InvalidArgumentValue");
  CHECK(Failure("toFloat(true)") == "TypeError InvalidArgumentValue");
  CHECK(Failure("toBoolean(1.0)") == "TypeError InvalidArgumentValue");
  CHECK(Failure("toString({})") == "TypeError InvalidArgumentValue");
}

TEST_CASE("a float as text is the shortest that reads back as the same", "[functions]") {
  for (double value : {0.1, 1.0, -2.5, 1e7, 9999999.0, 1e-3, 9.99e-4, 1e300, 5e-324, 123456.789, 1.0 / 3}) {
    ConstantEvaluator evaluator;
    const Function* to_string = FindFunction("toString");
    const Function* to_float = FindFunction("toFloat");
    const Value number = Value::Float(value);
    const Value written = to_string->call(evaluator.context(), std::span(&number, 1));
    CHECK(to_float->call(evaluator.context(), std::span(&written, 1)) == number);
  }
  CHECK(Holds("toString(1.0) = '1.0'"));
  CHECK(Holds("toString(1e7) = '1.0E7'"));
  CHECK(Holds("toString(0.001) = '0.001'"));
  CHECK(Holds("toString(0.0001) = '1.0E-4'"));
}

TEST_CASE("rounding takes halves as its mode says", "[functions]") {
  CHECK(Holds("round(-1.5) = -1.0"));  // without a precision: towards positive infinity
  CHECK(Holds("round(-1.55, 1) = -1.6"));
  CHECK(Holds("round(2.675, 2) = 2.68"));
  CHECK(Holds("round(1.25, 1, 'HALF_DOWN') = 1.2"));
  CHECK(Holds("round(1.25, 1, 'HALF_EVEN') = 1.2"));
  CHECK(Holds("round(1.35, 1, 'HALF_EVEN') = 1.4"));
  CHECK(Holds("round(1.21, 1, 'UP') = 1.3"));
  CHECK(Holds("round(-1.29, 1, 'DOWN') = -1.2"));
  CHECK(Holds("round(-1.21, 1, 'FLOOR') = -1.3"));
  CHECK(Holds("round(-1.29, 1, 'CEILING') = -1.2"));
  CHECK(Failure("round(1.5, 1, 'SIDEWAYS')") == "ArgumentError InvalidArgumentValue");
  CHECK(Failure("round(1.5, -1)") == "ArgumentError NumberOutOfRange");
}

TEST_CASE("range has both ends, goes either way, and survives the ends of the integers", "[functions]") {
  CHECK(Holds("range(0, 3) = [0, 1, 2, 3]"));
  CHECK(Holds("range(3, 0, -2) = [3, 1]"));
  CHECK(Holds("range(3, 0) = []"));
  CHECK(Holds("range(9223372036854775806, 9223372036854775807) = [9223372036854775806, 9223372036854775807]"));
  CHECK(
      Holds("range(-9223372036854775808, 9223372036854775807, 9223372036854775807) = [-9223372036854775808, -1, "
            "9223372036854775806]"));
  CHECK(Failure("range(0, 3, 0)") == "ArgumentError NumberOutOfRange");
  CHECK(Failure("range(0, 3.0)") == "ArgumentError InvalidArgumentType");
  CHECK(Failure("range(0, 9223372036854775807)") == "ResourceError MemoryLimit");
}

TEST_CASE("sums of integers are exact and do not wrap around", "[functions]") {
  ConstantEvaluator evaluator;
  auto total = [&evaluator](ValueList values, std::string_view name = "sum") {
    auto state = FindAggregate(name)->make(evaluator.context());
    for (const Value& value : values) state->Add(std::span(&value, 1));
    return state->Finish();
  };
  const Value most = Value::Int(INT64_MAX);
  CHECK(total({most, Value::Int(1), Value::Int(-1)}) == most);
  CHECK_THROWS_AS(total({most, Value::Int(1)}), QueryError);
  CHECK(total({Value::Int(1), Value::Float(0.5)}) == Value::Float(1.5));
  CHECK(total({most, most}, "avg") == Value::Float(static_cast<double>(INT64_MAX)));
  CHECK(total({Value::Float(1e100), Value::Float(1), Value::Float(-1e100)}) == Value::Float(1));
  CHECK(total({Value::Of(Duration{0, 1, 0, 0}), Value::Of(Duration{1, 0, 0, 0})}) == Value::Of(Duration{1, 1, 0, 0}));
  CHECK_THROWS_AS(total({Value::Int(1), Value::Of(Duration{})}), QueryError);
  CHECK_THROWS_AS(total({Value::String("a")}), QueryError);
  CHECK(total({}) == Value::Int(0));
  CHECK(total({}, "avg").is_null());
}

TEST_CASE("the least and greatest of mixed types are those of ORDER BY", "[functions]") {
  const Value rows = Result("[1, 'a', [1, 2], 0.2, 'b']");
  ConstantEvaluator evaluator;
  auto extreme = [&](std::string_view name) {
    auto state = FindAggregate(name)->make(evaluator.context());
    for (const Value& value : rows.as_list()) state->Add(std::span(&value, 1));
    return state->Finish();
  };
  CHECK(extreme("min") == Result("[1, 2]"));
  CHECK(extreme("max") == Value::Int(1));
}

TEST_CASE("percentiles stay within 0 and 1", "[functions]") {
  ConstantEvaluator evaluator;
  for (double percentile : {-0.1, 1.1, std::nan("")}) {
    auto state = FindAggregate("percentileDisc")->make(evaluator.context());
    const Value arguments[] = {Value::Int(1), Value::Float(percentile)};
    CHECK_THROWS_AS(state->Add(arguments), QueryError);
  }
}

TEST_CASE("entities tell of themselves while they exist", "[functions]") {
  PlainGraph graph;
  FunctionContext context{.graph = graph, .now = {}};
  auto call = [&context](std::string_view name, Value argument) {
    return FindFunction(name)->call(context, std::span(&argument, 1));
  };
  const Value gone = Value::Node(NodeId{3});
  for (const char* name : {"labels", "properties", "keys"}) {
    INFO(name);
    try {
      call(name, gone);
      FAIL("no error");
    } catch (const QueryError& error) {
      CHECK(error.detail() == "DeletedEntityAccess");
    }
  }
  CHECK(call("id", gone) == Value::Int(3));
  CHECK_THROWS_AS(call("type", gone), QueryError);
  CHECK(call("length", Value::OfPath({{NodeId{1}, NodeId{2}}, {EdgeId{3}}})) == Value::Int(1));
  CHECK(call("nodes", Value::OfPath({{NodeId{1}}, {}})) == Value::List({Value::Node(NodeId{1})}));
}

TEST_CASE("whatever a function is given, it gives a value or an error of the statement", "[functions]") {
  const ValueList samples = {
      Value(),
      Value::Bool(true),
      Value::Int(0),
      Value::Int(-1),
      Value::Int(7),
      Value::Int(INT64_MIN),
      Value::Float(0.5),
      Value::Float(-1e300),
      Value::Float(std::nan("")),
      Value::String(""),
      Value::String("day"),
      Value::String("2015-07-21T12:00[Europe/Stockholm]"),
      Value::String("P1Y2M"),
      Value::String("a\xFF"),
      Value::List({}),
      Value::List({Value::Int(1), Value(), Value::String("a")}),
      Value::Map({}),
      Value::Map({{"year", Value::Int(-999'999'999)}, {"week", Value::Int(1)}}),
      Value::Map({{"timezone", Value::String("+18:00")}}),
      Value::Node(NodeId{1}),
      Value::Of(Date{-365'243'219'162}),
      Value::Of(Date{365'241'780'471}),
      Value::Of(LocalTime{1}),
      Value::Of(Time{0, 64'800}),
      Value::Of(LocalDateTime{31'556'889'864'403'199, 999'999'999}),
      Value::Of(DateTime{-31'557'014'167'219'200, 0, 0, "Europe/Stockholm"}),
      Value::Of(Duration{INT64_MAX, INT64_MIN, INT64_MIN, 999'999'999}),
  };
  ConstantEvaluator evaluator;
  for (const Function* function : Functions()) {
    for (int count = function->min_arguments; count <= std::min(3, function->max_arguments); ++count) {
      for (size_t i = 0; i < (count == 0 ? 1 : samples.size()); ++i) {
        for (size_t j = 0; j < (count < 2 ? 1 : samples.size()); ++j) {
          for (size_t k = 0; k < (count < 3 ? 1 : samples.size()); ++k) {
            const Value arguments[] = {samples[i], samples[j], samples[k]};
            const auto given = std::span(arguments, static_cast<size_t>(count));
            const bool has_null = std::any_of(given.begin(), given.end(), [](const Value& v) { return v.is_null(); });
            if (has_null && function->null_in_null_out) continue;
            try {
              const Value result = function->call(evaluator.context(), given);
              CHECK(Equivalent(result, result));
            } catch (const QueryError& error) {
              CHECK(error.phase() == ErrorPhase::kRuntime);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("operators give a value or an error of the statement for all pairs of values", "[operators]") {
  const ValueList samples = {Value::Int(INT64_MIN),
                             Value::Int(-1),
                             Value::Float(1e300),
                             Value::String("a"),
                             Value::List({}),
                             Value::Map({}),
                             Value::Of(Date{365'241'780'471}),
                             Value::Of(LocalTime{1}),
                             Value::Of(DateTime{31'556'889'864'403'199, 0, -64'800, ""}),
                             Value::Of(Duration{INT64_MIN, INT64_MAX, INT64_MIN, 1}),
                             Value::Of(Duration{-24'000'000'000, 0, 0, 0})};
  for (const Value& a : samples) {
    for (const Value& b : samples) {
      for (ast::BinaryOp op : {ast::BinaryOp::kAdd, ast::BinaryOp::kSubtract, ast::BinaryOp::kMultiply,
                               ast::BinaryOp::kDivide, ast::BinaryOp::kModulo, ast::BinaryOp::kPower}) {
        try {
          const Value result = Arithmetic(op, a, b, {});
          CHECK(Equivalent(result, result));
        } catch (const QueryError& error) {
          CHECK(error.phase() == ErrorPhase::kRuntime);
        }
      }
    }
  }
}

TEST_CASE("random numbers come from the statement's own stream", "[functions]") {
  ConstantEvaluator a, b;
  a.context().random_state = b.context().random_state = 42;
  const Function* rand = FindFunction("rand");
  for (int i = 0; i < 100; ++i) {
    const Value x = rand->call(a.context(), {});
    CHECK(x == rand->call(b.context(), {}));
    CHECK((x.as_float() >= 0 && x.as_float() < 1));
  }
}

}  // namespace
}  // namespace papergraph::engine
