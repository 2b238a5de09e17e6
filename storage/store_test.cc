#include "storage/store.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <random>

#include "tests/support/plain_graph.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("papergraph-store-test-" + std::to_string(std::random_device()()))) {}
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

OpenOptions Create() {
  OpenOptions options;
  options.create = true;
  return options;
}

// Values of every kind; few different ones, so that they meet.
Value RandomValue(std::mt19937& random, int depth = 0) {
  auto pick = [&](int n) { return static_cast<int64_t>(random() % static_cast<unsigned>(n)); };
  switch (pick(depth == 0 ? 18 : 14)) {
    case 0:
      return Value::Bool(pick(2) == 0);
    case 1:
    case 2:
      return Value::Int(pick(4));
    case 3:
      return Value::Int((int64_t{1} << 53) + pick(3) - 1);
    case 4:
      return Value::Float(static_cast<double>(pick(6)) / 2);
    case 5:
      return Value::Float(std::vector<double>{-0.0, NAN, INFINITY, -INFINITY, 9007199254740992.0, 9.3e18}[pick(6)]);
    case 6:
    case 7:
      return Value::String(std::vector<std::string>{"", "a", "ab", "Gsm-8k", "强化", std::string("a\0b", 3)}[pick(6)]);
    case 8:
      return Value::Of(Date{pick(3)});
    case 9:
      return Value::Of(LocalTime{pick(2)});
    case 10:
      return Value::Of(Time{pick(2) * 3600000000000, static_cast<int32_t>(pick(2) * 3600)});
    case 11:
      return Value::Of(LocalDateTime{pick(2) - 1, static_cast<int32_t>(pick(2))});
    case 12:
      return Value::Of(
          DateTime{pick(2), 0, static_cast<int32_t>(pick(2) * 3600), pick(2) == 0 ? "" : "Europe/Stockholm"});
    case 13:
      return Value::Of(Duration{pick(2), pick(3), pick(2), 0});
    default: {
      ValueList items;
      for (int64_t i = pick(3); i > 0; --i) items.push_back(RandomValue(random, 1));
      return Value::List(std::move(items));
    }
  }
}

// The same random calls to two graphs; what one refuses the other must refuse.
class Driver {
 public:
  explicit Driver(unsigned seed) : random_(seed) {}

  void Steps(GraphWriter& plain, GraphWriter& stored, int count) {
    for (int i = 0; i < count; ++i) Step(plain, stored);
  }

 private:
  int64_t Pick(size_t n) { return static_cast<int64_t>(random_() % n); }

  template <typename Call>
  void Both(GraphWriter& plain, GraphWriter& stored, Call call) {
    auto run = [&](GraphWriter& graph) -> std::string {
      try {
        call(graph);
        return "";
      } catch (const StoreError& error) {
        return "refused";
      }
    };
    std::string expected = run(plain), actual = run(stored);
    REQUIRE(expected == actual);
  }

  std::optional<NodeId> AnyNode(const GraphReader& graph) {
    if (graph.NodeCount() == 0) return std::nullopt;
    NodeId found[1];
    NodeId from{static_cast<uint32_t>(Pick(graph.NodeIdLimit()))};
    if (graph.ScanNodes(std::nullopt, from, found) == 0) graph.ScanNodes(std::nullopt, NodeId{0}, found);
    return found[0];
  }
  std::optional<EdgeId> AnyEdge(const GraphReader& graph) {
    if (graph.EdgeCount() == 0) return std::nullopt;
    EdgeId found[1];
    EdgeId from{static_cast<uint32_t>(Pick(graph.EdgeIdLimit()))};
    if (graph.ScanEdges(std::nullopt, from, found) == 0) graph.ScanEdges(std::nullopt, EdgeId{0}, found);
    return found[0];
  }

