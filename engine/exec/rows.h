// Rows kept in memory: for the operators that cannot give a row before they have seen many.
#pragma once

#include <span>
#include <vector>

#include "engine/exec/batch.h"
#include "engine/exec/context.h"

namespace papergraph::engine {

/// Any number of rows of some columns.
class RowStore {
 public:
  RowStore(size_t slots, std::vector<Slot> live) : rows_(slots), live_(std::move(live)) {}
  /// Counts its bytes against the statement's memory.
  void Append(const Batch& batch, ExecContext& context);
  void Clear(ExecContext& context);
  size_t size() const { return rows_.size; }
  const Batch& rows() const { return rows_; }
  Batch& rows() { return rows_; }
  const std::vector<Slot>& live() const { return live_; }
  /// out := these rows.
  void Give(std::span<const uint32_t> rows, Batch& out) const;
  /// Keeps these rows, in this order.
  void Keep(std::span<const uint32_t> rows);

 private:
  Batch rows_;
  std::vector<Slot> live_;
  uint64_t charged_ = 0;
};

}  // namespace papergraph::engine
