#include "engine/json.h"

#include <catch2/catch.hpp>
#include <limits>

#include "engine/exec/batch.h"
#include "tests/support/random_values.h"

namespace papergraph::engine {
namespace {

std::string Json(const Value& value) {
  std::string text;
  AppendJson(text, value, PlainGraph());
  return text;
}

}  // namespace

TEST_CASE("every value reads back from its JSON", "[json]") {
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    Value value = RandomStorable(random);
    if (i % 3 == 0) value = Value::Map({{"_type", value}, {"k" + RandomText(random), Value::List({value, Value()})}});
    if (i % 7 == 0) value = Value::Map({{"value", Value::Map({{"_type", Value::String("map")}, {"value", value}})}});
    const std::string json = Json(value);
    CAPTURE(json);
    CHECK(ParseJsonValue(json) == value);
  }
}

TEST_CASE("a float always has a point or an exponent, and its shortest form", "[json]") {
  CHECK(Json(Value::Float(1)) == "1.0");
  CHECK(Json(Value::Float(-0.0)) == "-0.0");
  CHECK(Json(Value::Float(0.1)) == "0.1");
  CHECK(Json(Value::Float(1e300)) == "1e+300");
  CHECK(Json(Value::Float(std::numeric_limits<double>::quiet_NaN())) == R"({"_type":"float","value":"NaN"})");
  CHECK(Json(Value::Float(-std::numeric_limits<double>::infinity())) == R"({"_type":"float","value":"-Infinity"})");
}

TEST_CASE("what _type says does not hang on the order of the keys", "[json]") {
  const auto same = [](const char* one, const char* other) { CHECK(ParseJsonValue(one) == ParseJsonValue(other)); };
  same(R"({"value":"2026-01-31","_type":"date"})", R"({"_type":"date","value":"2026-01-31"})");
  same(R"({"value":{"_type":1},"_type":"map"})", R"({"_type":"map","value":{"_type":1}})");
  same(R"({"value":{"value":{"_type":2},"_type":"map"},"a":1})",
       R"({"a":1,"value":{"_type":"map","value":{"_type":2}}})");
  // The inner map is content, so that its `_type` is a key; what stands in it is as usual.
  same(R"({"value":{"value":{"value":"P1D","_type":"duration"},"_type":"map"},"_type":"map"})",
       R"({"_type":"map","value":{"_type":"map","value":{"_type":"duration","value":"P1D"}}})");
  same(R"({"value":[{"value":"P1D","_type":"duration"}]})", R"({"value":[{"_type":"duration","value":"P1D"}]})");
  CHECK_THROWS_AS(ParseJsonValue(R"({"value":{"value":{"_type":"x"},"_type":"map"},"_type":"map"})"), QueryError);
}

TEST_CASE("a map with the key _type is marked, others are not", "[json]") {
  CHECK(Json(Value::Map({{"_type", Value::Int(1)}})) == R"({"_type":"map","value":{"_type":1}})");
  CHECK(Json(Value::Map({{"b", Value::Int(1)}, {"a", Value()}})) == R"({"a":null,"b":1})");
}

TEST_CASE("text that is not UTF-8 still becomes valid JSON", "[json]") {
  CHECK(Json(Value::String("a\xff\xc3(\"\x1f")) == "\"a\xef\xbf\xbd\xef\xbf\xbd(\\\"\\u001f\"");
  CHECK(Json(Value::String("\xed\xa0\x80")) == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
  CHECK(Json(Value::String("组👩")) == "\"组👩\"");
}

TEST_CASE("plain JSON is read as the full reader reads it", "[json]") {
  // A float sends the whole text to the full reader.
  for (const std::string text : {"0",
                                 "-7",
                                 "-0",
                                 "00",
                                 "01",
                                 "999999999999999999",
                                 "-999999999999999999",
                                 "1000000000000000000",
                                 "9223372036854775807",
                                 "9223372036854775808",
                                 "true",
                                 "truex",
                                 "nul",
                                 "\"\"",
                                 "\"a b\"",
                                 R"("\"\\\/\b\f\n\r\t")",
                                 R"("\u0041\x")",
                                 "\"\t\"",
                                 "\"open",
                                 "\"\xe4\xb8\xad\"",
                                 "[]",
                                 "[ 1 ,2 ]",
                                 "[1,]",
                                 "{}",
                                 R"({"a":1,"b":[null,{"c":"d"}]})",
                                 R"({"a":1,"a":2})",
                                 R"({"a":1,})",
                                 R"({"a" : {"_type":"date"}})",
                                 R"({"_type":"date","value":"2026-01-02"})",
                                 "{\"a\":1}}",
                                 "[1 2]",
                                 "\x7f",
                                 "+1",
                                 "1e2",
                                 "-"}) {
    const auto read = [](const std::string& json) {
      try {
        return Json(ParseJsonValue(json).as_list()[0]);
      } catch (const QueryError& error) {
        return error.detail();
      }
    };
    CAPTURE(text);
    CHECK(read("[" + text + "]") == read("[" + text + ",1.5]"));
  }
}

