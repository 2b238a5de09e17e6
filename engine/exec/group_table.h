// Groups of equal rows, found by small numbers: each key's values are numbered first, then the pairs of numbers.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "engine/exec/batch.h"
#include "engine/exec/paged_array.h"

namespace papergraph::engine {

inline constexpr uint32_t kNoGroup = UINT32_MAX;

/// Numbers the values of one key, equivalent ones (storage/value.h) alike, in the order of their first rows. Nodes and
/// small integers index an array, other integers and strings are hashed as they are; only mixed columns become values.
class KeyTable {
 public:
  void Clear();
  /// codes := one number a row.
  void Assign(const Column& column, size_t rows, std::vector<uint32_t>& codes);
  size_t size() const { return size_; }
  /// One row a number.
  const Column& values() const { return values_; }
  /// The number of null; kNoGroup: it was not there.
  uint32_t null_code() const { return null_; }

 private:
  enum class Mode : uint8_t { kUnset, kNodes, kInts, kStrings, kValues };
  static Mode ModeOf(const Column& column);
  void UseValues();
  uint32_t New(const Column& column, size_t row);
  uint32_t NullOf(const Column& column, size_t row);
  uint32_t CodeOfInt(const Column& column, size_t row);
  uint32_t FindValue(const Column& column, size_t row);

  Column values_;
  size_t size_ = 0;
  uint32_t null_ = kNoGroup;
  Mode mode_ = Mode::kUnset;
  PagedArray<uint32_t, kNoGroup> by_id_;                   // kNodes, and kInts where they are small
  boost::unordered_flat_map<uint64_t, uint32_t> by_bits_;  // kInts; kValues: by hash
  boost::unordered_flat_map<std::string_view, uint32_t> by_string_;
  std::vector<uint32_t> same_hash_;  // kValues: the next of the same hash
};

/// Numbers pairs of small numbers in the order of their first rows: in lines of an array while that is not much larger
/// than what is in it, in a hash table then.
class PairTable {
 public:
  void Clear();
  /// out[i] := the number of (left[i], right[i]); `out` may be `left`.
  void Assign(const uint32_t* left, const uint32_t* right, size_t rows, uint32_t* out);
  /// The same for pairs that are all new. REQUIRES: no Assign afterwards.
  void Append(const uint32_t* left, const uint32_t* right, size_t rows, uint32_t* out);
  size_t size() const { return pairs_.size(); }
  uint32_t left(uint32_t number) const { return static_cast<uint32_t>(pairs_[number] >> 32); }
  uint32_t right(uint32_t number) const { return static_cast<uint32_t>(pairs_[number]); }

 private:
  uint32_t New(uint64_t pair) {
    pairs_.push_back(pair);
    return static_cast<uint32_t>(pairs_.size() - 1);
  }
  void Grow(std::vector<uint32_t>& line, uint32_t at);
  void UseHash();

  std::vector<uint64_t> pairs_;
  bool started_ = false;
  bool right_outside_ = false;  // a line is what belongs to one right number
  bool hashed_ = false;
  uint64_t cells_ = 0;
  std::vector<std::vector<uint32_t>> lines_;
  boost::unordered_flat_map<uint64_t, uint32_t> by_pair_;
};

/// A set of pairs (group, small number): bits of a line a group while that is not much larger than what is in it.
class PairSet {
 public:
  void Clear();
  /// Whether it is new.
  bool Insert(uint32_t group, uint32_t number);
  size_t size() const { return size_; }
  /// Calls `visit(group, number)` for each, in no order.
  template <typename F>
  void ForEach(const F& visit) const {
    for (size_t group = 0; group < lines_.size(); ++group) {
      for (size_t word = 0; word < lines_[group].size(); ++word) {
        for (uint64_t bits = lines_[group][word]; bits != 0; bits &= bits - 1) {
          visit(static_cast<uint32_t>(group),
                static_cast<uint32_t>(word * 64 + static_cast<size_t>(std::countr_zero(bits))));
        }
      }
    }
    for (uint64_t pair : by_pair_) visit(static_cast<uint32_t>(pair >> 32), static_cast<uint32_t>(pair));
  }

 private:
  bool InsertSlowly(uint32_t group, uint32_t number);

  std::vector<std::vector<uint64_t>> lines_;
  boost::unordered_flat_set<uint64_t> by_pair_;
  bool hashed_ = false;
  uint64_t words_ = 0;
  size_t size_ = 0;
};

/// Numbers groups of rows with equivalent keys in the order of their first rows.
class GroupTable {
 public:
  /// What a group takes beside its keys, about.
  static constexpr uint64_t kGroupBytes = 32;

  explicit GroupTable(size_t keys) : keys_(keys), pairs_(keys < 2 ? 0 : keys - 1), codes_(keys) {}
  void Clear();
  /// groups := one number a row.
  void Assign(std::span<const Column* const> columns, size_t rows, std::vector<uint32_t>& groups);
  /// The same where the keys' numbers (by key_table(i)) are known: codes(i), filled by the caller.
  void Combine(size_t rows, std::vector<uint32_t>& groups);
  KeyTable& key_table(size_t i) { return keys_[i]; }
  std::vector<uint32_t>& codes(size_t i) { return codes_[i]; }
  size_t size() const;
  /// Enters the groups of another table with as many keys; its group i is to[i] here. REQUIRES: no row is entered
  /// afterwards.
  void Merge(const GroupTable& other, std::vector<uint32_t>& to);
  /// out := key i of these groups.
  void GatherKey(size_t i, std::span<const uint32_t> groups, Column& out) const;
  /// The number of a group's key i in key_table(i).
  uint32_t CodeOf(size_t i, uint32_t group) const;

 private:
  std::vector<KeyTable> keys_;
  std::vector<PairTable> pairs_;  // (number of the keys before, number of key i + 1)
  std::vector<std::vector<uint32_t>> codes_;
  bool any_ = false;
};

}  // namespace papergraph::engine
