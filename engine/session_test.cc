// Sessions over a store in memory: what a statement promises whatever it says.
#include "engine/session.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

struct Client {
  std::unique_ptr<Store> store = Store::Open(":memory:", {});
  Session session;
  Summary summary;
  explicit Client(SessionOptions options = {}) : session(*store, std::move(options)) {}

  std::vector<std::vector<Value>> Run(std::string_view text, const Value& params = Value()) {
    SeenRows seen;
    summary = session.Run(text, params, seen);
    return seen.rows;
  }
  int64_t Number(std::string_view text, const Value& params = Value()) {
    const auto rows = Run(text, params);
    REQUIRE(rows.size() == 1);
    REQUIRE(rows[0][0].kind() == ValueKind::kInt);
    return rows[0][0].as_int();
  }
  int64_t Nodes() { return Number("MATCH (n) RETURN count(n)"); }
  // "TypeError/InvalidArgumentType", or "" when there is none.
  std::string ErrorOf(std::string_view text) {
    try {
      Run(text);
    } catch (const QueryError& error) {
      return std::string(NameOf(error.type())) + "/" + error.detail();
    }
    return "";
  }
  std::string Plan(const std::string& text) {
    Run("EXPLAIN " + text);
    return summary.plan;
  }
};

constexpr const char* kAborted = "TransactionError/TransactionAborted";

TEST_CASE("COMMIT keeps what a transaction did, ROLLBACK does not", "[session]") {
  Client client;
  client.Run("BEGIN");
  CHECK(client.session.in_transaction());
  client.Run("CREATE (:A)");
  CHECK(client.Nodes() == 1);
  CHECK(client.store->Snapshot()->NodeCount() == 0);
  client.Run("ROLLBACK");
  CHECK(client.Nodes() == 0);
  client.Run("BEGIN");
  client.Run("CREATE (:A)");
  client.Run("COMMIT");
  CHECK_FALSE(client.session.in_transaction());
  CHECK(client.store->Snapshot()->NodeCount() == 1);
}

TEST_CASE("BEGIN inside a transaction and COMMIT outside are errors", "[session]") {
  Client client;
  CHECK(client.ErrorOf("COMMIT") == "TransactionError/NoTransaction");
  CHECK(client.ErrorOf("ROLLBACK") == "TransactionError/NoTransaction");
  client.Run("BEGIN");
  CHECK(client.ErrorOf("BEGIN") == "TransactionError/TransactionOpen");
}

TEST_CASE("after an error inside a transaction all fails until it ends, and COMMIT rolls back", "[session]") {
  Client client;
  client.Run("BEGIN");
  client.Run("CREATE (:A)");
  CHECK(client.ErrorOf("UNWIND [1, 0] AS i CREATE (:B {x: 1 / i})") == "ArithmeticError/DivisionByZero");
  CHECK(client.ErrorOf("RETURN 1") == kAborted);
  CHECK(client.ErrorOf("RETURN (") == kAborted);
  CHECK(client.ErrorOf("no such words") == kAborted);
  CHECK(client.ErrorOf("MATCH (n) RETURN n") == kAborted);
  CHECK(client.ErrorOf("COMMIT") == kAborted);
  CHECK_FALSE(client.session.in_transaction());
  CHECK(client.Nodes() == 0);
}

TEST_CASE("a statement that fails on its own changes nothing", "[session]") {
  Client client;
  CHECK(client.ErrorOf("UNWIND [1, 0] AS i CREATE (:B {x: 1 / i})") != "");
  CHECK(client.Nodes() == 0);
}

TEST_CASE("a kept plan reads the parameters of each run", "[session]") {
  Client client;
  client.Run("UNWIND range(1, 9) AS i CREATE (:P {n: i})");
  for (int64_t i = 1; i <= 3; ++i) {
    CHECK(client.Number("MATCH (p:P) WHERE p.n <= $n RETURN count(p)", Value::Map({{"n", Value::Int(i)}})) == i);
  }
}

TEST_CASE("a plan made before an index was there is made again", "[session]") {
  Client client;
  client.Run("UNWIND range(1, 50) AS i CREATE (:P {n: i})");
  const std::string text = "MATCH (p:P {n: 5}) RETURN p.n";
  CHECK(Has(client.Plan(text), "LabelScan"));
  client.Run("CREATE INDEX here FOR (p:P) ON (p.n)");
  CHECK(Has(client.Plan(text), "IndexSeek"));
  CHECK(client.Number(text) == 5);
  client.Run("DROP INDEX here");
  CHECK(Has(client.Plan(text), "LabelScan"));
  CHECK(client.Number(text) == 5);
}

