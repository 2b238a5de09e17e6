#include "storage/bulk_import.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <thread>

#include "storage/database/database_store.h"
#include "storage/format/keys.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

// What is imported: the same through a BulkImport or a transaction.
template <typename AddNode, typename AddEdge, typename Names>
void Feed(unsigned seed, int nodes, int edges, std::vector<NodeId> ends, Names& names, AddNode add_node,
          AddEdge add_edge) {
  std::mt19937 random(seed);
  auto pick = [&](size_t n) { return random() % n; };
  const LabelId labels[] = {names.InternLabel("Paper"), names.InternLabel("Method"), names.InternLabel("New")};
  const TypeId types[] = {names.InternType("USES"), names.InternType("CITES")};
  const PropertyId properties[] = {names.InternProperty("name"), names.InternProperty("aliases"),
                                   names.InternProperty("year"), names.InternProperty("title")};
  auto some_values = [&] {
    std::vector<NamedValue> values;
    for (PropertyId property : properties) {
      if (pick(3) != 0) values.emplace_back(property, RandomValue(random, false));
    }
    return values;
  };
  for (int i = 0; i < nodes; ++i) {
    std::vector<LabelId> its_labels = {labels[pick(2)]};
    if (pick(4) == 0) its_labels.push_back(labels[2]);
    ends.push_back(add_node(its_labels, some_values()));
  }
  for (int i = 0; i < edges; ++i) {
    NodeId start = ends[pick(ends.size())], end = ends[pick(ends.size())];
    add_edge(start, types[pick(2)], end, some_values());
  }
}

void FeedTransaction(Store& store, unsigned seed, int nodes, int edges, const std::vector<NodeId>& ends) {
  auto transaction = store.Begin();
  auto set = [&](auto id, const std::vector<NamedValue>& values) {
    for (const auto& [property, value] : values) transaction->SetProperty(id, property, value);
    return id;
  };
  Feed(
      seed, nodes, edges, ends, *transaction,
      [&](auto& labels, const auto& values) { return set(transaction->CreateNode(labels), values); },
      [&](NodeId start, TypeId type, NodeId end, const auto& values) {
        return set(transaction->CreateEdge(start, type, end), values);
      });
  transaction->Commit();
}

void FeedImport(Store& store, unsigned seed, int nodes, int edges, const std::vector<NodeId>& ends,
                std::optional<uint64_t> memory = std::nullopt) {
  auto import = BulkImport::Begin(store, memory);
  Feed(
      seed, nodes, edges, ends, *import,
      [&](auto& labels, const auto& values) { return import->AddNode(labels, values); },
      [&](NodeId start, TypeId type, NodeId end, const auto& values) {
        return import->AddEdge(start, type, end, values);
      });
  import->Finish();
}

std::map<std::string, std::string> Dump(Store& store) {
  KeyValue& kv = dynamic_cast<DatabaseStore&>(store).core().kv();
  kv.Compact();
  std::map<std::string, std::string> all;
  auto cursor = kv.Scan(nullptr, "");
  for (cursor->Seek(""); cursor->Valid(); cursor->Next()) all.emplace(cursor->key(), cursor->value());
  return all;
}

void CheckSameDump(Store& a, Store& b) {
  auto x = Dump(a), y = Dump(b);
  for (const auto& [key, value] : x) {
    INFO(Describe(key));
    CHECK(y.count(key) == 1);
    CHECK((y.count(key) == 0 || y[key] == value));
  }
  CHECK(x.size() == y.size());
}

void RequireSound(const Store& store) {
  for (const std::string& fault : store.Check().faults) FAIL_CHECK(fault);
}

std::string TemporaryFolder() {
  return (std::filesystem::temp_directory_path() / ("papergraph-import-test-" + std::to_string(std::random_device()())))
      .string();
}

