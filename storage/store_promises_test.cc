// What Store and Transaction promise beyond the answers themselves: isolation, conflicts, locks, versions.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "storage/database/database_store.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/format/keys.h"
#include "storage/store.h"
#include "tests/support/files.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

OpenOptions Create(uint64_t cache_bytes = 64 << 20) {
  OpenOptions options;
  options.create = true;
  options.cache_bytes = cache_bytes;
  return options;
}

StoreError::Kind KindOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const StoreError& error) {
    return error.kind();
  }
  FAIL("nothing was thrown");
  return StoreError::Kind::kIo;
}

NodeId AddNode(Transaction& transaction, int64_t value) {
  LabelId label = transaction.InternLabel("N");
  NodeId node = transaction.CreateNode({&label, 1});
  transaction.SetProperty(node, transaction.InternProperty("value"), Value::Int(value));
  return node;
}

int64_t Sum(const GraphReader& graph) {
  int64_t sum = 0;
  std::vector<NodeId> nodes(64);
  PropertyVector values;
  auto property = graph.FindProperty("value");
  for (NodeId from{0};;) {
    size_t count = graph.ScanNodes(std::nullopt, from, nodes);
    graph.GatherProperty(*property, std::span<const NodeId>(nodes.data(), count), values);
    for (size_t i = 0; i < count; ++i) sum += values.ints[i];
    if (count < nodes.size()) return sum;
    from = NodeId{Raw(nodes.back()) + 1};
  }
}

}  // namespace

TEST_CASE("a snapshot stays as it was, whatever is committed later", "[promises]") {
  const Folder folder;
  for (const std::string& path : {std::string(":memory:"), folder / "db"}) {
    auto store = Store::Open(path, Create());
    auto transaction = store->Begin();
    NodeId first = AddNode(*transaction, 1);
    transaction->Commit();
    auto before = store->Snapshot();
    // Enough that slots grow and ids reach further segments.
    for (int round = 0; round < 4; ++round) {
      transaction = store->Begin();
      for (int i = 0; i < 1500; ++i) {
        NodeId node = AddNode(*transaction, 5);
        transaction->CreateEdge(first, transaction->InternType("T"), node);
      }
      transaction->SetProperty(first, transaction->InternProperty("value"), Value::Int(100 + round));
      transaction->Commit();
      CHECK(before->NodeCount() == 1);
      CHECK(Sum(*before) == 1);
      CHECK(before->Neighbours(first, TypeId{0}, EdgeDirection::kOut).empty());
    }
    CHECK(Sum(*store->Snapshot()) == 103 + 4 * 1500 * 5);
    CHECK(store->Snapshot()->Neighbours(first, TypeId{0}, EdgeDirection::kOut).size() == 6000);
    CHECK(store->Check().faults.empty());
    transaction.reset();
    before.reset();
    store.reset();
  }
}

TEST_CASE("a cache that is too small changes no answer", "[promises]") {
  auto small = Store::Open(":memory:", Create(1)), large = Store::Open(":memory:", Create());
  for (Store* store : {small.get(), large.get()}) {
    for (int round = 0; round < 5; ++round) {
      auto transaction = store->Begin();
      for (int i = 0; i < 700; ++i) AddNode(*transaction, i);
      transaction->Commit();
    }
  }
  // Giving memory back is no change that could be in conflict with anything.
  auto transaction = small->Begin();
  PropertyId value = *transaction->FindProperty("value");
  transaction->CreateIndex("values", IndexInfo::Kind::kRange, *transaction->FindLabel("N"), {&value, 1});
  CHECK(Sum(*small->Snapshot()) == Sum(*small->Snapshot()));
  transaction->Commit();
  transaction = large->Begin();
  transaction->CreateIndex("values", IndexInfo::Kind::kRange, *transaction->FindLabel("N"), {&value, 1});
  transaction->Commit();

  auto held = small->Snapshot();
  std::vector<std::string> differences = Differences(*large->Snapshot(), *held, {});
  CHECK(differences.empty());
  CHECK(Sum(*small->Snapshot()) == Sum(*held));
  CHECK(Sum(*held) == Sum(*large->Snapshot()));
}

