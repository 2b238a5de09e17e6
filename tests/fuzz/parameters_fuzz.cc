// A parameter of any kind at every place where one can stand: rows or a QueryError, the same with the optimiser and
// without; what is stored comes back, and is found through an index as without one.
#include <cstdint>
#include <memory>
#include <string>

#include "engine/json.h"
#include "engine/session.h"
#include "storage/graph_writer.h"
#include "storage/store.h"
#include "tests/fuzz/disagree.h"
#include "tests/generate/run.h"

namespace papergraph {
namespace {

using generate::Outcome;
using generate::Shown;

constexpr const char* kReads[] = {
    "RETURN $p AS p",
    "MATCH (n:N {v: $p}) RETURN n.k ORDER BY n.k",
    "MATCH (n:N) WHERE n.v = $p RETURN n.k ORDER BY n.k",
    "MATCH (n:N) WHERE n.v < $p RETURN n.k ORDER BY n.k",
    "MATCH (n:N) WHERE n.v >= $p RETURN n.k ORDER BY n.k",
    "MATCH (n:N) WHERE n.v IN $p RETURN n.k ORDER BY n.k",
    "MATCH (n:N) WHERE n.v STARTS WITH $p RETURN n.k ORDER BY n.k",
    "MATCH (n:N) WHERE n.v =~ $p RETURN n.k ORDER BY n.k",
    "MATCH (n:N) WHERE id(n) = $p RETURN n.k ORDER BY n.k",
    "MATCH (n:N $p) RETURN n.k ORDER BY n.k",
    "MATCH (n:N)-[r $p]->() RETURN n.k ORDER BY n.k",
    "MATCH (n:N) RETURN n.k ORDER BY n.k SKIP $p",
    "MATCH (n:N) RETURN n.k ORDER BY n.k LIMIT $p",
    "UNWIND $p AS x RETURN x",
    "RETURN $p = $p, $p < $p, $p IN [$p, 1], $p IS NULL, size(toStringOrNull($p)), [$p] = [$p], {a: $p}",
    "RETURN $p.x, $p['x']",
    "RETURN $p[0], $p[..1]",
    "RETURN $p + 1",
    "RETURN $p + $p",
    "RETURN valueType($p), coalesce($p, 1)",
    "MATCH (n:N) RETURN max(coalesce(n.v, $p)), min($p), count(DISTINCT $p), collect($p)[0]",
    "RETURN any(x IN $p WHERE x = 1), reduce(a = 0, x IN $p | a + 1)",
    "RETURN keys($p), properties($p)",
    "RETURN date($p)",
    "RETURN duration($p)",
    "RETURN datetime($p)",
};

struct Graph {
  std::unique_ptr<Store> store = Store::Open(":memory:", {});
  engine::Session fast{*store, Limits(true)}, plain{*store, Limits(false)};

  static engine::SessionOptions Limits(bool optimise) {
    engine::SessionOptions options;
    options.memory_limit = 16 << 20;
    options.timeout_seconds = 0.1;
    options.optimise = optimise;
    return options;
  }

  Graph() {
    Run(fast,
        "UNWIND [1, 2, 2.0, 0.5, 'a', 'ab', true, date('2024-01-31'), duration('P1D'), [1, 2], ['a'], "
        "datetime('2024-03-31T01:30[Europe/Berlin]'), localtime('12:00')] AS v "
        "CREATE (:N {v: v, k: toString(v)})-[:T {v: v}]->(:M {v: v})",
        Value());
    Run(fast, "CREATE INDEX nv FOR (n:N) ON (n.v)", Value());
  }

  static Outcome Run(engine::Session& session, const std::string& text, const Value& parameters) {
    Shown sink;
    try {
      session.Run(text, parameters, sink);
    } catch (const QueryError& error) {
      sink.outcome.rows.clear();
      sink.outcome.error = std::string(NameOf(error.type())) + "/" + error.detail();
      sink.outcome.resource = error.type() == ErrorType::kResourceError;
    }
    return std::move(sink.outcome);
  }
};

void Check(const std::string& json) {
  static Graph graph;
  Value value;
  try {
    value = engine::ParseJsonValue(json);
  } catch (const QueryError&) {
    return;
  }
  const Value parameters = Value::Map({{"p", value}});
  for (const char* text : kReads) {
    const Outcome first = Graph::Run(graph.fast, text, parameters), second = Graph::Run(graph.plain, text, parameters);
    if (first.resource || second.resource) continue;
    if (first.error != second.error || first.rows != second.rows)
      Disagree(text, json + "\n" + first.Text(), second.Text());
  }
  const auto snapshot = graph.store->Snapshot();
  const Outcome returned = Graph::Run(graph.fast, "RETURN $p AS p", parameters);
  if (returned.rows != std::vector<std::string>{generate::Show(value, *snapshot) + " | "})
    Disagree("RETURN $p", json, returned.Text());
  Graph::Run(graph.fast, "BEGIN", Value());
  const Outcome made = Graph::Run(graph.fast, "CREATE (n:N {v: $p}) RETURN n.v", parameters);
  if (made.error.empty()) {
    if (!IsStorable(value) && !value.is_null()) Disagree("stored what cannot be stored", json, made.Text());
    if (made.rows != returned.rows) Disagree("what was stored", made.Text(), returned.Text());
  } else if (IsStorable(value) && !made.resource) {
    Disagree("not stored", json, made.Text());
  }
  Graph::Run(graph.fast, "ROLLBACK", Value());
}

}  // namespace
}  // namespace papergraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::Check(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
