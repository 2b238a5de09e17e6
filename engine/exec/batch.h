// Batch: up to some 1024 rows in typed columns, one for each slot of the statement; columns nobody needs stay empty.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/algebra/expr.h"
#include "storage/ids.h"
#include "storage/value.h"

namespace papergraph::engine {

inline constexpr size_t kBatchRows = 1024;

/// One variable's values for the rows of a batch. `type` says which vector is filled; it may differ from batch to
/// batch. Strings are views into the reader's memory and appear only in statements that do not write.
struct Column {
  enum class Type : uint8_t { kNull, kNode, kEdge, kBool, kInt, kFloat, kString, kValue };  // kNull: null in every row
  Type type = Type::kNull;
  std::vector<NodeId> nodes;   // kNoNode: null
  std::vector<EdgeId> edges;   // kNoEdge: null
  std::vector<uint8_t> valid;  // kBool, kInt, kFloat, kString: 0 is null
  std::vector<int64_t> ints;   // kBool as 0 and 1
  std::vector<double> floats;
  std::vector<std::string_view> strings;
  std::vector<Value> values;

  Value Get(size_t row) const;
  bool IsNull(size_t row) const;
  /// Empties it and makes it of this type.
  void Reset(Type new_type);
  void AppendValue(const Value& value);
  /// Appends a row of another column; where the types do not agree this becomes kValue. `rows_before`: how many are
  /// here.
  void AppendFrom(const Column& other, size_t row, size_t rows_before);
  /// Appends all `count` rows of another column.
  void AppendAll(const Column& other, size_t count, size_t rows_before);
  /// This := the rows of `source`, in that order.
  void Gather(const Column& source, std::span<const uint32_t> rows);
  /// Appends the rows of `source`, in that order.
  void AppendGather(const Column& source, std::span<const uint32_t> rows, size_t rows_before);
  /// Appends `count` times the row of `source`. REQUIRES: the types agree, or this is empty.
  void AppendRepeated(const Column& source, size_t row, size_t count, size_t rows_before);
  /// This := `rows` nulls.
  void SetNull() { Reset(Type::kNull); }
  /// Turns what is there into values.
  void MakeValues(size_t rows);
  /// Bytes held, roughly.
  uint64_t Bytes(size_t rows) const;
};

struct Batch {
  std::vector<Column> columns;  // by Slot::index
  size_t size = 0;

  explicit Batch(size_t slots = 0) : columns(slots) {}
  Column& operator[](Slot slot) { return columns[static_cast<size_t>(slot.index)]; }
  const Column& operator[](Slot slot) const { return columns[static_cast<size_t>(slot.index)]; }
  /// Keeps these rows (ascending) of the columns `live`.
  void Keep(std::span<const uint32_t> rows, std::span<const Slot> live);
};

}  // namespace papergraph::engine
