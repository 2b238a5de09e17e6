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

TEST_CASE("LOAD CSV leaves the allowed folder by no name, path or link", "[exec]") {
  namespace fs = std::filesystem;
  const Folder place;
  fs::create_directories(place.path / "allowed/deep");
  fs::create_directory(place.path / "allowed2");
  for (const char* file : {"secret.csv", "allowed2/secret.csv", "allowed/open.csv", "allowed/..dots.csv"}) {
    std::ofstream(place / file) << "x\n";
  }
  fs::create_symlink("../secret.csv", place / "allowed/link.csv");
  fs::create_symlink(place.path, place / "allowed/deep/up");
  fs::create_symlink("open.csv", place / "allowed/inside.csv");
  const auto store = Store::Open(":memory:", {});
  SessionOptions options;
  options.allow_files = place / "allowed";
  Session session(*store, options);
  const auto detail = [&](const std::string& name) -> std::string {
    LastRow sink;
    try {
      session.Run("LOAD CSV FROM $file AS row RETURN row", Value::Map({{"file", Value::String(name)}}), sink);
    } catch (const QueryError& error) {
      return error.detail();
    }
    return sink.count == 1 ? "read" : "nothing";
  };
  const std::string out = place / "secret.csv";
  for (const std::string& name :
       {std::string("../secret.csv"), std::string("deep/../../secret.csv"), std::string("link.csv"),
        std::string("deep/up/secret.csv"), std::string("deep/up/allowed2/secret.csv"),
        std::string("../allowed2/secret.csv"), out, "file://" + out, "file://" + (place / "allowed/../secret.csv"),
        place / "allowed2/secret.csv", std::string("file:///../secret.csv"), std::string("file://../secret.csv"),
        std::string("file:///link.csv")}) {
    CAPTURE(name);
    CHECK(detail(name) == "FileAccessDenied");
  }
  for (const std::string& name :
       {std::string("open.csv"), std::string("inside.csv"), std::string("deep/../open.csv"), std::string("..dots.csv"),
        std::string("file:///open.csv"), place / "allowed/open.csv"}) {
    CAPTURE(name);
    CHECK(detail(name) == "read");
  }
  // No file: neither read nor waited for.
  for (const char* name : {"", ".", "..", "deep", "none.csv"}) {
    CAPTURE(name);
    const std::string said = detail(name);
    CHECK((said == "FileAccessDenied" || said == "FileNotFound"));
  }
}

}  // namespace
}  // namespace papergraph::engine
