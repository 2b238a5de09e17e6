// Nodes, relationships and paths that another server sends, as a graph of their own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/store.h"

namespace papergraph::cli {

/// One answer's. They get numbers of their own from 0, in the order in which they come; what comes again is the same.
class RemoteEntities {
 public:
  RemoteEntities();

  /// A structure of Bolt -> what it is; points become maps. Nullopt: it is none that is known, or its fields are wrong.
  std::optional<Value> Read(uint8_t tag, const std::vector<Value>& fields);
  /// Has all that was read; of the ends of a relationship perhaps nothing but that they are there.
  const GraphReader& graph() const { return *transaction_; }

 private:
  NodeId NodeAt(const Value& id);
  EdgeId EdgeAt(const Value& id, NodeId start, std::string_view type, NodeId end, const Value& properties);
  template <typename Id>
  void Describe(Id id, const Value& properties);
  std::optional<Value> ReadPath(const std::vector<Value>& fields);

  std::unique_ptr<Store> store_;
  std::unique_ptr<Transaction> transaction_;
  std::unordered_map<std::string, NodeId> nodes_;
  std::unordered_map<std::string, EdgeId> edges_;
};

}  // namespace papergraph::cli