TEST_CASE("an index finds the many nodes of one value, however often it is asked and whatever changes", "[promises]") {
  auto store = Store::Open(":memory:", OpenOptions{.create = true});
  LabelId label;
  PropertyId property;
  std::vector<NodeId> nodes;
  {
    auto transaction = store->Begin();
    label = transaction->InternLabel("Paper");
    property = transaction->InternProperty("year");
    for (int i = 0; i < 500; ++i) {
      nodes.push_back(transaction->CreateNode(std::span(&label, 1)));
      transaction->SetProperty(nodes.back(), property, Value::Int(i % 2));
    }
    transaction->CreateIndex("years", IndexInfo::Kind::kRange, label, std::span(&property, 1));
    transaction->Commit();
  }
  const auto seek = [](const GraphReader& graph, int year) {
    std::vector<NodeId> found{kNoNode};  // what is there stays
    graph.IndexSeek(graph.Indexes()[0].id, Value::Int(year), found);
    found.erase(found.begin());
    return found;
  };
  const auto scan = [&](const GraphReader& graph, int year) {
    std::vector<NodeId> found;
    for (NodeId node : nodes) {
      if (graph.NodeProperty(node, property) == Value::Int(year)) found.push_back(node);
    }
    return found;
  };
  std::vector<std::shared_ptr<const GraphReader>> snapshots;
  for (int round = 0; round < 30; ++round) {
    snapshots.push_back(store->Snapshot());
    for (const auto& snapshot : snapshots) {
      for (int year : {0, 1, 2}) CHECK(seek(*snapshot, year) == scan(*snapshot, year));
    }
    if (round % 10 != 9) continue;  // asked often before it changes
    auto transaction = store->Begin();
    transaction->SetProperty(nodes[static_cast<size_t>(round)], property, Value::Int(2));
    for (int year : {0, 1, 2}) CHECK(seek(*transaction, year) == scan(*transaction, year));
    transaction->Commit();
  }
}

TEST_CASE("of two transactions that change the same thing the second to commit is told to begin again", "[promises]") {
  auto store = Store::Open(":memory:", Create());
  auto setup = store->Begin();
  NodeId a = AddNode(*setup, 1), b = AddNode(*setup, 2);
  EdgeId edge = setup->CreateEdge(a, setup->InternType("T"), b);
  PropertyId value = setup->InternProperty("value"), id = setup->InternProperty("id");
  LabelId label = setup->InternLabel("N");
  setup->CreateIndex("unique", IndexInfo::Kind::kUnique, label, {&id, 1});
  setup->Commit();
  setup.reset();

  using Work = std::function<void(Transaction&)>;
  auto conflicts = [&](const Work& first, const Work& second) {
    auto x = store->Begin(), y = store->Begin();
    first(*x);
    second(*y);
    x->Commit();
    try {
      y->Commit();
      return false;
    } catch (const StoreError& error) {
      CHECK(error.kind() == StoreError::Kind::kConflict);
      return true;
    }
  };
  auto set = [&](NodeId node, int64_t to) {
    return [=](Transaction& t) { t.SetProperty(node, value, Value::Int(to)); };
  };
  CHECK(conflicts(set(a, 5), set(a, 6)));
  CHECK(store->Snapshot()->NodeProperty(a, value) == Value::Int(5));
  CHECK_FALSE(conflicts(set(a, 7), set(b, 8)));
  CHECK(store->Snapshot()->NodeProperty(b, value) == Value::Int(8));
  CHECK(conflicts([&](Transaction& t) { t.SetProperty(edge, value, Value::Int(1)); },
                  [&](Transaction& t) { t.DeleteEdge(edge); }));
  // Two edges at the same node are no conflict; an edge at a node that is deleted is.
  auto connect = [&](NodeId x, NodeId y) { return [=](Transaction& t) { t.CreateEdge(x, TypeId{0}, y); }; };
  CHECK_FALSE(conflicts(connect(a, b), connect(b, a)));
  NodeId lonely{};
  {
    auto transaction = store->Begin();
    lonely = AddNode(*transaction, 3);
    transaction->Commit();
  }
  CHECK(conflicts([&](Transaction& t) { t.DeleteNode(lonely); }, connect(a, lonely)));
  {
    auto transaction = store->Begin();
    lonely = AddNode(*transaction, 3);
    transaction->Commit();
  }
  CHECK(conflicts(connect(a, lonely), [&](Transaction& t) { t.DeleteNode(lonely); }));
  auto create = [&](const char* key) {
    return [=](Transaction& t) { t.SetProperty(AddNode(t, 0), id, Value::String(key)); };
  };
  CHECK(conflicts(create("same"), create("same")));
  CHECK_FALSE(conflicts(create("one"), create("another")));
  auto record = [](const char* text) { return [=](Transaction& t) { t.PutRecord("s", "k", text); }; };
  CHECK(conflicts(record("x"), record("y")));
  CHECK(store->Snapshot()->Record("s", "k") == "x");
  auto index = [&](Transaction& t) { t.CreateIndex("values", IndexInfo::Kind::kRange, label, {&value, 1}); };
  CHECK(conflicts(set(a, 9), index));
  CHECK(conflicts(index, set(a, 10)));
  CHECK(store->Check().faults.empty());
}