// Two graphs, one made by imports and one by transactions, that must be the same.
void CheckImports(Store& by_import, Store& by_transaction, unsigned seed, std::optional<uint64_t> memory) {
  // Sizes around a segment's, so that some begin in the middle of one.
  const int nodes = seed % 2 == 0 ? 2500 : 300;
  FeedImport(by_import, seed, nodes, 3 * nodes, {}, memory);
  FeedTransaction(by_transaction, seed, nodes, 3 * nodes, {});
  RequireSound(by_import);
  CheckSameDump(by_import, by_transaction);

  // Into a graph with indexes and nodes to which the new edges go.
  for (Store* store : {&by_import, &by_transaction}) {
    auto transaction = store->Begin();
    PropertyId year = transaction->InternProperty("year"), title = transaction->InternProperty("title");
    transaction->CreateIndex("by year", IndexInfo::Kind::kRange, transaction->InternLabel("Paper"), {&year, 1});
    const PropertyId both[] = {year, title};
    transaction->CreateIndex("by both", IndexInfo::Kind::kRange, transaction->InternLabel("New"), both);
    const LabelId labels[] = {transaction->InternLabel("Paper"), transaction->InternLabel("New")};
    FullTextOf(*transaction).CreateTextIndex("texts", labels, both);
    const TypeId type = transaction->InternType("CITES");
    FullTextOf(*transaction).CreateTextIndex("said", std::span(&type, 1), both);
    transaction->Commit();
  }
  std::vector<NodeId> ends;
  for (uint32_t i = 0; i < 50; ++i) ends.push_back(NodeId{i * 5});
  FeedImport(by_import, seed + 10, 500, 2000, ends, memory);
  FeedTransaction(by_transaction, seed + 10, 500, 2000, ends);
  RequireSound(by_import);
  CheckSameDump(by_import, by_transaction);
  CHECK(Differences(*by_transaction.Snapshot(), *by_import.Snapshot(), {}).empty());
}

// Papers with these ids, where ids must be there and unique, and one is already.
void ImportPapers(Store& store, const std::vector<Value>& ids, bool finish, std::optional<uint64_t> memory) {
  auto import = BulkImport::Begin(store, memory);
  LabelId paper = import->InternLabel("Paper");
  for (const Value& id : ids) {
    NamedValue property(import->InternProperty("id"), id);
    import->AddNode({&paper, 1}, {&property, id.is_null() ? 0u : 1u});
  }
  if (finish) import->Finish();
}

}  // namespace

TEST_CASE("an import leaves the same keys and values as a transaction, byte for byte after compaction", "[import]") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    INFO("seed " << seed);
    auto by_import = Store::Open(":memory:", OpenOptions{.create = true}),
         by_transaction = Store::Open(":memory:", OpenOptions{.create = true});
    CheckImports(*by_import, *by_transaction, seed, std::nullopt);
  }
}

