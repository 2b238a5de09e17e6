// What indexes and constraints promise to each other.
#include <catch2/catch.hpp>

#include "engine/session.h"
#include "grammar/error.h"
#include "storage/store.h"
#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

struct SchemaClient {
  std::unique_ptr<Store> store = Store::Open(":memory:", {});
  Session session{*store, {}};

  // The detail of the error, or "".
  std::string Run(const std::string& text) {
    LastRow sink;
    try {
      session.Run(text, Value(), sink);
    } catch (const QueryError& error) {
      return error.detail();
    }
    return "";
  }
};

TEST_CASE("a node key and the constraints of its properties come and go without each other", "[schema]") {
  const std::string not_null = "CREATE CONSTRAINT c1 FOR (p:P) REQUIRE p.n IS NOT NULL";
  const std::string key = "CREATE CONSTRAINT c2 FOR (p:P) REQUIRE (p.n, p.v) IS NODE KEY";
  for (const bool key_first : {false, true}) {
    SchemaClient graph;
    CHECK(graph.Run(key_first ? key : not_null) == "");
    CHECK(graph.Run(key_first ? not_null : key) == "");
    CHECK(graph.Run("CREATE CONSTRAINT c3 FOR (p:P) REQUIRE p.n IS NOT NULL") == "ConstraintAlreadyExists");
    CHECK(graph.Run("CREATE CONSTRAINT c4 FOR (p:P) REQUIRE (p.n, p.v) IS NODE KEY") == "ConstraintAlreadyExists");
    CHECK(graph.Run("CREATE (:P {n: 1})") != "");
    CHECK(graph.Run("DROP CONSTRAINT c2") == "");
    CHECK(graph.Run("CREATE (:P {n: 1}), (:P {n: 1})") == "");
    CHECK(graph.Run("CREATE (:P {v: 1})") != "");
    CHECK(graph.Run("DROP CONSTRAINT c1") == "");
    CHECK(graph.Run("CREATE (:P {v: 1})") == "");
  }
}

TEST_CASE("dropping a node key leaves a node key whose name begins like it", "[schema]") {
  SchemaClient graph;
  CHECK(graph.Run("CREATE CONSTRAINT k FOR (p:P) REQUIRE p.n IS NODE KEY") == "");
  CHECK(graph.Run("CREATE CONSTRAINT k_2 FOR (p:Q) REQUIRE p.n IS NODE KEY") == "");
  CHECK(graph.Run("DROP CONSTRAINT k") == "");
  CHECK(graph.Run("CREATE (:P)") == "");
  CHECK(graph.Run("CREATE (:Q)") != "");
}

}  // namespace
}  // namespace papergraph::engine
