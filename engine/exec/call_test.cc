// What LOAD CSV takes from a file.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/session.h"
#include "grammar/error.h"
#include "storage/store.h"
#include "tests/support/files.h"
#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

// LOAD CSV of a file with this content; the message of the error, or "".
std::string Load(const std::string& content, const std::string& how, LastRow& sink) {
  const Folder folder;
  std::ofstream(folder / "rows.csv", std::ios::binary) << content;
  const auto store = Store::Open(":memory:", {});
  SessionOptions options;
  options.allow_files = folder.path;
  Session session(*store, options);
  std::string message;
  try {
    session.Run(how, Value(), sink);
  } catch (const QueryError& error) {
    message = error.what();
  }
  return message;
}

Value Strings(std::initializer_list<const char*> texts) {
  ValueList list;
  for (const char* text : texts) list.push_back(text ? Value::String(text) : Value());
  return Value::List(std::move(list));
}

TEST_CASE("LOAD CSV refuses what import refuses, and names file, line and column", "[exec]") {
  LastRow sink;
  const std::string how = "LOAD CSV FROM 'rows.csv' AS row RETURN row";
  CHECK_THAT(Load("a,b\n\xc3\xa9,x\xff\n", how, sink), Catch::Contains("rows.csv:2:4: this byte is not UTF-8"));
  CHECK_THAT(Load("a,b\n\"x\"y,1\n", how, sink), Catch::Contains("rows.csv:2:4: "));
  CHECK_THAT(Load("a\nb,\"c", how, sink), Catch::Contains("rows.csv:2:3: this quote is not closed"));
}

TEST_CASE("LOAD CSV gives fields as strings, empty ones without quotes as null, under any separator", "[exec]") {
  LastRow sink;
  CHECK(Load("\xef\xbb\xbf"
             "a;\"b;\"\"c\"\"\";;\"\";d,e\r\n",
             "LOAD CSV FROM 'rows.csv' AS row FIELDTERMINATOR ';' RETURN row", sink) == "");
  REQUIRE(sink.count == 1);
  CHECK(sink.row[0] == Strings({"a", "b;\"c\"", nullptr, "", "d,e"}));
  CHECK(Load("name,n\nx,1\ny\n", "LOAD CSV WITH HEADERS FROM 'rows.csv' AS row RETURN row.name, row.n", sink) == "");
  CHECK(sink.row == std::vector<Value>{Value::String("y"), Value()});
}

}  // namespace
}  // namespace papergraph::engine
