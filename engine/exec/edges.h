// Walking relationships of a node: types resolved to ids, directions, what must differ.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "engine/algebra/ops.h"
#include "engine/exec/batch.h"
#include "engine/exec/context.h"

namespace papergraph::engine {

/// Relationship types of a pattern as ids. Names that are not in the graph (yet) are looked up again at each Refresh.
class TypeSet {
 public:
  explicit TypeSet(const Types& types) : any_(types.any) {
    for (const std::string& name : types.names) names_.emplace_back(name);
  }
  const std::vector<TypeId>& Refresh(const GraphReader& graph) {
    if (any_) {
      while (ids_.size() < graph.TypeCount()) ids_.push_back(TypeId{static_cast<uint32_t>(ids_.size())});
    } else if (ids_.size() < names_.size()) {
      ids_.clear();
      for (auto& name : names_) {
        if (auto id = name.Resolve(graph)) ids_.push_back(*id);
      }
      std::sort(ids_.begin(), ids_.end());
      ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    }
    return ids_;
  }
  bool Contains(TypeId type) const { return any_ || std::binary_search(ids_.begin(), ids_.end(), type); }

 private:
  bool any_;
  std::vector<NameRef<TypeId>> names_;
  std::vector<TypeId> ids_;
};

/// Goes through the neighbours of one node, by type, then out before in; a self-loop comes once when both directions
/// are asked.
class NeighbourCursor {
 public:
  void Start(const GraphReader& graph, NodeId node, const std::vector<TypeId>& types, Flow flow) {
    graph_ = &graph;
    node_ = node;
    types_ = &types;
    flow_ = flow;
    list_ = 0;
    position_ = 0;
    current_ = {};
    skip_loops_ = false;
  }
  /// The rest of the current list; empty at the end of all. In lists with skip_loops() entries of the node itself are
  /// to be left out.
  std::span<const Neighbour> Rest() {
    while (position_ >= current_.size()) {
      const size_t per_type = flow_ == Flow::kBoth ? 2 : 1;
      if (list_ >= types_->size() * per_type) return {};
      const bool in = flow_ == Flow::kIn || (flow_ == Flow::kBoth && list_ % 2 == 1);
      current_ = graph_->Neighbours(node_, (*types_)[list_ / per_type], in ? EdgeDirection::kIn : EdgeDirection::kOut);
      skip_loops_ = flow_ == Flow::kBoth && in;
      position_ = 0;
      ++list_;
    }
    return current_.subspan(position_);
  }
  void Advance(size_t count) { position_ += count; }
  bool skip_loops() const { return skip_loops_; }
  NodeId node() const { return node_; }
  /// The next neighbour, or null.
  const Neighbour* Next() {
    while (true) {
      const auto rest = Rest();
      if (rest.empty()) return nullptr;
      Advance(1);
      if (!(skip_loops_ && rest[0].node == node_)) return &rest[0];
    }
  }

 private:
  const GraphReader* graph_ = nullptr;
  NodeId node_ = kNoNode;
  const std::vector<TypeId>* types_ = nullptr;
  Flow flow_ = Flow::kOut;
  size_t list_ = 0;
  size_t position_ = 0;
  std::span<const Neighbour> current_;
  bool skip_loops_ = false;
};

/// The relationships in these columns of one row: what a further one of the same MATCH must not be.
inline void CollectEdges(const Batch& batch, size_t row, const std::vector<Slot>& slots, std::vector<EdgeId>& out) {
  for (Slot slot : slots) {
    const Column& column = batch[slot];
    if (column.type == Column::Type::kEdge) {
      out.push_back(column.edges[row]);
      continue;
    }
    const Value value = column.Get(row);
    if (value.kind() == ValueKind::kRelationship) out.push_back(value.as_relationship());
    if (value.kind() != ValueKind::kList) continue;
    for (const Value& item : value.as_list()) {
      if (item.kind() == ValueKind::kRelationship) out.push_back(item.as_relationship());
    }
  }
}

/// The node in a column; kNoNode for null and for what is no node.
inline NodeId NodeAt(const Column& column, size_t row) {
  if (column.type == Column::Type::kNode) return column.nodes[row];
  const Value value = column.Get(row);
  return value.kind() == ValueKind::kNode ? value.as_node() : kNoNode;
}

inline EdgeId EdgeAt(const Column& column, size_t row) {
  if (column.type == Column::Type::kEdge) return column.edges[row];
  const Value value = column.Get(row);
  return value.kind() == ValueKind::kRelationship ? value.as_relationship() : kNoEdge;
}

inline bool Contains(const std::vector<EdgeId>& edges, EdgeId edge) {
  return std::find(edges.begin(), edges.end(), edge) != edges.end();
}

}  // namespace papergraph::engine
