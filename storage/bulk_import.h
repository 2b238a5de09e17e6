// Bulk import: many nodes and edges at once, atomic as a whole, into an empty or an existing graph.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace papergraph {

/// A property of something new. The value is storable and no null.
using NamedValue = std::pair<PropertyId, Value>;

/// Faster than a transaction and with the same result: the same keys and values once the deltas are folded. One thread.
/// Nothing of it is seen, or survives, before Finish returns. The store must have no other writer in the meantime: a
/// commit between Begin and Finish makes Finish throw kConflict. Failure: StoreError; then it may only be destroyed,
/// which leaves nothing behind.
class BulkImport {
 public:
  /// `store` outlives the import. About `memory` bytes (default: half of the store's cache, at least 16 MB) of what was
  /// added wait in memory, but for a segment of each column and the largest one of neighbours; the rest waits in the
  /// database's folder, which needs room for some 15 bytes a relationship more than in the end. ":memory:" keeps all.
  /// Throws kReadOnly.
  static std::unique_ptr<BulkImport> Begin(Store& store, std::optional<uint64_t> memory = std::nullopt);
  virtual ~BulkImport() = default;

  virtual LabelId InternLabel(std::string_view name) = 0;
  virtual TypeId InternType(std::string_view name) = 0;
  virtual PropertyId InternProperty(std::string_view name) = 0;

  /// REQUIRES: no label and no property twice.
  virtual NodeId AddNode(std::span<const LabelId> labels, std::span<const NamedValue> properties) = 0;
  /// REQUIRES: both ends were added here or are in the graph.
  virtual EdgeId AddEdge(NodeId start, TypeId type, NodeId end, std::span<const NamedValue> properties) = 0;

  /// For links to what is there already: the graph as it was at Begin.
  virtual const GraphReader& Before() const = 0;

  /// Throws kConstraint (naming the offender) when the graph's constraints do not allow what was added, kConflict, kIo.
  virtual void Finish() = 0;
};

}  // namespace papergraph
