// What a limit of memory or time promises, wherever in a statement the memory or the time goes.
#include <catch2/catch.hpp>

#include "engine/session.h"
#include "grammar/error.h"
#include "storage/store.h"
#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

constexpr uint64_t kLimit = 8 << 20;

// "": it ran.
std::string FaultOf(const std::string& text, SessionOptions options) {
  const auto store = Store::Open(":memory:", {});
  Session session(*store, std::move(options));
  LastRow sink;
  try {
    session.Run(text, Value(), sink);
  } catch (const QueryError& error) {
    return error.detail();
  }
  return "";
}

std::string Within(uint64_t memory, const std::string& text) {
  SessionOptions options;
  options.memory_limit = memory;
  return FaultOf(text, options);
}

TEST_CASE("no expression makes a value that is larger than the memory a statement may hold", "[exec]") {
  for (const char* text : {
           "RETURN size(reduce(s = 'a', x IN range(1, 60) | s + s))",
           "RETURN size(reduce(s = [1], x IN range(1, 60) | s + s))",
           "RETURN size(range(1, 100000000))",
           "RETURN size(range(100000000, 1, -1))",
           "UNWIND range(1, 100000000) AS x RETURN count(x)",
           "RETURN size([x IN range(1, 300000) | toString(x)])",
           "RETURN size([x IN range(1, 100) | reduce(s = 'a', y IN range(1, 17) | s + s)])",
           "WITH reduce(s = 'a', x IN range(1, 20) | s + s) AS s RETURN size(replace(s, 'a', s))",
           "UNWIND range(1, 1000) AS x RETURN reduce(s = 'a', y IN range(1, 17) | s + s) AS s",
       }) {
    INFO(text);
    CHECK(Within(kLimit, text) == "MemoryLimit");
  }
}

TEST_CASE("what fits into the memory a statement may hold is not refused, however often it is made", "[exec]") {
  for (const char* text : {
           "RETURN size(reduce(s = 'a', x IN range(1, 20) | s + s))",
           "UNWIND range(1, 200) AS x RETURN size([y IN range(1, 20000) WHERE y % 2 = 0]) AS n",
           "WITH reduce(s = 'a', x IN range(1, 20) | s + s) AS s UNWIND range(1, 2000) AS x RETURN s",
           "UNWIND range(1, 50) AS x UNWIND range(1, 50000) AS y WITH x, y WHERE y = 1 RETURN count(*)",
       }) {
    INFO(text);
    CHECK(Within(kLimit, text) == "");
  }
}

TEST_CASE("rows that are collected, told apart or written count with their content", "[exec]") {
  for (const char* text : {
           "UNWIND range(1, 100000) AS x RETURN size(collect('a string that takes room ' + x))",
           "UNWIND range(1, 100000) AS x WITH DISTINCT 'a string that takes room ' + x AS s RETURN count(s)",
           "UNWIND range(1, 100000) AS x RETURN count(DISTINCT 'a string that takes room ' + x)",
           "UNWIND range(1, 100000) AS x CREATE (:X {v: x})",
           "CREATE (a) WITH a UNWIND range(1, 100000) AS x CREATE (a)-[:T]->(a)",
           "UNWIND range(1, 200) AS x CREATE (:X {v: reduce(s = 'a', y IN range(1, 16) | s + s)})",
       }) {
    INFO(text);
    CHECK(Within(kLimit, text) == "MemoryLimit");
  }
}

TEST_CASE("what a batch of IN TRANSACTIONS wrote counts no more once it is committed", "[exec]") {
  const std::string text = "UNWIND range(1, 60000) AS x CALL { WITH x CREATE (:X) } IN TRANSACTIONS";
  CHECK(Within(kLimit, text) == "");
  CHECK(Within(kLimit, text + " OF 60000 ROWS") == "MemoryLimit");
}

TEST_CASE("the time a statement may take holds inside expressions", "[exec]") {
  SessionOptions options;
  options.timeout_seconds = 0.05;
  for (const char* text : {
           "RETURN reduce(n = 0, x IN range(1, 20000000) | n + x % 7)",
           "RETURN size([x IN range(1, 20000000) WHERE x % 7 = 9])",
           "RETURN any(x IN range(1, 20000000) WHERE x % 7 = 9)",
           "RETURN size(reduce(s = [], x IN range(1, 1000000) | s + x))",
       }) {
    INFO(text);
    CHECK(FaultOf(text, options) == "Timeout");
  }
}

}  // namespace
}  // namespace papergraph::engine
