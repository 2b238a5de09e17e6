#include "storage/bulk_import.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <random>

#include "storage/database/database_store.h"
#include "storage/format/keys.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

OpenOptions Create() {
  OpenOptions options;
  options.create = true;
  return options;
}

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

void FeedImport(Store& store, unsigned seed, int nodes, int edges, const std::vector<NodeId>& ends) {
  auto import = BulkImport::Begin(store);
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

}  // namespace

TEST_CASE("an import leaves the same keys and values as a transaction, byte for byte after compaction", "[import]") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    INFO("seed " << seed);
    auto by_import = Store::Open(":memory:", Create()), by_transaction = Store::Open(":memory:", Create());
    // Sizes around a segment's, so that some begin in the middle of one.
    const int nodes = seed % 2 == 0 ? 2500 : 300;
    FeedImport(*by_import, seed, nodes, 3 * nodes, {});
    FeedTransaction(*by_transaction, seed, nodes, 3 * nodes, {});
    RequireSound(*by_import);
    CheckSameDump(*by_import, *by_transaction);

    // Into a graph with indexes and nodes to which the new edges go.
    for (Store* store : {by_import.get(), by_transaction.get()}) {
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
    FeedImport(*by_import, seed + 10, 500, 2000, ends);
    FeedTransaction(*by_transaction, seed + 10, 500, 2000, ends);
    RequireSound(*by_import);
    CheckSameDump(*by_import, *by_transaction);
    CHECK(Differences(*by_transaction->Snapshot(), *by_import->Snapshot(), {}).empty());
  }
}

TEST_CASE("an import into a folder becomes files and is there after opening again", "[import]") {
  const std::string folder = TemporaryFolder();
  auto expected = Store::Open(":memory:", Create());
  FeedTransaction(*expected, 7, 6000, 20000, {});
  {
    auto store = Store::Open(folder, Create());
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
  auto store = Store::Open(":memory:", Create());
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
  auto import_papers = [&](const std::vector<Value>& ids, bool finish) {
    auto import = BulkImport::Begin(*store);
    LabelId paper = import->InternLabel("Paper");
    for (const Value& id : ids) {
      NamedValue property(import->InternProperty("id"), id);
      import->AddNode({&paper, 1}, {&property, id.is_null() ? 0u : 1u});
    }
    if (finish) import->Finish();
  };
  import_papers({Value::String("2601.2")}, false);
  CHECK_THROWS_AS(import_papers({Value::String("2601.1")}, true), StoreError);
  CHECK_THROWS_AS(import_papers({Value::Int(1), Value::Float(1.0)}, true), StoreError);
  CHECK_THROWS_AS(import_papers({Value::String("2601.3"), Value()}, true), StoreError);
  CHECK(store->Snapshot()->NodeCount() == 1);
  RequireSound(*store);
  import_papers({Value::String("2601.2"), Value::Float(2)}, true);
  CHECK(store->Snapshot()->NodeCount() == 3);
  RequireSound(*store);
}

TEST_CASE("an import conflicts with a commit in between, and a transaction with an import", "[import]") {
  auto store = Store::Open(":memory:", Create());
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