  void Step(GraphWriter& plain, GraphWriter& stored) {
    const char* labels[] = {"Paper", "Method", "Model", "Result"};
    const char* types[] = {"USES", "CITES", "ON"};
    const char* properties[] = {"name", "aliases", "title", "year", "score"};
    auto both = [&](auto call) { Both(plain, stored, call); };
    switch (Pick(20)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        std::string a = labels[Pick(4)], b = labels[Pick(4)];
        bool two = Pick(3) == 0;
        both([&](GraphWriter& graph) {
          std::vector<LabelId> ids = {graph.InternLabel(a)};
          if (two) ids.push_back(graph.InternLabel(b));
          graph.CreateNode(ids);
        });
        break;
      }
      case 4:
      case 5:
      case 6: {
        auto start = AnyNode(plain), end = AnyNode(plain);
        std::string type = types[Pick(3)];
        if (start) both([&](GraphWriter& graph) { graph.CreateEdge(*start, graph.InternType(type), *end); });
        break;
      }
      case 7:
        if (auto edge = AnyEdge(plain)) {
          both([&](GraphWriter& graph) {
            EdgeRecord before = graph.EdgeOf(*edge);
            graph.DeleteEdge(*edge);
            CHECK(graph.EdgeOf(*edge) == before);
          });
        }
        break;
      case 8:
        if (auto node = AnyNode(plain)) {
          both([&](GraphWriter& graph) {
            std::vector<EdgeId> edges;
            for (uint32_t type = 0; type < graph.TypeCount(); ++type) {
              for (auto direction : {EdgeDirection::kOut, EdgeDirection::kIn}) {
                for (const Neighbour& each : graph.Neighbours(*node, TypeId{type}, direction))
                  edges.push_back(each.edge);
              }
            }
            for (EdgeId edge : edges) {
              if (graph.HasEdge(edge)) graph.DeleteEdge(edge);
            }
            graph.DeleteNode(*node);
          });
        }
        break;
      case 9:
      case 10: {
        auto node = AnyNode(plain);
        std::string label = labels[Pick(4)];
        bool add = Pick(2) == 0;
        if (!node) break;
        CHECK(plain.HasLabel(*node, plain.InternLabel(label)) == stored.HasLabel(*node, stored.InternLabel(label)));
        both([&](GraphWriter& graph) {
          LabelId id = graph.InternLabel(label);
          bool had = graph.HasLabel(*node, id);
          CHECK((add ? graph.AddLabel(*node, id) : graph.RemoveLabel(*node, id)) == (add ? !had : had));
        });
        break;
      }
      case 11:
      case 12:
      case 13:
      case 14: {
        auto node = AnyNode(plain);
        std::string property = properties[Pick(5)];
        Value value = Pick(5) == 0 ? Value() : RandomValue(random_);
        if (node) both([&](GraphWriter& graph) { graph.SetProperty(*node, graph.InternProperty(property), value); });
        break;
      }
      case 15: {
        auto edge = AnyEdge(plain);
        std::string property = properties[Pick(5)];
        Value value = Pick(5) == 0 ? Value() : RandomValue(random_);
        if (edge) both([&](GraphWriter& graph) { graph.SetProperty(*edge, graph.InternProperty(property), value); });
        break;
      }
      case 16: {
        if (Pick(4) != 0) break;
        std::string name = "index " + std::to_string(Pick(4)), label = labels[Pick(4)];
        auto kind = static_cast<IndexInfo::Kind>(Pick(10) < 7 ? 0 : Pick(3));
        std::vector<std::string> about = {properties[Pick(5)]};
        if (Pick(3) == 0) about.push_back(properties[Pick(5)]);
        both([&](GraphWriter& graph) {
          std::vector<PropertyId> ids;
          for (const std::string& property : about) ids.push_back(graph.InternProperty(property));
          graph.CreateIndex(name, kind, graph.InternLabel(label), ids);
        });
        break;
      }
      case 17: {
        auto indexes = plain.Indexes();
        if (indexes.size() < 3 || Pick(3) != 0) break;
        uint32_t id = indexes[static_cast<size_t>(Pick(indexes.size()))].id;
        both([&](GraphWriter& graph) { graph.DropIndex(id); });
        break;
      }
      case 18: {
        std::string key = std::to_string(Pick(6)), value(static_cast<size_t>(Pick(4)), 'x');
        if (Pick(3) == 0) {
          both([&](GraphWriter& graph) { graph.DeleteRecord("documents", key); });
        } else {
          both([&](GraphWriter& graph) { graph.PutRecord("documents", key, value); });
        }
        break;
      }
      case 19:
        both([&](GraphWriter& graph) { graph.CheckConstraints(); });
        break;
      default:
        break;
    }
  }

  std::mt19937 random_;
};

void CheckSame(const GraphReader& plain, const GraphReader& stored) {
  for (const std::string& difference : Differences(plain, stored, {"documents", "nothing"})) FAIL_CHECK(difference);
}

void CompareRuns(unsigned seed, const std::string& path) {
  INFO("seed " << seed);
  PlainGraph plain;
  auto store = Store::Open(path, Create());
  Driver driver(seed);
  std::mt19937 random(seed + 1000);
  for (int round = 0; round < 6; ++round) {
    auto transaction = store->Begin();
    size_t plain_start = plain.Savepoint();
    driver.Steps(plain, *transaction, 40);
    CheckSame(plain, *transaction);
    for (int i = 0; i < 2; ++i) {
      size_t a = plain.Savepoint(), b = transaction->Savepoint();
      driver.Steps(plain, *transaction, 25);
      if (random() % 2 == 0) {
        plain.RollbackTo(a);
        transaction->RollbackTo(b);
        CheckSame(plain, *transaction);
      }
      driver.Steps(plain, *transaction, 5);
    }
    CheckSame(plain, *transaction);
    if (random() % 4 == 0) {
      plain.RollbackTo(plain_start);
      transaction.reset();
    } else {
      transaction->Commit();
      transaction.reset();
    }
    CheckSame(plain, *store->Snapshot());
    for (const std::string& fault : store->Check().faults) FAIL_CHECK(fault);
    // Ids and names of a rolled back transaction stay taken while the store is open, so only what was committed is
    // reopened.
    if (!store->in_memory() && plain.NodeIdLimit() == store->Snapshot()->NodeIdLimit() &&
        plain.EdgeIdLimit() == store->Snapshot()->EdgeIdLimit() &&
        plain.PropertyCount() == store->Snapshot()->PropertyCount() &&
        plain.LabelCount() == store->Snapshot()->LabelCount() && plain.TypeCount() == store->Snapshot()->TypeCount()) {
      store.reset();
      store = Store::Open(path, {});
      CheckSame(plain, *store->Snapshot());
    }
  }
}

}  // namespace

TEST_CASE("a store in memory answers as the plain graph does, whatever is done to both", "[store]") {
  for (unsigned seed = 1; seed <= 12; ++seed) CompareRuns(seed, ":memory:");
}

TEST_CASE("a store in a folder answers as the plain graph does, also after opening it again", "[store]") {
  for (unsigned seed = 100; seed <= 106; ++seed) {
    Folder folder;
    CompareRuns(seed, folder.path());
  }
}

}  // namespace papergraph
