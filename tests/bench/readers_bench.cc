// Reading throughput alone, and beside a writer of 200 commits a second to the same store.
#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <thread>

#include "engine/session.h"

namespace papergraph::engine {
namespace {

constexpr int kPapers = 20'000, kMethods = 500;

/// Papers of 15 years that cite ten others and use three methods each, on the disk.
class StoredPapers {
 public:
  StoredPapers() : folder_(std::filesystem::temp_directory_path() / "papergraph-readers-bench") {
    std::filesystem::remove_all(folder_);
    store_ = Store::Open(folder_.string(), OpenOptions{.create = true});
    auto transaction = store_->Begin();
    const LabelId paper = transaction->InternLabel("Paper"), method = transaction->InternLabel("Method");
    const PropertyId id = transaction->InternProperty("id"), year = transaction->InternProperty("year");
    const TypeId cites = transaction->InternType("CITES"), uses = transaction->InternType("USES");
    std::vector<NodeId> papers, methods;
    for (int i = 0; i < kMethods; ++i) {
      methods.push_back(transaction->CreateNode({&method, 1}));
      transaction->SetProperty(methods.back(), id, Value::Int(i));
    }
    std::mt19937 random(1);
    for (int i = 0; i < kPapers; ++i) {
      papers.push_back(transaction->CreateNode({&paper, 1}));
      transaction->SetProperty(papers.back(), id, Value::Int(i));
      transaction->SetProperty(papers.back(), year, Value::Int(2012 + i * 15 / kPapers));
      for (int k = 0; k < 10; ++k) transaction->CreateEdge(papers.back(), cites, papers[random() % papers.size()]);
      for (int k = 0; k < 3; ++k) transaction->CreateEdge(papers.back(), uses, methods[random() % kMethods]);
    }
    transaction->CreateIndex("papers", IndexInfo::Kind::kRange, paper, {&id, 1});
    transaction->CreateIndex("methods", IndexInfo::Kind::kRange, method, {&id, 1});
    transaction->CreateIndex("years", IndexInfo::Kind::kRange, paper, {&year, 1});
    transaction->Commit();
  }
  ~StoredPapers() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  Store& store() { return *store_; }

 private:
  const std::filesystem::path folder_;
  std::unique_ptr<Store> store_;
};

void Write(Store& store, const std::atomic<bool>& stop) {
  Session session(store, {});
  NoRows sink;
  std::mt19937 random(2);
  auto next = std::chrono::steady_clock::now();
  for (int i = kPapers; !stop; ++i) {
    const auto any = [&](int limit) {
      return Value::Int(static_cast<int64_t>(random() % static_cast<unsigned>(limit)));
    };
    session.Run(
        "MATCH (a:Paper {id: $a}), (b:Paper {id: $b}), (m:Method {id: $m}) "
        "CREATE (p:Paper {id: $id, year: 2026}), (p)-[:CITES]->(a), (p)-[:CITES]->(b), (p)-[:USES]->(m)",
        Value::Map({{"id", Value::Int(i)}, {"a", any(kPapers)}, {"b", any(kPapers)}, {"m", any(kMethods)}}), sink);
    next += std::chrono::milliseconds(5);
    std::this_thread::sleep_until(next);
  }
}

void Read(benchmark::State& state, std::string_view text, bool beside_writer) {
  StoredPapers papers;
  std::atomic<bool> stop{false};
  std::thread writer;
  if (beside_writer) writer = std::thread([&] { Write(papers.store(), stop); });
  Session session(papers.store(), {});
  NoRows sink;
  int at = 0;
  for (auto _ : state) session.Run(text, Value::Map({{"id", Value::Int(at++ * 7919 % kPapers)}}), sink);
  state.SetItemsProcessed(state.iterations());
  stop = true;
  if (writer.joinable()) writer.join();
}

constexpr std::string_view kYearOf = "MATCH (p:Paper {id: $id}) RETURN p.year";
constexpr std::string_view kReach = "MATCH (p:Paper {id: $id})-[:CITES*1..3]->(q) RETURN count(DISTINCT q)";
constexpr std::string_view kYear =
    "MATCH (p:Paper)-[:USES]->(m:Method) WHERE p.year = 2020 RETURN m.id AS m, count(*) AS c ORDER BY c DESC, m LIMIT "
    "10";
constexpr std::string_view kScan = "MATCH (p:Paper) RETURN p.year AS y, count(*) AS c ORDER BY y";

BENCHMARK_CAPTURE(Read, lookup_alone, kYearOf, false)->Name("readers/lookup/alone")->UseRealTime();
BENCHMARK_CAPTURE(Read, lookup_beside, kYearOf, true)->Name("readers/lookup/beside_writer")->UseRealTime();
BENCHMARK_CAPTURE(Read, reach_alone, kReach, false)->Name("readers/reach/alone")->UseRealTime();
BENCHMARK_CAPTURE(Read, reach_beside, kReach, true)->Name("readers/reach/beside_writer")->UseRealTime();
BENCHMARK_CAPTURE(Read, year_alone, kYear, false)->Name("readers/year/alone")->UseRealTime();
BENCHMARK_CAPTURE(Read, year_beside, kYear, true)->Name("readers/year/beside_writer")->UseRealTime();
BENCHMARK_CAPTURE(Read, scan_alone, kScan, false)->Name("readers/scan/alone")->UseRealTime();
BENCHMARK_CAPTURE(Read, scan_beside, kScan, true)->Name("readers/scan/beside_writer")->UseRealTime();

}  // namespace
}  // namespace papergraph::engine
