#include "cli/server/packstream.h"

#include <catch2/catch.hpp>

#include "cli/server/graph_values.h"
#include "cli/server/messages.h"
#include "tests/support/random_values.h"

namespace papergraph::cli {
namespace {

using namespace std::string_view_literals;

std::string Packed(const Value& value, Dialect dialect = {}) {
  std::string out;
  PackWriter writer(out);
  PackValue(writer, value, nullptr, dialect);
  return out;
}

std::string Message(std::string_view field) { return "\xB1\x10" + std::string(field); }

Value ReadBack(std::string_view field, Dialect dialect = {}) {
  const PackedMessage message = ReadPacked(Message(field), dialect);
  REQUIRE(message.refused == "");
  REQUIRE(message.fields.size() == 1);
  return message.fields[0];
}

Value RandomValue(std::mt19937& random, int depth) {
  const auto choice = random() % 8;
  if (depth > 3 || choice > 1) return random() % 16 == 0 ? Value() : engine::RandomStorable(random);
  if (choice == 0) {
    ValueList items;
    for (auto count = random() % 20; count > 0; --count) items.push_back(RandomValue(random, depth + 1));
    return Value::List(std::move(items));
  }
  ValueMap entries;
  for (auto count = random() % 20; count > 0; --count)
    entries.emplace_back(engine::RandomText(random), RandomValue(random, depth + 1));
  return Value::Map(std::move(entries));
}

TEST_CASE("every value is read as it was written, in both dialects of moments", "[packstream]") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    const Value value = RandomValue(random, 0);
    CAPTURE(seed);
    CHECK(ReadBack(Packed(value, {.utc = true}), {.utc = true}) == value);
    CHECK(ReadBack(Packed(value, {.utc = false}), {.utc = false}) == value);
  }
}

TEST_CASE("every size of number, text, list and map is read as it was written", "[packstream]") {
  for (int bits = 0; bits < 64; ++bits) {
    for (const int64_t near : {-2, -1, 0, 1}) {
      const auto number = static_cast<int64_t>((uint64_t{1} << bits) + static_cast<uint64_t>(near));
      for (const int64_t value : {number, static_cast<int64_t>(-static_cast<uint64_t>(number))}) {
        CHECK(ReadBack(Packed(Value::Int(value))) == Value::Int(value));
      }
    }
  }
  for (const size_t size : {0u, 1u, 15u, 16u, 255u, 256u, 65535u, 65536u}) {
    const Value text = Value::String(std::string(size, 'x'));
    CHECK(ReadBack(Packed(text)) == text);
    const Value list = Value::List(ValueList(size, Value::Int(1)));
    CHECK(ReadBack(Packed(list)) == list);
    ValueMap entries;
    for (size_t i = 0; i < size; ++i) entries.emplace_back(std::to_string(i), Value());
    const Value map = Value::Map(entries);
    CHECK(ReadBack(Packed(map)) == map);
  }
}

TEST_CASE("bytes are those of the specification", "[packstream]") {
  CHECK(Packed(Value()) == "\xC0");
  CHECK(Packed(Value::Bool(true)) == "\xC3");
  CHECK(Packed(Value::Int(-16)) == "\xF0");
  CHECK(Packed(Value::Int(-17)) == "\xC8\xEF");
  CHECK(Packed(Value::Int(128)) == "\xC9\x00\x80"sv);
  CHECK(Packed(Value::Int(1234567)) == "\xCA\x00\x12\xD6\x87"sv);
  CHECK(Packed(Value::Float(1.23)) == "\xC1\x3F\xF3\xAE\x14\x7A\xE1\x47\xAE");
  CHECK(Packed(Value::String("Größenmaßstäbe")) ==
        "\xD0\x12Gr\xC3\xB6\xC3\x9F"
        "enma\xC3\x9Fst\xC3\xA4"
        "be");
  CHECK(Packed(Value::Map({{"one", Value::List({Value::Int(1)})}})) == "\xA1\x83one\x91\x01");
  CHECK(Packed(Value::Of(Date{1})) ==
        "\xB1"
        "D\x01");
  CHECK(Packed(Value::Of(DateTime{0, 1, 3600, ""})) == "\xB3I\x00\x01\xC9\x0E\x10"sv);
  CHECK(Packed(Value::Of(DateTime{0, 1, 3600, ""}), {.utc = false}) ==
        "\xB3"
        "F\xC9\x0E\x10\x01\xC9\x0E\x10"sv);
}

