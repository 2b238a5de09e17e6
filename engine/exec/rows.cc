#include "engine/exec/rows.h"

namespace papergraph::engine {

using Type = Column::Type;

void RowStore::Append(const Batch& batch, ExecContext& context) {
  uint64_t bytes = 0;
  for (Slot slot : live_) {
    rows_[slot].AppendAll(batch[slot], batch.size, rows_.size);
    bytes += batch[slot].Bytes(batch.size);
  }
  rows_.size += batch.size;
  charged_ += bytes;
  context.Charge(bytes);
}

void RowStore::Clear(ExecContext& context) {
  for (Slot slot : live_) rows_[slot].Reset(Type::kNull);
  rows_.size = 0;
  context.Release(charged_);
  charged_ = 0;
}

void RowStore::Give(std::span<const uint32_t> rows, Batch& out) const {
  for (Slot slot : live_) out[slot].Gather(rows_[slot], rows);
  out.size = rows.size();
}

void RowStore::Keep(std::span<const uint32_t> rows) {
  for (Slot slot : live_) {
    Column kept;
    kept.Gather(rows_[slot], rows);
    rows_[slot] = std::move(kept);
  }
  rows_.size = rows.size();
}

void GroupTable::Clear() {
  for (Column& key : keys_) key.Reset(Type::kNull);
  size_ = 0;
  mode_ = Mode::kUnset;
  by_bits_.clear();
  by_string_.clear();
  dense_.clear();
  same_hash_.clear();
  null_group_ = UINT32_MAX;
  seen_ = 0;
}

GroupTable::Mode GroupTable::ModeOf(std::span<const Column* const> columns) {
  if (columns.empty()) return Mode::kSingle;
  const auto is_id = [](const Column& column) { return column.type == Type::kNode; };
  if (columns.size() == 1) {
    if (is_id(*columns[0])) return Mode::kIds;
    if (columns[0]->type == Type::kInt) return Mode::kInts;
    if (columns[0]->type == Type::kString) return Mode::kStrings;
  }
  if (columns.size() == 2 && is_id(*columns[0]) && is_id(*columns[1])) return Mode::kPairs;
  return Mode::kValues;
}

uint32_t GroupTable::New(std::span<const Column* const> columns, size_t row) {
  for (size_t i = 0; i < keys_.size(); ++i) keys_[i].AppendFrom(*columns[i], row, size_);
  return static_cast<uint32_t>(size_++);
}

uint64_t GroupTable::HashRow(std::span<const Column* const> columns, size_t row) {
  uint64_t hash = 0x9e3779b97f4a7c15ull;
  for (const Column* column : columns) hash = (hash ^ Hash(column->Get(row))) * 0xff51afd7ed558ccdull;
  return hash;
}

// Another type of column came: what was found so far is entered again as values.
void GroupTable::UseValues() {
  mode_ = Mode::kValues;
  by_bits_.clear();
  by_string_.clear();
  dense_.clear();
  same_hash_.assign(size_, UINT32_MAX);
  std::vector<const Column*> keys;
  for (const Column& key : keys_) keys.push_back(&key);
  for (uint32_t group = 0; group < size_; ++group) {
    const auto [at, is_new] = by_bits_.emplace(HashRow(keys, group), group);
    if (!is_new) {
      same_hash_[group] = at->second;
      at->second = group;
    }
  }
}

uint32_t GroupTable::FindValues(std::span<const Column* const> columns, size_t row) {
  const auto [at, is_new] = by_bits_.emplace(HashRow(columns, row), static_cast<uint32_t>(size_));
  if (!is_new) {
    for (uint32_t group = at->second; group != UINT32_MAX; group = same_hash_[group]) {
      bool equal = true;
      for (size_t i = 0; equal && i < keys_.size(); ++i) {
        equal = Equivalent(keys_[i].Get(group), columns[i]->Get(row));
      }
      if (equal) return group;
    }
  }
  same_hash_.push_back(is_new ? UINT32_MAX : at->second);
  at->second = static_cast<uint32_t>(size_);
  return New(columns, row);
}

void GroupTable::Assign(std::span<const Column* const> columns, size_t rows, std::vector<uint32_t>& groups) {
  groups.resize(rows);
  const Mode mode = ModeOf(columns);
  if (mode_ == Mode::kUnset) {
    mode_ = mode;
    if (mode_ == Mode::kValues) UseValues();
  } else if (mode_ != mode && mode_ != Mode::kValues) {
    UseValues();
  }
  seen_ += rows;
  switch (mode_) {
    case Mode::kUnset:
      break;
    case Mode::kSingle:
      if (size_ == 0) size_ = 1;
      std::fill(groups.begin(), groups.end(), 0);
      break;
    case Mode::kIds: {
      const auto& nodes = columns[0]->nodes;
      // An array costs its whole length once; it pays where there are many rows.
      if (dense_.empty() && seen_ > 8192 && size_ > 64) {
        for (const auto& [id, group] : by_bits_) {
          if (id == Raw(kNoNode)) {
            null_group_ = group;
            continue;
          }
          if (id >= dense_.size()) dense_.resize(id + 1, UINT32_MAX);
          dense_[id] = group;
        }
      }
      for (size_t row = 0; row < rows; ++row) {
        const uint32_t id = Raw(nodes[row]);
        if (dense_.empty()) {
          const auto [at, is_new] = by_bits_.emplace(id, static_cast<uint32_t>(size_));
          groups[row] = is_new ? New(columns, row) : at->second;
          continue;
        }
        if (id != Raw(kNoNode) && id >= dense_.size())
          dense_.resize(std::max<size_t>(id + 1, dense_.size() * 2), UINT32_MAX);
        uint32_t& group = id == Raw(kNoNode) ? null_group_ : dense_[id];
        if (group == UINT32_MAX) group = New(columns, row);
        groups[row] = group;
      }
      break;
    }
    case Mode::kPairs:
      for (size_t row = 0; row < rows; ++row) {
        const uint64_t bits = uint64_t{Raw(columns[0]->nodes[row])} << 32 | Raw(columns[1]->nodes[row]);
        const auto [at, is_new] = by_bits_.emplace(bits, static_cast<uint32_t>(size_));
        groups[row] = is_new ? New(columns, row) : at->second;
      }
      break;
    case Mode::kInts:
      for (size_t row = 0; row < rows; ++row) {
        if (!columns[0]->valid[row]) {
          if (null_group_ == UINT32_MAX) null_group_ = New(columns, row);
          groups[row] = null_group_;
          continue;
        }
        const auto [at, is_new] =
            by_bits_.emplace(static_cast<uint64_t>(columns[0]->ints[row]), static_cast<uint32_t>(size_));
        groups[row] = is_new ? New(columns, row) : at->second;
      }
      break;
    case Mode::kStrings:
      for (size_t row = 0; row < rows; ++row) {
        if (!columns[0]->valid[row]) {
          if (null_group_ == UINT32_MAX) null_group_ = New(columns, row);
          groups[row] = null_group_;
          continue;
        }
        const auto [at, is_new] = by_string_.emplace(columns[0]->strings[row], static_cast<uint32_t>(size_));
        groups[row] = is_new ? New(columns, row) : at->second;
      }
      break;
    case Mode::kValues:
      for (size_t row = 0; row < rows; ++row) groups[row] = FindValues(columns, row);
      break;
  }
}

}  // namespace papergraph::engine