TEST_CASE("so does an import that does not fit into memory", "[import]") {
  for (const uint64_t memory : {uint64_t{0}, uint64_t{100'000}, uint64_t{2'000'000}}) {
    INFO(memory << " bytes");
    const std::string folder = TemporaryFolder();
    auto by_transaction = Store::Open(":memory:", OpenOptions{.create = true});
    CheckImports(*Store::Open(folder, OpenOptions{.create = true}), *by_transaction, memory == 100'000 ? 3 : 2, memory);
    CHECK_FALSE(std::filesystem::exists(folder + "/import"));
    auto again = Store::Open(folder, {});
    RequireSound(*again);
    CheckSameDump(*again, *by_transaction);
    again.reset();
    std::filesystem::remove_all(folder);
  }
}

TEST_CASE("an import into a folder becomes files and is there after opening again", "[import]") {
  const std::string folder = TemporaryFolder();
  auto expected = Store::Open(":memory:", OpenOptions{.create = true});
  FeedTransaction(*expected, 7, 6000, 20000, {});
  {
    auto store = Store::Open(folder, OpenOptions{.create = true});
    FeedImport(*store, 7, 6000, 20000, {});
    RequireSound(*store);
  }
  {
    auto store = Store::Open(folder, {});
    RequireSound(*store);
    CheckSameDump(*store, *expected);
  }
  CHECK_FALSE(std::filesystem::exists(folder + "/import"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("an import that is not finished, or breaks a constraint, leaves nothing", "[import]") {
  const std::string folder = TemporaryFolder();
  for (const bool in_memory : {true, false}) {
    INFO((in_memory ? "in memory" : "on the disk, with the keys, too"));
    auto store = Store::Open(in_memory ? ":memory:" : folder, OpenOptions{.create = true});
    {
      auto transaction = store->Begin();
      PropertyId id = transaction->InternProperty("id");
      LabelId paper = transaction->InternLabel("Paper");
      transaction->CreateIndex("unique", IndexInfo::Kind::kUnique, paper, {&id, 1});
      transaction->CreateIndex("exists", IndexInfo::Kind::kExists, paper, {&id, 1});
      NodeId node = transaction->CreateNode({&paper, 1});
      transaction->SetProperty(node, id, Value::String("2601.1"));
      transaction->Commit();
    }
    const auto import = [&](const std::vector<Value>& ids, bool finish) {
      ImportPapers(*store, ids, finish, in_memory ? std::nullopt : std::optional<uint64_t>(0));
    };
    import({Value::String("2601.2")}, false);
    CHECK_THROWS_WITH(import({Value::String("2601.4"), Value::String("2601.1")}, true),
                      "constraint `unique`: two nodes would have id = '2601.1'");
    CHECK_THROWS_AS(import({Value::Int(1), Value::String("x"), Value::Float(1.0)}, true), StoreError);
    CHECK_THROWS_AS(import({Value::String("2601.3"), Value()}, true), StoreError);
    CHECK(store->Snapshot()->NodeCount() == 1);
    CHECK_FALSE(std::filesystem::exists(folder + "/import"));
    RequireSound(*store);
    import({Value::String("2601.2"), Value::Float(2)}, true);
    CHECK(store->Snapshot()->NodeCount() == 3);
    RequireSound(*store);
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("what waits on the disk is gone with the import, or at the next opening to write", "[import]") {
  const std::string folder = TemporaryFolder(), left = folder + "/import";
  auto store = Store::Open(folder, OpenOptions{.create = true});
  {
    auto import = BulkImport::Begin(*store, 0);
    const NodeId node = import->AddNode({}, {});
    for (int i = 0; i < 5000; ++i) import->AddEdge(node, import->InternType("T"), node, {});
    const auto another = BulkImport::Begin(*store, 0);
    for (int i = 0; i < 3000; ++i) another->AddNode({}, {});
    // Both at once, and each has files of its own; the encoding is another thread's.
    for (int i = 0; i < 1000 && !std::filesystem::exists(left); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(std::filesystem::exists(left));
  }
  CHECK_FALSE(std::filesystem::exists(left));
  store.reset();
  std::filesystem::create_directories(left + "/1");
  std::ofstream(left + "/1/1.run") << "what a kill left";
  OpenOptions to_read;
  to_read.read_only = true;
  store = Store::Open(folder, to_read);
  CHECK(std::filesystem::exists(left));
  store.reset();
  store = Store::Open(folder, {});
  CHECK_FALSE(std::filesystem::exists(left));
  store.reset();
  std::filesystem::remove_all(folder);
}

TEST_CASE("an import for which the disk has no room says so, and leaves the graph and the folder as they were",
          "[import]") {
  const std::string folder = TemporaryFolder();
  uint64_t writes = 0;
  for (uint64_t n = 0; n == 0 || n < writes; n += 1 + writes / 12) {
    INFO("from write " << n << " on");
    FaultyDisk disk;
    {
      DatabaseStore store(folder, OpenOptions{.create = true}, disk.env());
      FeedTransaction(store, 1, 50, 100, {});
      if (n > 0) disk.FailAt(DiskWork::kWrite, n, FaultyDisk::Failure::kFull);
      const uint64_t before = disk.Count(DiskWork::kWrite);
      try {
        FeedImport(store, 2, 3000, 9000, {}, 50'000);
        CHECK(n == 0);
      } catch (const StoreError& error) {
        INFO(error.what());
        CHECK(error.kind() == StoreError::Kind::kIo);
        CHECK(std::string(error.what()).find("make room") != std::string::npos);
        CHECK(store.Snapshot()->NodeCount() == 50);
      }
      CHECK_FALSE(std::filesystem::exists(folder + "/import"));
      if (n == 0) writes = disk.Count(DiskWork::kWrite) - before;
    }
    disk.Heal();
    auto store = Store::Open(folder, {});
    CHECK(store->Snapshot()->NodeCount() == (n == 0 ? 3050u : 50u));
    RequireSound(*store);
    store.reset();
    std::filesystem::remove_all(folder);
  }
  CHECK(writes > 12);
}

TEST_CASE("an import conflicts with a commit in between, and a transaction with an import", "[import]") {
  auto store = Store::Open(":memory:", OpenOptions{.create = true});
  auto import = BulkImport::Begin(*store);
  import->AddNode({}, {});
  auto transaction = store->Begin();
  transaction->CreateNode({});
  transaction->Commit();
  CHECK_THROWS_AS(import->Finish(), StoreError);
  transaction = store->Begin();
  transaction->CreateNode({});
  FeedImport(*store, 3, 10, 10, {});
  CHECK_THROWS_AS(transaction->Commit(), StoreError);
}

}  // namespace papergraph