TEST_CASE("after Reset a known statement sees the empty graph", "[session]") {
  Client client;
  client.Run("CREATE (:P)");
  CHECK(client.Nodes() == 1);
  client.session.Reset();
  CHECK(client.Nodes() == 0);
}

TEST_CASE("an index gives the rows that a scan gives", "[session]") {
  Client client;
  client.Run("UNWIND range(1, 60) AS i CREATE (:P {n: i % 20, s: 'x' + toString(i)})");
  client.Run("CREATE (:P {n: 3.0, s: 'y'}), (:P {n: 'three'}), (:P {n: null, s: ''}), (:Q {n: 3, s: 'x1'})");
  const std::vector<std::string> tests = {
      "p.n = 3",   "p.n > 3 AND p.n <= 9", "p.n < 4",   "p.n >= 18",        "p.n = 'three'",
      "p.n > 'a'", "p.s STARTS WITH 'x1'", "p.s = 'y'", "p.n IN [1, 2, 99]"};
  const auto all = [&] {
    std::vector<std::vector<std::vector<Value>>> results;
    for (const std::string& test : tests) {
      results.push_back(client.Run("MATCH (p:P) WHERE " + test + " RETURN id(p) AS id ORDER BY id"));
    }
    return results;
  };
  const auto scanned = all();
  client.Run("CREATE INDEX FOR (p:P) ON (p.n)");
  client.Run("CREATE INDEX FOR (p:P) ON (p.s)");
  const auto sought = all();
  for (size_t i = 0; i < tests.size(); ++i) {
    INFO(tests[i]);
    CHECK(scanned[i] == sought[i]);
    CHECK_FALSE(sought[i].empty());
  }
}

TEST_CASE("a constraint refuses what breaks it", "[session]") {
  Client client;
  client.Run("CREATE CONSTRAINT only FOR (p:P) REQUIRE p.id IS UNIQUE");
  client.Run("CREATE (:P {id: 1})");
  CHECK(client.ErrorOf("CREATE (:P {id: 1})") == "ConstraintValidationFailed/ConstraintViolation");
  client.Run("CREATE CONSTRAINT there FOR (m:M) REQUIRE m.name IS NOT NULL");
  CHECK(client.ErrorOf("CREATE (:M)") == "ConstraintValidationFailed/ConstraintViolation");
  CHECK(client.Nodes() == 1);
  CHECK(client.Run("SHOW CONSTRAINTS").size() == 2);
}

TEST_CASE("a constraint that the graph breaks is not made", "[session]") {
  Client client;
  client.Run("CREATE (:P {id: 1}), (:P {id: 1})");
  CHECK(client.ErrorOf("CREATE CONSTRAINT FOR (p:P) REQUIRE p.id IS UNIQUE") ==
        "ConstraintVerificationFailed/ConstraintViolation");
  CHECK(client.Run("SHOW CONSTRAINTS").empty());
}

TEST_CASE("EXPLAIN runs nothing, PROFILE runs and counts rows", "[session]") {
  Client client;
  client.Run("EXPLAIN CREATE (:A)");
  CHECK_FALSE(client.summary.plan.empty());
  CHECK(client.Nodes() == 0);
  client.Run("PROFILE UNWIND range(1, 7) AS i CREATE (:A {i: i})");
  CHECK(Has(client.summary.plan, "[7 rows]"));
  CHECK(client.Nodes() == 7);
}

TEST_CASE("CALL IN TRANSACTIONS keeps the batches before an error, and is refused inside BEGIN", "[session]") {
  Client client;
  const std::string text =
      "UNWIND [1, 1, 1, 1, 0] AS i CALL { WITH i CREATE (:A {x: 1 / i}) } IN TRANSACTIONS OF 2 ROWS";
  CHECK(client.ErrorOf(text) == "ArithmeticError/DivisionByZero");
  CHECK(client.Nodes() == 4);
  client.Run("BEGIN");
  CHECK(client.ErrorOf(text) == "TransactionError/TransactionOpen");
}

TEST_CASE("FOREACH changes once for each item", "[session]") {
  Client client;
  client.Run("FOREACH (i IN range(1, 4) | CREATE (:A {i: i}))");
  CHECK(client.summary.stats.nodes_created == 4);
  CHECK(client.Number("MATCH (a:A) RETURN sum(a.i)") == 10);
}

