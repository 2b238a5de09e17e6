#include "cli/client/push.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "cli/client/machine_channel.h"
#include "cli/client/scripted_channel.h"
#include "engine/formats.h"
#include "engine/session.h"
#include "tests/support/files.h"

namespace papergraph::cli {
namespace {

const auto kNothing = [](uint64_t, uint64_t) {};
const PushOptions kSmall{.batch_rows = 7, .pause_seconds = 0};

void Run(Store& store, const std::string& text) {
  engine::Session session(store, {});
  engine::NoRows nothing;
  session.Run(text, Value(), nothing);
}

/// The graph as JSON, without what a push adds.
std::string Dump(Store& store) {
  Run(store, "MATCH (n) REMOVE n.papergraph_id, n.papergraph_digest");
  Run(store, "MATCH ()-[r]->() REMOVE r.papergraph_id, r.papergraph_digest");
  const Folder folder;
  const auto graph = store.Snapshot();
  engine::FindGraphFormat("json")->write(*graph, engine::WholeGraph(*graph), folder / "graph");
  return ReadFile(folder / "graph");
}

PushReport PushTo(ServedMachine& served, const Store& store, const PushOptions& options = kSmall) {
  BoltClient client(served.Connect(), {});
  return Push(*store.Snapshot(), client, options, kNothing);
}

/// Papers, results, parallel edges, edges with nothing on them, nodes without labels and names, several labels, loops.
std::unique_ptr<Store> SampleStore() {
  auto store = Store::Open(":memory:", {});
  Run(*store,
      "UNWIND range(1, 30) AS i CREATE (p:Paper {id: toString(i), title: 'P' + i, date: date('2026-01-01'), "
      "sources: ['a.md', 'b.md']}) CREATE (p)-[:REPORTS {source: 'a.md', start: i}]->(:Result {value: i % 3 + 0.5, "
      "evidence: 'e'})");
  Run(*store, "UNWIND ['GRPO', 'PPO', '强化学习'] AS name CREATE (:Method {name: name, aliases: [name, 'x']})");
  Run(*store,
      "MATCH (p:Paper), (m:Method) CREATE (p)-[:USES {source: 'a.md', start: 1, end: 9, evidence: 'one', confidence: "
      "0.5}]->(m), (p)-[:USES {source: 'a.md', start: 10, end: 19, evidence: 'two'}]->(m), (p)-[:USES {source: "
      "'b.md', start: 1, end: 9, evidence: 'one'}]->(m)");
  Run(*store,
      "MATCH (a:Method {name: 'GRPO'}), (b:Method {name: 'PPO'}) CREATE (a)-[:PART_OF]->(b), (a)-[:PART_OF]->(b), "
      "(a)-[:PART_OF]->(a), (a)-[:SAYS {evidence: 'x'}]->(b), (a)-[:SAYS {evidence: 'y'}]->(b)");
  Run(*store,
      "CREATE (:B:A {name: 'both'}), (), (), ({x: 1}), (:Method {name: 'GRPO'}), (:`odd ``label` {`odd key`: 1})");
  return store;
}

TEST_CASE("what is pushed to an empty server is the same graph there, and a second time changes nothing", "[push]") {
  const auto store = SampleStore();
  ServedMachine served;
  const PushReport first = PushTo(served, *store);
  CHECK(first.nodes == store->Snapshot()->NodeCount());
  CHECK(first.changed.nodes_created == first.nodes);
  CHECK(first.changed.relationships_created == first.relationships);
  const PushReport second = PushTo(served, *store);
  CHECK(second.changed == engine::Stats{});
  CHECK(Dump(*served.store) == Dump(*store));
}

TEST_CASE("a push that broke at any statement goes on and ends with the same graph", "[push]") {
  const auto store = SampleStore();
  const std::string expected = Dump(*store);
  ServedMachine counted;
  PushTo(counted, *store);
  REQUIRE(counted.statements > 20);
  for (int broken = 1; broken <= counted.statements; broken += 3) {
    CAPTURE(broken);
    ServedMachine served;
    int left = broken;
    served.before_run = [&] {
      if (--left == 0) throw ConnectionError("broken");
    };
    CHECK_THROWS_AS(PushTo(served, *store), ConnectionError);
    const uint64_t there = served.store->Snapshot()->NodeCount() + served.store->Snapshot()->EdgeCount();
    const PushReport rest = PushTo(served, *store);
    CHECK(rest.changed.nodes_created + rest.changed.relationships_created + there == rest.nodes + rest.relationships);
    CHECK(Dump(*served.store) == expected);
  }
}

TEST_CASE("equal graphs are pushed as the same things, however they came to be", "[push]") {
  const auto store = SampleStore();
  ServedMachine served;
  PushTo(served, *store);
  // The same made in another order: from the Cypher script of the first.
  const Folder folder;
  const auto graph = store->Snapshot();
  engine::FindGraphFormat("cypher")->write(*graph, engine::WholeGraph(*graph), folder / "script");
  auto copy = Store::Open(":memory:", {});
  Run(*copy, "CREATE (:Gone), (:Gone)");
  Run(*copy, "MATCH (n:Gone) DELETE n");
  std::istringstream script(ReadFile(folder / "script"));
  std::string statement;
  for (std::string line; std::getline(script, line);) {
    statement += line + "\n";
    if (!line.ends_with(';')) continue;
    Run(*copy, statement.substr(0, statement.size() - 2));
    statement.clear();
  }
  CHECK(PushTo(served, *copy).changed == engine::Stats{});
}

TEST_CASE("what changed here is changed there, and nothing else", "[push]") {
  const auto store = SampleStore();
  ServedMachine served;
  PushTo(served, *store);
  Run(*store, "MATCH (p:Paper {id: '7'}) SET p.title = 'new' REMOVE p.sources");
  Run(*store, "MATCH (:Paper {id: '8'})-[r:USES {start: 10}]->(:Method {name: 'PPO'}) SET r.confidence = 0.9");
  Run(*store, "CREATE (:Paper {id: '31'})");
  const PushReport report = PushTo(served, *store);
  CHECK(report.changed.nodes_created == 1);
  CHECK(report.changed.relationships_created == 0);
  CHECK(report.changed.properties_set > 0);
  CHECK(report.changed.properties_set < 40);
  CHECK(Dump(*served.store) == Dump(*store));
}

TEST_CASE("constraints and indexes come first, and what was there from an earlier push is no reason to stop",
          "[push]") {
  const auto store = SampleStore();
  Run(*store, "CREATE CONSTRAINT one_id IF NOT EXISTS FOR (n:Paper) REQUIRE n.id IS UNIQUE");
  Run(*store, "CREATE INDEX by_date FOR (n:Paper) ON (n.date)");
  ServedMachine served;
  for (int i = 0; i < 2; ++i) {
    const PushReport report = PushTo(served, *store);
    CHECK(report.notices.size() == 1);  // nodes without a label
  }
  std::vector<std::string> names;
  for (const IndexInfo& index : served.store->Snapshot()->Indexes()) names.push_back(index.name);
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"by_date", "one_id", "papergraph_id_A", "papergraph_id_Method",
                                          "papergraph_id_Paper", "papergraph_id_Result", "papergraph_id_odd `label"});
}

