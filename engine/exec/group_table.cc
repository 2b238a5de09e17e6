#include "engine/exec/group_table.h"

#include <algorithm>
#include <bit>

namespace papergraph::engine {

namespace {

// Integers below index an array: years, counts and the like.
constexpr uint64_t kSmallInts = uint64_t{1} << 22;

// Whether every row has the same integer, and none is null: neighbours often belong together.
bool IsOneInt(const Column& column, size_t rows) {
  constexpr size_t kStep = 16;
  const int64_t first = column.ints[0];
  size_t at = 0;
  for (; at + kStep <= rows; at += kStep) {
    uint64_t others = 0;
    uint8_t nulls = 0;
    for (size_t i = 0; i < kStep; ++i) others |= static_cast<uint64_t>(column.ints[at + i] ^ first);
    for (size_t i = 0; i < kStep; ++i) nulls |= column.valid[at + i] ^ 1;
    if (others != 0 || nulls != 0) return false;
  }
  for (; at < rows; ++at) {
    if (!column.valid[at] || column.ints[at] != first) return false;
  }
  return true;
}

// Sets all to the first.
void Repeat(std::vector<uint32_t>& codes) {
  constexpr size_t kStep = 16;
  const uint32_t code = codes[0];
  uint32_t* at = codes.data();
  uint32_t* const end = at + codes.size();
  for (; at + kStep <= end; at += kStep) {
    for (size_t i = 0; i < kStep; ++i) at[i] = code;
  }
  for (; at < end; ++at) *at = code;
}

size_t Changes(const uint32_t* numbers, size_t rows) {
  size_t changes = 0;
  for (size_t i = 1; i < rows; ++i) changes += numbers[i] != numbers[i - 1];
  return changes;
}

}  // namespace

// ---- KeyTable

void KeyTable::Clear() {
  values_.Reset(Column::Type::kNull);
  size_ = 0;
  null_ = kNoGroup;
  mode_ = Mode::kUnset;
  by_id_.Clear();
  by_bits_.clear();
  by_string_.clear();
  same_hash_.clear();
}

KeyTable::Mode KeyTable::ModeOf(const Column& column) {
  if (column.type == Column::Type::kNode) return Mode::kNodes;
  if (column.type == Column::Type::kInt) return Mode::kInts;
  if (column.type == Column::Type::kString) return Mode::kStrings;
  return Mode::kValues;
}

uint32_t KeyTable::New(const Column& column, size_t row) {
  values_.AppendFrom(column, row, size_);
  return static_cast<uint32_t>(size_++);
}

uint32_t KeyTable::NullOf(const Column& column, size_t row) {
  if (null_ == kNoGroup) null_ = New(column, row);
  return null_;
}

uint32_t KeyTable::CodeOfInt(const Column& column, size_t row) {
  if (!column.valid[row]) return NullOf(column, row);
  const auto bits = static_cast<uint64_t>(column.ints[row]);
  if (bits < kSmallInts) {
    uint32_t& code = by_id_.At(bits);
    if (code == kNoGroup) code = New(column, row);
    return code;
  }
  const auto [at, is_new] = by_bits_.emplace(bits, static_cast<uint32_t>(size_));
  return is_new ? New(column, row) : at->second;
}

// Another type of column came: what was found so far is entered again as values.
void KeyTable::UseValues() {
  mode_ = Mode::kValues;
  by_id_.Clear();
  by_bits_.clear();
  by_string_.clear();
  same_hash_.assign(size_, kNoGroup);
  for (uint32_t code = 0; code < size_; ++code) {
    if (code == null_) continue;
    const auto [at, is_new] = by_bits_.emplace(Hash(values_.Get(code)), code);
    if (!is_new) {
      same_hash_[code] = at->second;
      at->second = code;
    }
  }
}

uint32_t KeyTable::FindValue(const Column& column, size_t row) {
  const Value value = column.Get(row);
  const auto [at, is_new] = by_bits_.emplace(Hash(value), static_cast<uint32_t>(size_));
  if (!is_new) {
    for (uint32_t code = at->second; code != kNoGroup; code = same_hash_[code]) {
      if (Equivalent(values_.Get(code), value)) return code;
    }
  }
  same_hash_.resize(size_ + 1, kNoGroup);
  if (!is_new) same_hash_[size_] = at->second;
  at->second = static_cast<uint32_t>(size_);
  return New(column, row);
}

void KeyTable::Assign(const Column& column, size_t rows, std::vector<uint32_t>& codes) {
  codes.resize(rows);
  if (rows == 0) return;
  if (column.type == Column::Type::kNull) {
    const uint32_t code = NullOf(column, 0);
    std::fill(codes.begin(), codes.end(), code);
    return;
  }
  const Mode mode = ModeOf(column);
  if (mode_ != mode && mode_ != Mode::kValues) {
    if (mode_ == Mode::kUnset && mode != Mode::kValues) {
      mode_ = mode;
    } else {
      UseValues();
    }
  }
  switch (mode_) {
    case Mode::kUnset:
      break;
    case Mode::kNodes: {
      PagedArray<uint32_t, kNoGroup>::Writer by_id(by_id_);
      for (size_t row = 0; row < rows; ++row) {
        const NodeId node = column.nodes[row];
        if (node == kNoNode) {
          codes[row] = NullOf(column, row);
          continue;
        }
        uint32_t& code = by_id.At(Raw(node));
        if (code == kNoGroup) {
          if (values_.type == Column::Type::kNode) [[likely]] {
            values_.nodes.push_back(node);
            code = static_cast<uint32_t>(size_++);
          } else {
            code = New(column, row);
          }
        }
        codes[row] = code;
      }
      break;
    }
    case Mode::kInts:
      if (rows > 1 && IsOneInt(column, rows)) {
        codes[0] = CodeOfInt(column, 0);
        Repeat(codes);
        break;
      }
      for (size_t row = 0; row < rows; ++row) codes[row] = CodeOfInt(column, row);
      break;
    case Mode::kStrings:
      for (size_t row = 0; row < rows; ++row) {
        if (!column.valid[row]) {
          codes[row] = NullOf(column, row);
          continue;
        }
        const auto [at, is_new] = by_string_.emplace(column.strings[row], static_cast<uint32_t>(size_));
        codes[row] = is_new ? New(column, row) : at->second;
      }
      break;
    case Mode::kValues:
      for (size_t row = 0; row < rows; ++row)
        codes[row] = column.IsNull(row) ? NullOf(column, row) : FindValue(column, row);
      break;
  }
}

// ---- PairTable

void PairTable::Clear() { *this = PairTable(); }

void PairTable::UseHash() {
  hashed_ = true;
  lines_ = {};
  by_pair_.reserve(pairs_.size() * 2);
  for (uint32_t number = 0; number < pairs_.size(); ++number) by_pair_.emplace(pairs_[number], number);
}

void PairTable::Grow(std::vector<uint32_t>& line, uint32_t at) {
  const size_t size = std::bit_ceil(std::max<size_t>(at + size_t{1}, 16));
  cells_ += size - line.size();
  if (cells_ > (uint64_t{1} << 12) + 16 * pairs_.size()) {
    UseHash();
  } else {
    line.resize(size, kNoGroup);
  }
}

void PairTable::Assign(const uint32_t* left, const uint32_t* right, size_t rows, uint32_t* out) {
  if (!started_ && rows > 0) {
    started_ = true;
    // Neighbouring rows should find the same line.
    right_outside_ = Changes(right, rows) < Changes(left, rows);
  }
  size_t row = 0;
  const uint32_t* const outers = right_outside_ ? right : left;
  const uint32_t* const inners = right_outside_ ? left : right;
  std::span<uint32_t> line;
  uint32_t line_of = kNoGroup;
  for (; row < rows && !hashed_; ++row) {
    const uint32_t outer = outers[row];
    const uint32_t inner = inners[row];
    if (outer != line_of || inner >= line.size()) {
      if (outer >= lines_.size()) lines_.resize(outer + size_t{1});
      if (inner >= lines_[outer].size()) {
        Grow(lines_[outer], inner);
        if (hashed_) break;
      }
      line = lines_[outer];
      line_of = outer;
    }
    uint32_t& number = line[inner];
    if (number == kNoGroup) number = New(uint64_t{left[row]} << 32 | right[row]);
    out[row] = number;
  }
  for (; row < rows; ++row) {
    const uint64_t pair = uint64_t{left[row]} << 32 | right[row];
    const auto [at, is_new] = by_pair_.emplace(pair, static_cast<uint32_t>(pairs_.size()));
    out[row] = is_new ? New(pair) : at->second;
  }
}

void PairTable::Append(const uint32_t* left, const uint32_t* right, size_t rows, uint32_t* out) {
  pairs_.reserve(pairs_.size() + rows);
  for (size_t row = 0; row < rows; ++row) out[row] = New(uint64_t{left[row]} << 32 | right[row]);
}

// ---- PairSet

void PairSet::Clear() { *this = PairSet(); }

bool PairSet::Insert(uint32_t group, uint32_t number) {
  const size_t word = number >> 6;
  if (group < lines_.size() && word < lines_[group].size()) {
    uint64_t& bits = lines_[group][word];
    const uint64_t bit = uint64_t{1} << (number & 63);
    const bool is_new = (bits & bit) == 0;
    bits |= bit;
    size_ += is_new;
    return is_new;
  }
  return InsertSlowly(group, number);
}

bool PairSet::InsertSlowly(uint32_t group, uint32_t number) {
  const size_t word = number >> 6;
  if (!hashed_) {
    if (group >= lines_.size()) lines_.resize(group + size_t{1});
    const size_t words = std::bit_ceil(word + 1);
    words_ += words - lines_[group].size();
    if (words_ <= 1024 + 4 * size_) {
      lines_[group].resize(words);
      return Insert(group, number);
    }
    boost::unordered_flat_set<uint64_t> all;
    ForEach([&](uint32_t g, uint32_t n) { all.insert(uint64_t{g} << 32 | n); });
    by_pair_ = std::move(all);
    lines_ = {};
    hashed_ = true;
  }
  const bool is_new = by_pair_.insert(uint64_t{group} << 32 | number).second;
  size_ += is_new;
  return is_new;
}

// ---- GroupTable

void GroupTable::Clear() {
  for (KeyTable& key : keys_) key.Clear();
  for (PairTable& pairs : pairs_) pairs.Clear();
  any_ = false;
}

size_t GroupTable::size() const {
  if (keys_.empty()) return any_ ? 1 : 0;
  return pairs_.empty() ? keys_[0].size() : pairs_.back().size();
}

void GroupTable::Assign(std::span<const Column* const> columns, size_t rows, std::vector<uint32_t>& groups) {
  for (size_t i = 0; i < keys_.size(); ++i) keys_[i].Assign(*columns[i], rows, codes_[i]);
  Combine(rows, groups);
}

void GroupTable::Combine(size_t rows, std::vector<uint32_t>& groups) {
  if (keys_.empty()) {
    any_ = any_ || rows > 0;
    groups.assign(rows, 0);
    return;
  }
  groups.swap(codes_[0]);
  for (size_t i = 0; i < pairs_.size(); ++i) pairs_[i].Assign(groups.data(), codes_[i + 1].data(), rows, groups.data());
}

void GroupTable::Merge(const GroupTable& other, std::vector<uint32_t>& to) {
  if (keys_.empty()) {
    any_ = any_ || other.any_;
    to.assign(other.any_ ? 1 : 0, 0);
    return;
  }
  // A key of which both tables have other values tells all groups apart: none of them needs to be looked for.
  bool apart = false;
  const auto enter = [&](size_t i, std::vector<uint32_t>& codes) {
    const size_t known = keys_[i].size();
    keys_[i].Assign(other.keys_[i].values(), other.keys_[i].size(), codes);
    apart = apart || std::all_of(codes.begin(), codes.end(), [&](uint32_t code) { return code >= known; });
  };
  enter(0, to);
  std::vector<uint32_t> codes, left, right;
  for (size_t i = 0; i < pairs_.size(); ++i) {
    enter(i + 1, codes);
    const PairTable& pairs = other.pairs_[i];
    left.resize(pairs.size());
    right.resize(pairs.size());
    for (uint32_t pair = 0; pair < pairs.size(); ++pair) {
      left[pair] = to[pairs.left(pair)];
      right[pair] = codes[pairs.right(pair)];
    }
    to.resize(pairs.size());
    if (apart) {
      pairs_[i].Append(left.data(), right.data(), left.size(), to.data());
    } else {
      pairs_[i].Assign(left.data(), right.data(), left.size(), to.data());
    }
  }
}

uint32_t GroupTable::CodeOf(size_t i, uint32_t group) const {
  for (size_t at = pairs_.size(); at > 0; --at) {
    if (i == at) return pairs_[at - 1].right(group);
    group = pairs_[at - 1].left(group);
  }
  return group;
}

void GroupTable::GatherKey(size_t i, std::span<const uint32_t> groups, Column& out) const {
  std::vector<uint32_t> codes(groups.size());
  for (size_t at = 0; at < groups.size(); ++at) codes[at] = CodeOf(i, groups[at]);
  out.Gather(keys_[i].values(), codes);
}

}  // namespace papergraph::engine
