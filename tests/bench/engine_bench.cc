// Statements through a session, without the pipe: what each step of a quick one costs; and commits to a disk.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <random>
#include <string>

#include "engine/json.h"
#include "engine/session.h"
#include "grammar/parser.h"

namespace papergraph::engine {
namespace {

/// 10,000 papers that cite ten others each, by chance but the same in every run.
Store& Papers() {
  static const std::unique_ptr<Store> store = [] {
    auto made = Store::Open(":memory:", OpenOptions{.create = true});
    auto transaction = made->Begin();
    const LabelId paper = transaction->InternLabel("Paper");
    const PropertyId id = transaction->InternProperty("id");
    const TypeId cites = transaction->InternType("CITES");
    std::vector<NodeId> nodes;
    for (int i = 0; i < 10'000; ++i) {
      nodes.push_back(transaction->CreateNode(std::span(&paper, 1)));
      transaction->SetProperty(nodes.back(), id, Value::String(std::to_string(i)));
    }
    std::mt19937 random(1);
    for (NodeId node : nodes) {
      for (int k = 0; k < 10; ++k) transaction->CreateEdge(node, cites, nodes[random() % nodes.size()]);
    }
    transaction->CreateIndex("papers", IndexInfo::Kind::kRange, paper, std::span(&id, 1));
    transaction->Commit();
    return made;
  }();
  return *store;
}

constexpr std::string_view kLookup = "MATCH (p:Paper {id: $id}) RETURN p.id";

void Ask(benchmark::State& state, std::string_view text) {
  Session session(Papers(), {});
  NoRows sink;
  int at = 0;
  for (auto _ : state) {
    const Value params = Value::Map({{"id", Value::String(std::to_string(at++ % 10'000))}});
    session.Run(text, params, sink);
  }
}

void ReadRequest(benchmark::State& state) {
  const std::string request = R"({"op": "query", "query": ")" + std::string(kLookup) + R"(", "params": {"id": "77"}})";
  for (auto _ : state) benchmark::DoNotOptimize(ParseJsonValue(request));
}

void ParseStatement(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Parse(kLookup));
}

/// Each commit is one node, synced; threads share the store.
void Commit(benchmark::State& state) {
  static std::unique_ptr<Store> store;
  const auto folder = std::filesystem::temp_directory_path() / "papergraph-commit-bench";
  if (state.thread_index() == 0) {
    std::filesystem::remove_all(folder);
    store = Store::Open(folder.string(), OpenOptions{.create = true});
  }
  for (auto _ : state) {
    auto transaction = store->Begin();
    const LabelId paper = transaction->InternLabel("Paper");
    transaction->CreateNode(std::span(&paper, 1));
    transaction->Commit();
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    store.reset();
    std::filesystem::remove_all(folder);
  }
}

BENCHMARK(ReadRequest)->Name("statement/read_json");
BENCHMARK(ParseStatement)->Name("statement/parse");
BENCHMARK_CAPTURE(Ask, point_lookup, kLookup)->Name("statement/point_lookup");
BENCHMARK_CAPTURE(Ask, khop, "MATCH (p:Paper {id: $id})-[:CITES*1..3]->(q) RETURN count(DISTINCT q)")
    ->Name("statement/khop3");
BENCHMARK_CAPTURE(Ask, path,
                  "MATCH (a:Paper {id: $id}), (b:Paper {id: '5'}) MATCH p = shortestPath((a)-[*..8]-(b)) "
                  "RETURN length(p)")
    ->Name("statement/shortest_path");
BENCHMARK(Commit)->Name("commit")->UseRealTime()->Threads(1)->Threads(8)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace papergraph::engine