TEST_CASE("an engine with other words for constraints gets them, and what it says to try again is tried again",
          "[push]") {
  // The messages as Bolt's documentation has them, server name, codes and texts as Memgraph's documentation has them.
  const auto chunked = [](uint8_t tag, ValueList fields = {}) {
    std::string out;
    AppendChunked(out, Message(tag, fields));
    return out;
  };
  const auto success = [&](ValueMap metadata = {}) { return chunked(kSuccess, {Value::Map(std::move(metadata))}); };
  const auto failure = [&](const char* code, const char* text) {
    return chunked(kFailure, {Value::Map({{"code", Value::String(code)}, {"message", Value::String(text)}})}) +
           chunked(kIgnored);
  };
  const std::string done = success({{"fields", Value::List({})}}) + success({{"type", Value::String("w")}});
  std::string sent;
  auto script = std::make_unique<ScriptedChannel>();
  script->sent = &sent;
  script->coming = {
      std::string("\0\0\2\5", 4),
      success({{"server", Value::String("Neo4j/v5.11.0 compatible graph database server - Memgraph")}}),
      success(),
      failure("Memgraph.ClientError.MemgraphError.MemgraphError", "mismatched input 'IF' expecting ON"),
      success(),
      done,
      done,
      success({{"fields", Value::List({Value::String("one")})}}) + success(),
      failure("Memgraph.TransientError.MemgraphError.MemgraphError", "Cannot resolve conflicting transactions."),
      success(),
      success({{"fields", Value::List({})}}) +
          success({{"stats", Value::Map({{"nodes-created", Value::Int(1)}, {"properties-set", Value::Int(3)}})}}),
  };
  auto store = Store::Open(":memory:", {});
  Run(*store, "CREATE (:Paper {id: '1'})");
  {
    BoltClient client(std::move(script), {});
    const PushReport report = Push(*store->Snapshot(), client, kSmall, kNothing);
    CHECK(report.notices.empty());
    CHECK(report.changed.nodes_created == 1);
  }
  std::vector<std::string> messages, statements;
  ChunkReader(1 << 20).Add(std::string_view(sent).substr(20), messages);
  for (const std::string& message : messages) {
    const PackedMessage read = ReadPacked(message, {});
    if (read.tag == kRun) statements.emplace_back(read.fields[0].as_string());
  }
  REQUIRE(statements.size() == 6);
  CHECK(statements[0] ==
        "CREATE CONSTRAINT papergraph_id_Paper IF NOT EXISTS FOR (n:Paper) REQUIRE n.papergraph_id IS UNIQUE");
  CHECK(statements[1] == "CREATE INDEX ON :Paper(papergraph_id)");
  CHECK(statements[2] == "CREATE CONSTRAINT ON (n:Paper) ASSERT n.papergraph_id IS UNIQUE");
  CHECK(statements[3].starts_with("MATCH (n:Paper) WHERE n.papergraph_id IS NOT NULL"));
  CHECK(statements[4].starts_with("UNWIND $rows AS row MERGE (n:Paper {papergraph_id: row.id})"));
  CHECK(statements[5] == statements[4]);
}

}  // namespace
}  // namespace papergraph::cli