TEST_CASE("no beginning of a message is a message, and nothing may follow one", "[packstream]") {
  const auto is_message = [](const std::string& bytes) {
    try {
      ReadPacked(bytes, {});
      return true;
    } catch (const BadMessage&) {
      return false;
    }
  };
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const std::string whole = Message(Packed(RandomValue(random, 2)));
    // Of a long one some: each costs as much as it is long.
    const size_t step = 1 + whole.size() / 500;
    size_t wrong = 0;
    for (size_t size = 0; size < whole.size(); size += step) wrong += is_message(whole.substr(0, size));
    CAPTURE(seed);
    CHECK(wrong == 0);
    CHECK(is_message(whole));
    CHECK_FALSE(is_message(whole + "\x01"));
  }
}

TEST_CASE("what announces more than there is gets no memory for it", "[packstream]") {
  for (const auto field : {"\xD6\xFF\xFF\xFF\xFF"sv, "\xDA\xFF\xFF\xFF\xFF"sv, "\xD2\xFF\xFF\xFF\xFF"sv,
                           "\xCE\xFF\xFF\xFF\xFF"sv, "\xD6\x7F\xFF\xFF\xFF\xC0"sv}) {
    CHECK_THROWS_AS(ReadPacked(Message(field), {}), BadMessage);
  }
}

TEST_CASE("text is UTF-8, keys are text, nesting has an end", "[packstream]") {
  for (const auto field :
       {"\x81\xFF"sv, "\x82\xC0\x80"sv, "\x83\xED\xA0\x80"sv, "\xA1\x01\x01"sv, "\xC4"sv, "\xEF"sv}) {
    CHECK_THROWS_AS(ReadPacked(Message(field), {}), BadMessage);
  }
  CHECK(ReadBack(std::string(150, '\x91') + "\x01").kind() == ValueKind::kList);
  CHECK_THROWS_AS(ReadPacked(Message(std::string(100'000, '\x91') + "\x01"), {}), BadMessage);
}

TEST_CASE("what no value of Cypher is, is refused by name and does not end the conversation", "[packstream]") {
  const auto refused = [](std::string_view field, Dialect dialect = {}) {
    return ReadPacked(Message(field), dialect).refused;
  };
  CHECK(refused("\xCC\x02\x01\x02").starts_with("byte arrays"));
  CHECK(refused("\xB3X\x01\x01\x01").starts_with("points"));
  CHECK(refused("\xB4N\x01\x90\xA0\x80").starts_with("a node"));
  CHECK(refused("\x91\xB1Q\x01").find("0x51") != std::string::npos);
  CHECK(refused("\xB1"
                "D\x81x")
            .find("out of range") != std::string::npos);
  CHECK(refused("\xB1t\xFF").find("out of range") != std::string::npos);
  CHECK(refused("\xB3I\x01\xCB\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01") != "");
  CHECK(refused("\xB3i\x01\x01\x87No/Zone") != "");
  CHECK(refused("\xB4"
                "E\xCB\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\xCB\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xCB\x7F\xFF\xFF\xFF\xFF"
                "\xFF\xFF\xFF") != "");
  // Each dialect has its own moments.
  CHECK(refused("\xB3"
                "F\x01\x01\x01") != "");
  CHECK(refused("\xB3I\x01\x01\x01", {.utc = false}) != "");
}

TEST_CASE("a path names each node and relationship once and walks over them", "[packstream]") {
  PlainGraph graph;
  const LabelId label = graph.InternLabel("A");
  const NodeId a = graph.CreateNode({&label, 1}), b = graph.CreateNode({});
  const EdgeId forward = graph.CreateEdge(a, graph.InternType("T"), b);
  std::string out;
  PackWriter writer(out);
  // a -> b <- a: the same relationship, there and back.
  PackValue(writer, Value::OfPath({{a, b, a}, {forward, forward}}), &graph, {});
  CHECK(out ==
        "\xB3P\x92\xB4N\x00\x91\x81"
        "A\xA0\x82n0\xB4N\x01\x90\xA0\x82n1\x91\xB4r\x00\x81T\xA0\x82r0\x94\x01\x01\xFF\x00"sv);
  out.clear();
  PackValue(writer, Value::Relationship(forward), &graph, {.element_ids = false, .utc = false});
  CHECK(out == "\xB5R\x00\x00\x01\x81T\xA0"sv);
}

}  // namespace
}  // namespace papergraph::cli