TEST_CASE("readers beside writers always see whole transactions", "[promises]") {
  auto store = Store::Open(":memory:", Create(1 << 20));
  std::vector<NodeId> accounts;
  {
    auto transaction = store->Begin();
    for (int i = 0; i < 40; ++i) accounts.push_back(AddNode(*transaction, 100));
    transaction->Commit();
  }
  std::atomic<bool> stop{false}, wrong{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        if (Sum(*store->Snapshot()) != 4000) wrong = true;
      }
    });
  }
  std::vector<std::thread> writers;
  std::atomic<int> committed{0};
  for (unsigned i = 0; i < 2; ++i) {
    writers.emplace_back([&, i] {
      std::mt19937 random(i);
      for (int k = 0; k < 150; ++k) {
        try {
          auto transaction = store->Begin();
          PropertyId value = *transaction->FindProperty("value");
          NodeId from = accounts[random() % accounts.size()], to = accounts[random() % accounts.size()];
          if (from == to) continue;
          auto change = [&](NodeId node, int64_t by) {
            transaction->SetProperty(node, value, Value::Int(transaction->NodeProperty(node, value).as_int() + by));
          };
          change(from, -7);
          change(to, 7);
          transaction->Commit();
          ++committed;
        } catch (const StoreError& error) {
          if (error.kind() != StoreError::Kind::kConflict) wrong = true;
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  stop = true;
  for (std::thread& reader : readers) reader.join();
  CHECK_FALSE(wrong);
  CHECK(committed > 50);
  CHECK(store->Check().faults.empty());
}

TEST_CASE("what is not there, locked, newer or only to be read is refused, and says why", "[promises]") {
  Folder folder;
  CHECK(KindOf([&] { Store::Open(folder / "db", {}); }) == StoreError::Kind::kNotFound);
  {
    auto store = Store::Open(folder / "db", Create());
    auto transaction = store->Begin();
    AddNode(*transaction, 1);
    transaction->Commit();
    // Also from within the same process.
    CHECK(KindOf([&] { Store::Open(folder / "db", {}); }) == StoreError::Kind::kLocked);
    OpenOptions options;
    options.read_only = true;
    auto reader = Store::Open(folder / "db", options);
    CHECK(reader->Snapshot()->NodeCount() == 1);
    CHECK(KindOf([&] { reader->Begin(); }) == StoreError::Kind::kReadOnly);
    CHECK(reader->Check().faults.empty());
    transaction = store->Begin();
    AddNode(*transaction, 2);
    transaction->Commit();
    CHECK(reader->Snapshot()->NodeCount() == 1);
  }
  {
    auto store = Store::Open(folder / "db", {});
    CHECK(store->Snapshot()->NodeCount() == 2);
    std::string value;
    PutVarint(value, kFormatVersion + 1);
    PutString(value, "papergraph 9.9");
    Seal(value);
    KvBatch batch;
    batch.Put(TagKey(KeyTag::kFormat), value);
    dynamic_cast<DatabaseStore&>(*store).core().kv().Write(batch);
  }
  try {
    Store::Open(folder / "db", {});
    FAIL("a newer format was opened");
  } catch (const StoreError& error) {
    CHECK(error.kind() == StoreError::Kind::kVersion);
    CHECK_THAT(error.what(), Catch::Contains("papergraph 9.9"));
  }
  fs::remove(folder / "db/CURRENT");
  CHECK(KindOf([&] { Store::Open(folder / "db", Create()); }) == StoreError::Kind::kCorrupt);
}

TEST_CASE("reset empties the graph, names and ids included", "[promises]") {
  auto store = Store::Open(":memory:", Create());
  for (int round = 0; round < 3; ++round) {
    {
      auto transaction = store->Begin();
      CHECK_FALSE(transaction->FindLabel("N"));
      for (int i = 0; i < 3000; ++i) CHECK(Raw(AddNode(*transaction, i)) == static_cast<uint32_t>(i));
      transaction->Commit();
    }
    store->Reset();
    CHECK(store->Snapshot()->NodeCount() == 0);
    CHECK(store->Snapshot()->LabelCount() == 0);
    CHECK(store->Check().faults.empty());
  }
}

}  // namespace papergraph
