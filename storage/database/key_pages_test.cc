#include "storage/database/key_pages.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "storage/store.h"

namespace papergraph {
namespace {

// A snapshot, and what its index should say: the value of each node.
struct Past {
  std::shared_ptr<const GraphReader> graph;
  std::map<NodeId, std::string> values;
};

std::vector<NodeId> With(const Past& past, const std::function<bool(const std::string&)>& fits) {
  std::vector<NodeId> nodes;
  for (const auto& [node, value] : past.values) {
    if (fits(value)) nodes.push_back(node);
  }
  return nodes;
}

std::vector<NodeId> Sorted(std::vector<NodeId> nodes) {
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

TEST_CASE("an index answers each version as it is, while commits change a few or many of its keys", "[key_pages]") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 random(seed);
    // With an odd seed the cache is too small for anything.
    auto store = Store::Open(":memory:", OpenOptions{.create = true, .cache_bytes = seed % 2 ? 1u : 64u << 20});
    LabelId label;
    PropertyId property;
    uint32_t index = 0;
    {
      auto transaction = store->Begin();
      label = transaction->InternLabel("N");
      property = transaction->InternProperty("value");
      index = transaction->CreateIndex("values", IndexInfo::Kind::kRange, label, {&property, 1});
      transaction->Commit();
    }
    // Few values, some with many nodes: lists; and many values: pages.
    const auto value = [&] {
      return random() % 3 == 0 ? "common" + std::to_string(random() % 3) : "v" + std::to_string(random() % 2000);
    };
    std::vector<Past> pasts{{store->Snapshot(), {}}};
    for (int commit = 0; commit < 60; ++commit) {
      Past next = pasts.back();
      auto transaction = store->Begin();
      const unsigned changes = commit % 20 == 0 ? 1500 : 1 + random() % 4;
      for (unsigned i = 0; i < changes; ++i) {
        if (next.values.empty() || random() % 2 == 0) {
          const NodeId node = transaction->CreateNode({&label, 1});
          transaction->SetProperty(node, property, Value::String(next.values[node] = value()));
          continue;
        }
        auto it = next.values.lower_bound(NodeId{static_cast<uint32_t>(random() % (next.values.size() * 2))});
        if (it == next.values.end()) it = next.values.begin();
        if (random() % 3 == 0) {
          transaction->DeleteNode(it->first);
          next.values.erase(it);
        } else {
          transaction->SetProperty(it->first, property, Value::String(it->second = value()));
        }
      }
      transaction->Commit();
      next.graph = store->Snapshot();
      pasts.push_back(std::move(next));
      if (pasts.size() > 6) pasts.erase(pasts.begin() + static_cast<std::ptrdiff_t>(random() % 5));
      for (int question = 0; question < 15; ++question) {
        const Past& past = pasts[random() % 2 == 0 ? pasts.size() - 1 : random() % pasts.size()];
        const std::string wanted = value();
        std::vector<NodeId> found;
        past.graph->IndexSeek(index, Value::String(wanted), found);
        REQUIRE(Sorted(found) == With(past, [&](const std::string& text) { return text == wanted; }));
        found.clear();
        const std::string prefix = wanted.substr(0, 1 + random() % wanted.size());
        past.graph->IndexPrefix(index, prefix, found);
        REQUIRE(Sorted(found) == With(past, [&](const std::string& text) { return text.starts_with(prefix); }));
      }
    }
  }
}

}  // namespace
}  // namespace papergraph
