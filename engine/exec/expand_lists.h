// The neighbour lists of a whole batch of nodes, looked up at once.
#pragma once

#include <span>
#include <vector>

#include "engine/exec/build.h"
#include "engine/exec/edges.h"

namespace papergraph::engine {

/// For each row the same number of lists: by type, then out before in.
class NeighbourListsOfRows {
 public:
  NeighbourListsOfRows(const Types& types, Flow flow) : types_(types), flow_(flow) {}

  void LookUp(const GraphReader& graph, const Column& from, size_t rows) {
    from_ = {from.nodes.data(), from.type == Column::Type::kNode ? rows : 0};
    if (from.type != Column::Type::kNode) {
      nodes_.resize(rows);
      for (size_t row = 0; row < rows; ++row) nodes_[row] = NodeAt(from, row);
      from_ = nodes_;
    }
    const std::vector<TypeId>& types = types_.Refresh(graph);
    const size_t per_type = flow_ == Flow::kBoth ? 2 : 1;
    per_row_ = types.size() * per_type;
    lists_.resize(rows * per_row_);
    if (rows == 0) return;
    for (size_t i = 0; i < per_row_; ++i) {
      const bool in = flow_ == Flow::kIn || SkipsLoops(i);
      graph.NeighbourLists(from_, types[i / per_type], in ? EdgeDirection::kIn : EdgeDirection::kOut,
                           std::span(lists_).subspan(i), per_row_);
    }
  }
  size_t per_row() const { return per_row_; }
  /// List i of row r at r * per_row() + i.
  const std::vector<std::span<const Neighbour>>& all() const { return lists_; }
  NodeId from(size_t row) const { return from_[row]; }
  /// A self-loop comes once when both directions are asked: in list i of each row it is left out.
  bool SkipsLoops(size_t i) const { return flow_ == Flow::kBoth && i % 2 == 1; }

 private:
  TypeSet types_;
  Flow flow_;
  std::span<const NodeId> from_;
  std::vector<NodeId> nodes_;  // where the column is no column of nodes
  size_t per_row_ = 0;
  std::vector<std::span<const Neighbour>> lists_;
};

/// For an Expand that counts its ends (ops::Expand::count).
OperatorPtr MakeCountedExpand(ops::Expand& op, Builder& builder);

}  // namespace papergraph::engine
