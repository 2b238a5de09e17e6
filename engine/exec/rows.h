// Rows kept in memory, and the table that finds equal rows: for the operators that cannot give a row before they have
// seen many.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <span>
#include <string_view>
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

/// Numbers groups of equivalent keys in the order of their first rows. Entities and single numbers or strings are found
/// by what they are; only mixed keys are hashed as values.
class GroupTable {
 public:
  /// What a group takes beside its keys, about: a hash table's slot at its usual load, the chain of equal hashes.
  static constexpr uint64_t kGroupBytes = 32;

  explicit GroupTable(size_t keys) : keys_(keys) {}
  void Clear();
  /// groups := one number a row.
  void Assign(std::span<const Column* const> columns, size_t rows, std::vector<uint32_t>& groups);
  size_t size() const { return size_; }
  /// One row a group.
  const Column& key(size_t i) const { return keys_[i]; }

 private:
  enum class Mode : uint8_t { kUnset, kSingle, kIds, kPairs, kInts, kStrings, kValues };
  static Mode ModeOf(std::span<const Column* const> columns);
  void UseValues();
  uint32_t New(std::span<const Column* const> columns, size_t row);
  uint32_t FindValues(std::span<const Column* const> columns, size_t row);
  static uint64_t HashRow(std::span<const Column* const> columns, size_t row);

  std::vector<Column> keys_;
  size_t size_ = 0;
  Mode mode_ = Mode::kUnset;
  boost::unordered_flat_map<uint64_t, uint32_t> by_bits_;
  boost::unordered_flat_map<std::string_view, uint32_t> by_string_;
  std::vector<uint32_t> dense_;  // kIds, once there are many rows
  uint32_t null_group_ = UINT32_MAX;
  std::vector<uint32_t> same_hash_;  // kValues: the next group of the same hash
  uint64_t seen_ = 0;
};

}  // namespace papergraph::engine
