// What the writing operators do to entities: shared by CREATE, MERGE and SET.
#pragma once

#include <string>
#include <vector>

#include "engine/exec/build.h"

namespace papergraph::engine {

/// Throws TypeError InvalidPropertyType for what no property can hold.
void RequireStorable(const Value& value, Span span);

/// The properties of a new entity: an expression that gives a map.
class NewProperties {
 public:
  NewProperties(const ExprPtr& map, Builder& builder);
  /// Evaluates and sets them. `merge`: a null is an error, because nothing could ever match it.
  template <typename Id>
  void Write(Id entity, const Batch& batch, size_t row, ExecContext& context);
  /// Throws SemanticError MergeReadOwnWrites when one of the values is null.
  void RequireNoNulls(const Batch& batch, size_t row);

 private:
  template <typename Id>
  void Put(Id entity, std::string_view key, const Value& value, ExecContext& context);
  std::vector<std::string> keys_;  // where the map is written out: one eval each
  std::vector<EvalPtr> values_;
  EvalPtr map_;
};

/// Creates nodes and relationships of one pattern for one row; their columns get one entry more.
class EntityMaker {
 public:
  EntityMaker(std::vector<ops::NewNode>& nodes, std::vector<ops::NewEdge>& edges, Builder& builder);
  void Prepare(Batch& batch);
  void MakeRow(Batch& batch, size_t row, ExecContext& context);
  void RequireNoNulls(const Batch& batch, size_t row);

 private:
  struct Piece {
    NewProperties properties;
    std::vector<LabelId> labels;  // scratch
  };
  std::vector<ops::NewNode>& nodes_;
  std::vector<ops::NewEdge>& edges_;
  std::vector<NewProperties> node_properties_;
  std::vector<NewProperties> edge_properties_;
  std::vector<LabelId> labels_;
};

/// SET and REMOVE items on one row.
class ItemSetter {
 public:
  ItemSetter(std::vector<ops::SetItem>& items, Builder& builder);
  void SetRow(const Batch& batch, size_t row, ExecContext& context);
  bool empty() const { return items_.empty(); }

 private:
  struct Item {
    const ops::SetItem* op;
    EvalPtr target, key, value;
  };
  std::vector<Item> items_;
};

}  // namespace papergraph::engine