TEST_CASE("LOAD CSV reads nothing when no folder is allowed", "[session]") {
  Client client;
  CHECK(client.ErrorOf("LOAD CSV FROM 'x.csv' AS row RETURN row") == "ArgumentError/FileAccessDenied");
}

TEST_CASE("a statement that runs too long or is cancelled ends as ResourceError", "[session]") {
  const std::string forever = "UNWIND range(1, 100000) AS a UNWIND range(1, 1000000) AS b RETURN count(*)";
  SessionOptions options;
  options.timeout_seconds = 0.05;
  Client hurried(options);
  CHECK(hurried.ErrorOf(forever).starts_with("ResourceError/"));
  Client client;
  // Cancel() before the statement begins does nothing: again until it ends.
  std::atomic<bool> ended{false};
  std::thread other([&] {
    while (!ended) {
      client.session.Cancel();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  const std::string error = client.ErrorOf(forever);
  ended = true;
  other.join();
  CHECK(error == "ResourceError/Cancelled");
}

TEST_CASE("what a transaction writes counts against the memory limit over all its statements", "[session]") {
  SessionOptions options;
  options.memory_limit = 2 << 20;
  Client client(options);
  const std::string write = "UNWIND range(1, 2000) AS i CREATE (:A {text: 'some words that take a little room'})";
  client.Run("BEGIN");
  std::string error;
  for (int i = 0; i < 20 && error.empty(); ++i) error = client.ErrorOf(write);
  CHECK(error == "ResourceError/MemoryLimit");
  client.Run("ROLLBACK");
  for (int i = 0; i < 20; ++i) client.Run(write);
  CHECK(client.Nodes() == 40000);
}

TEST_CASE("a list that grows too deep is said to nest too deep, at its place", "[session]") {
  Client client;
  try {
    client.Run("RETURN reduce(a = [], x IN range(1, 3000) | [a])");
    FAIL("no error");
  } catch (const QueryError& error) {
    CHECK(error.detail() == "NestingTooDeep");
    CHECK(error.span() == Span{44, 47});
  }
}

TEST_CASE("a session that only reads refuses to write, and its transactions hold one state of the graph", "[session]") {
  Client client;
  client.Run("CREATE (:A)");
  client.session.SetReadOnly(true);
  for (const char* write : {"CREATE (:A)", "MATCH (a:A) SET a.x = 1", "CREATE INDEX FOR (a:A) ON (a.x)",
                            "CREATE CONSTRAINT FOR (a:A) REQUIRE a.x IS UNIQUE"}) {
    CHECK(client.ErrorOf(write) == "StorageError/ReadOnly");
  }
  client.Run("BEGIN");
  CHECK(client.session.in_transaction());
  CHECK(client.Nodes() == 1);
  Session writer(*client.store, {});
  SeenRows nothing;
  writer.Run("CREATE (:A)", Value(), nothing);
  CHECK(client.Nodes() == 1);
  client.Run("COMMIT");
  CHECK_FALSE(client.session.in_transaction());
  CHECK(client.Nodes() == 2);
  client.Run("BEGIN");
  CHECK(client.ErrorOf("BEGIN") == "TransactionError/TransactionOpen");
  client.Run("ROLLBACK");
  client.Run("BEGIN");
  CHECK(client.ErrorOf("CREATE (:A)") == "StorageError/ReadOnly");
  CHECK(client.ErrorOf("RETURN 1") == kAborted);
  client.Run("ROLLBACK");
  client.session.SetReadOnly(false);
  client.Run("CREATE (:A)");
  CHECK(client.Nodes() == 3);
}

TEST_CASE("a session tells what its last statement was", "[session]") {
  Client client;
  const auto kind = [&](const char* text) {
    client.Run(text);
    return client.session.last_kind();
  };
  CHECK(kind("RETURN 1") == StatementKind::kRead);
  CHECK(kind("CREATE (:A)") == StatementKind::kWrite);
  CHECK(kind("CREATE (a:A) RETURN a") == StatementKind::kReadWrite);
  CHECK(kind("CREATE INDEX FOR (a:A) ON (a.x)") == StatementKind::kSchema);
  CHECK(kind("EXPLAIN CREATE (:A)") == StatementKind::kRead);
  CHECK(kind("BEGIN") == StatementKind::kRead);
}

}  // namespace
}  // namespace papergraph::engine
