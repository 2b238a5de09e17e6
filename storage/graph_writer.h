// GraphWriter: a graph in the middle of being changed. It reads its own writes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "storage/graph_reader.h"

namespace papergraph {

/// One thread. Spans and views handed out by the reading half live until the next write.
/// Failure: StoreError; after kConstraint the writer is as before the call, after any other kind it may only be
/// dropped.
class GraphWriter : public GraphReader {
 public:
  /// The id of a name, given out at its first use.
  virtual LabelId InternLabel(std::string_view name) = 0;
  virtual TypeId InternType(std::string_view name) = 0;
  virtual PropertyId InternProperty(std::string_view name) = 0;

  virtual NodeId CreateNode(std::span<const LabelId> labels) = 0;
  /// REQUIRES: HasNode of both ends.
  virtual EdgeId CreateEdge(NodeId start, TypeId type, NodeId end) = 0;
  /// REQUIRES: HasNode, and no edge at it any more. Its id is not used again.
  virtual void DeleteNode(NodeId node) = 0;
  /// REQUIRES: HasEdge.
  virtual void DeleteEdge(EdgeId edge) = 0;

  /// True when this changed something.
  virtual bool AddLabel(NodeId node, LabelId label) = 0;
  virtual bool RemoveLabel(NodeId node, LabelId label) = 0;

  /// Null removes. REQUIRES: the entity exists; the value is storable (no node, relationship, path or map, no such
  /// thing in a list; lists may not be nested: IsStorable).
  virtual void SetProperty(NodeId node, PropertyId property, const Value& value) = 0;
  virtual void SetProperty(EdgeId edge, PropertyId property, const Value& value) = 0;

  /// Builds the index or checks the constraint over what is there; throws kConstraint (naming the first offender) when
  /// the graph breaks it already. Returns its id.
  virtual uint32_t CreateIndex(std::string_view name, IndexInfo::Kind kind, LabelId label,
                               std::span<const PropertyId> properties) = 0;
  /// The same over the relationships of a type; any kind but kFulltext.
  virtual uint32_t CreateIndex(std::string_view name, IndexInfo::Kind kind, TypeId type,
                               std::span<const PropertyId> properties) = 0;
  virtual void DropIndex(uint32_t index) = 0;

  virtual void PutRecord(std::string_view space, std::string_view key, std::string_view value) = 0;
  virtual void DeleteRecord(std::string_view space, std::string_view key) = 0;

  /// Checks what can only be known at the end of a statement (existence constraints). Throws kConstraint.
  virtual void CheckConstraints() = 0;

  // Statement rollback inside a longer transaction: a failed statement leaves nothing behind.
  /// Marks this point; a mark stays valid until RollbackTo an earlier one.
  virtual size_t Savepoint() = 0;
  virtual void RollbackTo(size_t savepoint) = 0;
};

/// Whether a property may hold this value.
bool IsStorable(const Value& value);

}  // namespace papergraph
