// What a transaction has changed and not yet committed, by node, by edge, by key.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "storage/full_text.h"
#include "storage/graph_reader.h"

namespace papergraph {

template <typename Key, typename Content>
using ChangeList = std::vector<std::pair<Key, Content>>;  // unordered, each key once; short

/// Sets the entry of `key`. Linear: an entity has few.
template <typename Key, typename Content>
void SetIn(ChangeList<Key, Content>& list, Key key, Content content) {
  for (auto& entry : list) {
    if (entry.first == key) {
      entry.second = std::move(content);
      return;
    }
  }
  list.emplace_back(key, std::move(content));
}
template <typename Key, typename Content>
const Content* FindIn(const ChangeList<Key, Content>& list, Key key) {
  for (const auto& entry : list) {
    if (entry.first == key) return &entry.second;
  }
  return nullptr;
}

struct NodeChange {
  bool exists = true;
  bool created = false;
  ChangeList<LabelId, bool> labels;          // has it now
  ChangeList<PropertyId, Value> properties;  // null: has it no more
};

struct EdgeChange {
  EdgeRecord record;
  bool exists = true;
  bool created = false;
  ChangeList<PropertyId, Value> properties;
};

/// One neighbour list of the transaction: the version's, without `removed`, with `added`.
class ListChange {
 public:
  void Add(Neighbour entry);
  void Remove(Neighbour entry);
  /// Ascending; lives until the next Add or Remove.
  std::span<const Neighbour> Merge(std::span<const Neighbour> base) const;

 private:
  void Sort() const;

  mutable std::vector<Neighbour> added_;
  mutable size_t sorted_ = 0;       // how many of added_ are in order
  std::vector<Neighbour> removed_;  // of the version's; ascending
  mutable std::vector<Neighbour> merged_;
  mutable bool is_merged_ = false;
};

/// Ids that a scan finds beyond those of the version, and those that it does not find any more.
template <typename Id>
struct IdChanges {
  std::set<Id> added, removed;
  bool empty() const { return added.empty() && removed.empty(); }
  /// REQUIRES: the id is not there yet.
  void Add(Id id) {
    if (removed.erase(id) == 0) added.insert(id);
  }
  /// REQUIRES: the id is there.
  void Remove(Id id) {
    if (added.erase(id) == 0) removed.insert(id);
  }
};

struct Overlay {
  std::unordered_map<NodeId, NodeChange> nodes;
  std::unordered_map<EdgeId, EdgeChange> edges;
  std::unordered_map<uint64_t, ListChange> lists;  // by ListKey
  IdChanges<NodeId> node_ids;
  IdChanges<EdgeId> edge_ids;
  std::map<LabelId, IdChanges<NodeId>> label_ids;
  std::map<TypeId, int64_t> type_counts;
  std::set<PropertyId> node_properties, edge_properties;   // that some change is about
  std::map<std::string, std::optional<std::string>> keys;  // sorted keys: the new value, or deleted
  std::map<uint32_t, TextTotals> text_totals;              // by index id: what a commit adds, modulo 2^64

  static uint64_t ListKey(NodeId node, TypeId type, EdgeDirection direction) {
    return uint64_t{Raw(node)} << 32 | uint64_t{Raw(type)} << 1 | static_cast<uint64_t>(direction);
  }
};

}  // namespace papergraph