TEST_CASE("rows are the same JSON as columns and as values", "[json]") {
  std::mt19937 random(2);
  const PlainGraph graph;
  for (int round = 0; round < 200; ++round) {
    const size_t rows = random() % 40;
    std::vector<Column> columns(1 + random() % 4);
    std::vector<std::string> texts;
    texts.reserve(rows * columns.size());
    for (Column& column : columns) {
      using Type = Column::Type;
      constexpr Type kTypes[] = {Type::kNull, Type::kBool, Type::kInt, Type::kFloat, Type::kString, Type::kValue};
      column.Reset(kTypes[random() % std::size(kTypes)]);
      for (size_t row = 0; row < rows; ++row) {
        column.valid.push_back(random() % 5 != 0);
        column.ints.push_back(column.type == Type::kBool ? random() % 2 : static_cast<int64_t>(random()) - 77);
        column.floats.push_back(static_cast<double>(random()) / 7);
        const char* const unit = random() % 3 == 0 ? "\x7f\"\\ \n\xc3" : random() % 2 == 0 ? "中é" : "plain ";
        std::string& text = texts.emplace_back(random() % 20, 'x');
        for (size_t i = random() % 4 == 0 ? random() % 2000 : random() % 3; i > 0; --i) text += unit;
        column.strings.push_back(text);
        column.values.push_back(RandomStorable(random));
      }
    }
    std::vector<const Column*> pointers;
    for (const Column& column : columns) pointers.push_back(&column);
    std::string by_columns, by_rows;
    JsonStatement one(by_columns), other(by_rows);
    one.Columns({}, graph);
    other.Columns({}, graph);
    one.Rows(pointers, rows);
    for (size_t row = 0; row < rows; ++row) {
      std::vector<Value> values;
      for (const Column& column : columns) values.push_back(column.Get(row));
      other.Row(values);
    }
    CHECK(by_columns == by_rows);
  }
}

TEST_CASE("each byte of a string that is not plain text is escaped, wherever it stands", "[json]") {
  for (int c = 0; c < 0x80; ++c) {
    for (size_t at = 0; at < 17; ++at) {
      std::string text(17, 'a');
      text[at] = static_cast<char>(c);
      std::string json;
      AppendJsonString(json, text);
      CAPTURE(c, at, json);
      CHECK(ParseJsonValue(json) == Value::String(text));
      CHECK((json.size() == text.size() + 2) == (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f));
    }
  }
}

TEST_CASE("a request for a statement is read as any other JSON", "[json]") {
  const auto reads = [](const std::string& line) {
    JsonQuery query;
    if (!ReadJsonQuery(line, query)) return false;
    const Value whole = ParseJsonValue(line);
    CHECK(whole.Find("op")->as_string() == "query");
    CHECK(whole.Find("query")->as_string() == query.text);
    const Value* const params = whole.Find("params");
    CHECK((params ? *params : Value()) == query.params);
    return true;
  };
  CHECK(reads(R"({"op": "query", "query": "RETURN 1", "params": {"a": [1, "b"]}})"));
  CHECK(reads(R"( {"params":null,"query":"RETURN \"x\"\n","op":"query"} )"));
  CHECK(reads(R"({"op":"query","query":""})"));
  for (const char* const line :
       {R"({"op":"reset"})", R"({"op":"query"})", R"({"query":"RETURN 1"})", R"({"op":"reset","query":"RETURN 1"})",
        R"({"op":"query","query":"a","query":"b"})", R"({"op":"query","query":1})",
        R"({"op":"query","query":"a","x":1})", R"({"op":"query","query":"a","params":[1]})",
        R"({"op":"query","query":"a","params":{"d":{"_type":"date"}}})", R"({"op":"query","query":"a"}})",
        R"({"op":"query","query":"a",})", R"({"op":"query","query":"\u0041"})", R"([])", R"({})", "", "{"}) {
    CAPTURE(line);
    CHECK_FALSE(reads(line));
  }
}

TEST_CASE("bad JSON is an error that says where", "[json]") {
  const auto fault = [](std::string_view json) -> std::pair<std::string, uint32_t> {
    try {
      ParseJsonValue(json);
    } catch (const QueryError& error) {
      return {error.detail(), error.span().start};
    }
    return {"none", 0};
  };
  CHECK(fault("{\"a\":}") == std::pair<std::string, uint32_t>("InvalidJson", 5));
  CHECK(fault("9223372036854775808").first == "IntegerOverflow");
  CHECK(fault("99999999999999999999999").first == "IntegerOverflow");
  CHECK(fault(std::string(2000, '[')).first == "NestingTooDeep");
  CHECK(fault(R"({"_type":"date","value":"no"})").first == "InvalidJson");
  CHECK(fault(R"({"_type":"node","id":1})").first == "InvalidJson");
  CHECK(fault("\"\xff\"").first == "InvalidJson");
  CHECK(fault("").first == "InvalidJson");
  CHECK(fault("1 2").first == "InvalidJson");
}

TEST_CASE("entities as parameters must exist", "[json]") {
  PlainGraph graph;
  const NodeId node = graph.CreateNode({});
  bool has_entities = false;
  std::string json;
  AppendJson(json, Value::List({Value::Node(node)}), graph);
  const Value back = ParseJsonValue(json, &has_entities);
  CHECK(has_entities);
  CHECK(back == Value::List({Value::Node(node)}));
  CHECK_NOTHROW(RequireEntities(back, graph));
  CHECK_THROWS_AS(RequireEntities(Value::Node(NodeId{7}), graph), QueryError);
}

}  // namespace papergraph::engine
