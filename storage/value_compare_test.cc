#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "storage/error.h"
#include "storage/value.h"

namespace papergraph {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();

Value List(ValueList items) { return Value::List(std::move(items)); }

// One or more of each kind, with neighbours that are easily confused.
ValueList Samples() {
  const int64_t big = (int64_t{1} << 53) + 1;
  ValueList all = {
      Value(),
      Value::Bool(false),
      Value::Bool(true),
      Value::Int(0),
      Value::Float(-0.0),
      Value::Int(1),
      Value::Float(1.0),
      Value::Float(0.5),
      Value::Int(big),
      Value::Float(static_cast<double>(big)),
      Value::Int(std::numeric_limits<int64_t>::max()),
      Value::Int(std::numeric_limits<int64_t>::min()),
      Value::Float(0x1p63),
      Value::Float(-0x1p63),
      Value::Float(kInfinity),
      Value::Float(-kInfinity),
      Value::Float(kNaN),
      Value::String(""),
      Value::String("a"),
      Value::String("aa"),
      Value::String("\u6570"),
      List({}),
      List({Value::Int(1)}),
      List({Value::Int(1), Value()}),
      List({Value(), Value::Int(1)}),
      List({Value::Float(kNaN)}),
      Value::Map({}),
      Value::Map({{"k", Value::Int(1)}}),
      Value::Map({{"k", Value()}}),
      Value::Node(NodeId{1}),
      Value::Node(NodeId{2}),
      Value::Relationship(EdgeId{1}),
      Value::OfPath({{NodeId{1}}, {}}),
      Value::OfPath({{NodeId{1}, NodeId{2}}, {EdgeId{3}}}),
      Value::Of(Date{10}),
      Value::Of(LocalTime{5}),
      Value::Of(Time{0, 0}),
      Value::Of(Time{3'600'000'000'000, 3600}),
      Value::Of(LocalDateTime{5, 1}),
      Value::Of(DateTime{5, 1, 0, ""}),
      Value::Of(DateTime{5, 1, 3600, ""}),
      Value::Of(DateTime{5, 1, 3600, "Europe/Berlin"}),
      Value::Of(Duration{0, 1, 0, 0}),
      Value::Of(Duration{0, 0, 86'400, 0}),
      Value::Of(Duration{1, 0, 0, 0}),
  };
  return all;
}

TEST_CASE("orderability is a total order, and equivalence is having one place in it", "[value]") {
  const ValueList all = Samples();
  for (const Value& a : all) {
    CHECK((Order(a, a) == 0));
    for (const Value& b : all) {
      CHECK((Order(a, b) < 0) == (Order(b, a) > 0));
      CHECK((Equivalent(a, b) == (Order(a, b) == 0)));
      if (Equivalent(a, b)) CHECK(Hash(a) == Hash(b));
      for (const Value& c : all) {
        if (Order(a, b) <= 0 && Order(b, c) <= 0) CHECK((Order(a, c) <= 0));
      }
    }
  }
}

TEST_CASE("what can be compared is ordered the same way", "[value]") {
  const ValueList all = Samples();
  for (const Value& a : all) {
    for (const Value& b : all) {
      const auto order = Compare(a, b);
      if (!order || *order == std::partial_ordering::unordered) continue;
      if (*order < 0) CHECK((Order(a, b) < 0));
      if (*order == 0) CHECK(Equals(a, b) == true);
    }
  }
}

TEST_CASE("equality is symmetric, and true only of equivalent values", "[value]") {
  const ValueList all = Samples();
  for (const Value& a : all) {
    for (const Value& b : all) {
      CHECK(Equals(a, b) == Equals(b, a));
      if (Equals(a, b) == true) CHECK(Equivalent(a, b));
    }
  }
}

TEST_CASE("integers and floats are compared exactly, beyond 2^53 too", "[value]") {
  const int64_t big = (int64_t{1} << 53) + 1;
  const Value rounded = Value::Float(static_cast<double>(big));
  CHECK(Equals(Value::Int(big), rounded) == false);
  CHECK((*Compare(Value::Int(big), rounded) > 0));
  CHECK(Equals(Value::Int(big - 1), rounded) == true);
  CHECK((*Compare(Value::Int(std::numeric_limits<int64_t>::max()), Value::Float(0x1p63)) < 0));
  CHECK(Equals(Value::Int(std::numeric_limits<int64_t>::min()), Value::Float(-0x1p63)) == true);
}

TEST_CASE("NaN equals nothing and is neither less nor greater", "[value]") {
  const Value nan = Value::Float(kNaN);
  CHECK(Equals(nan, nan) == false);
  CHECK((*Compare(nan, Value::Int(1)) == std::partial_ordering::unordered));
  CHECK_FALSE(Compare(nan, Value::String("a")).has_value());
  CHECK((Order(Value::Float(kInfinity), nan) < 0));
  CHECK((Order(nan, Value()) < 0));
}

TEST_CASE("a null within makes equality unknown unless the answer is no already", "[value]") {
  CHECK(Equals(List({Value::Int(1), Value()}), List({Value::Int(2), Value()})) == false);
  CHECK(Equals(List({Value::Int(1), Value()}), List({Value::Int(1), Value()})) == std::nullopt);
  CHECK(Equals(List({Value()}), List({})) == false);
  CHECK(Equals(Value::Map({{"k", Value()}}), Value::Map({})) == false);
  CHECK(Equals(Value::Map({{"k", Value()}}), Value::Map({{"k", Value()}})) == std::nullopt);
}

TEST_CASE("lists are compared by the first pair that differs", "[value]") {
  CHECK((*Compare(List({Value::Int(1), Value::Int(2)}), List({Value::Int(3), Value()})) < 0));
  CHECK_FALSE(Compare(List({Value::Int(1), Value::Int(2)}), List({Value::Int(1), Value()})).has_value());
  CHECK((*Compare(List({Value::Int(1)}), List({Value::Int(1), Value()})) < 0));
}

TEST_CASE("values of different types are not comparable and not equal", "[value]") {
  CHECK_FALSE(Compare(Value::Int(1), Value::String("1")).has_value());
  CHECK(Equals(Value::Int(1), Value::String("1")) == false);
  CHECK_FALSE(Compare(Value::Of(Date{1}), Value::Of(LocalDateTime{1, 0})).has_value());
}

TEST_CASE("durations are equal by components, ordered by average length, and never less", "[value]") {
  const Value day = Value::Of(Duration{0, 1, 0, 0}), hours = Value::Of(Duration{0, 0, 86'400, 0});
  CHECK(Equals(day, hours) == false);
  CHECK_FALSE(Compare(day, hours).has_value());
  CHECK((Order(Value::Of(Duration{1, 0, 0, 0}), Value::Of(Duration{0, 31, 0, 0})) < 0));
  CHECK((Order(Value::Of(Duration{1, 0, 0, 0}), Value::Of(Duration{0, 30, 0, 0})) > 0));
}

TEST_CASE("times of one moment are ordered from west to east and are not equal", "[value]") {
  const Value west = Value::Of(Time{10 * 3'600'000'000'000, -3600}),
              east = Value::Of(Time{12 * 3'600'000'000'000, 3600});
  CHECK(Equals(west, east) == false);
  CHECK((*Compare(west, east) < 0));
}

TEST_CASE("types stand in the global sort order", "[value]") {
  const ValueList in_order = {Value::Map({{"z", Value::Int(9)}}),
                              Value::Node(NodeId{9}),
                              Value::Relationship(EdgeId{9}),
                              List({Value::Int(9)}),
                              Value::OfPath({{NodeId{9}}, {}}),
                              Value::Of(DateTime{9, 0, 0, ""}),
                              Value::Of(LocalDateTime{9, 0}),
                              Value::Of(Date{9}),
                              Value::Of(Time{9, 0}),
                              Value::Of(LocalTime{9}),
                              Value::Of(Duration{9, 0, 0, 0}),
                              Value::String("z"),
                              Value::Bool(true),
                              Value::Int(0),
                              Value::Float(kNaN),
                              Value()};
  for (size_t i = 1; i < in_order.size(); ++i) CHECK((Order(in_order[i - 1], in_order[i]) < 0));
}

TEST_CASE("values nest as deep as can be walked through, and no deeper", "[value]") {
  Value list = List({}), map = Value::Map({});
  for (uint32_t depth = 1; depth < 1000; ++depth) {
    list = List({list});
    map = Value::Map({{"k", map}});
  }
  CHECK(Equals(list, list) == true);
  CHECK(Hash(map) == Hash(map));
  CHECK_THROWS_AS(List({list}), StoreError);
  CHECK_THROWS_AS(Value::Map({{"k", list}}), StoreError);
}

}  // namespace
}  // namespace papergraph
