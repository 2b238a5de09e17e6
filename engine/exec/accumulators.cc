#include "engine/exec/accumulators.h"

#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>

#include "engine/exec/group_table.h"
#include "engine/exec/memory.h"
#include "engine/functions/function.h"
#include "engine/functions/total.h"

namespace papergraph::engine {

namespace {

// What the table of (group, value) takes for each, beside the value's content.
constexpr uint64_t kDistinctBytes = GroupTable::kGroupBytes + 2 * sizeof(Value);

void GiveInts(const std::vector<int64_t>& all, std::span<const uint32_t> groups, Column& out) {
  out.Reset(Column::Type::kInt);
  out.valid.assign(groups.size(), 1);
  out.ints.resize(groups.size());
  for (size_t i = 0; i < groups.size(); ++i) out.ints[i] = groups[i] < all.size() ? all[groups[i]] : 0;
}

// Neighbouring rows often belong together: then there is one sum to make, not one a row.
bool IsOneGroup(std::span<const uint32_t> groups) {
  constexpr size_t kStep = 32;
  size_t at = 0;
  for (; at + kStep <= groups.size(); at += kStep) {
    uint32_t others = 0;
    for (size_t i = 0; i < kStep; ++i) others |= groups[at + i] ^ groups[0];
    if (others != 0) return false;
  }
  for (; at < groups.size(); ++at) {
    if (groups[at] != groups[0]) return false;
  }
  return true;
}

// One integer a group, 0 at first.
class Counts : public Accumulator {
 public:
  void Clear() override { counts_.clear(); }
  void Finish(std::span<const uint32_t> groups, Column& out) override { GiveInts(counts_, groups, out); }
  std::span<const int64_t> Integers(size_t group_count) override {
    counts_.resize(group_count);
    return counts_;
  }
  bool CanMerge() const override { return true; }
  bool Merge(Accumulator& other, std::span<const uint32_t> to, size_t group_count) override {
    const auto& added = static_cast<Counts&>(other).counts_;
    counts_.resize(group_count);
    for (size_t i = 0; i < added.size(); ++i) counts_[to[i]] += added[i];
    return true;
  }

 protected:
  std::vector<int64_t> counts_;
};

class CountAll : public Counts {
 public:
  void Add(const Batch&, std::span<const uint32_t> groups, size_t group_count) override {
    counts_.resize(group_count);
    if (IsOneGroup(groups)) {
      if (!groups.empty()) counts_[groups[0]] += static_cast<int64_t>(groups.size());
      return;
    }
    for (uint32_t group : groups) ++counts_[group];
  }
};

// Rows that stand for several.
class CountWeights : public Counts {
 public:
  explicit CountWeights(Slot weight) : weight_(weight) {}
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    counts_.resize(group_count);
    const std::vector<int64_t>& weights = batch[weight_].ints;
    for (size_t row = 0; row < groups.size(); ++row) counts_[groups[row]] += weights[row];
  }

 private:
  Slot weight_;
};

class CountNotNull : public Counts {
 public:
  explicit CountNotNull(EvalPtr argument) : argument_(std::move(argument)) {}
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    counts_.resize(group_count);
    const Column& column = argument_->All(batch);
    for (size_t row = 0; row < groups.size(); ++row) counts_[groups[row]] += !column.IsNull(row);
  }

 private:
  EvalPtr argument_;
};

// Tells which (group, value) of a batch come for the first time; null is no value. Nodes of one group are bits.
class DistinctValues {
 public:
  explicit DistinctValues(ExecContext& context) : ctx_(context) {}
  void Clear() {
    nodes_.Clear();
    is_bits_ = true;
    values_.Clear();
    pairs_.Clear();
  }
  /// Calls visit(row) for each row that is new.
  template <typename F>
  void ForEachNew(const Column& column, std::span<const uint32_t> groups, size_t group_count, const F& visit) {
    uint64_t bytes = 0;
    if (is_bits_ && group_count <= 1 && column.type == Column::Type::kNode) {
      const uint64_t before = nodes_.bytes();
      for (size_t row = 0; row < groups.size(); ++row) {
        if (column.nodes[row] != kNoNode && SetBit(column.nodes[row])) visit(row);
      }
      ctx_.Charge(nodes_.bytes() - before);
      return;
    }
    if (is_bits_) UseTables();
    const size_t before = pairs_.size();
    values_.Assign(column, groups.size(), codes_);
    const uint32_t null = values_.null_code();
    for (size_t row = 0; row < groups.size(); ++row) {
      if (codes_[row] == null || !pairs_.Insert(groups[row], codes_[row])) continue;
      if (ctx_.memory_limit != 0 && column.type != Column::Type::kNode)
        bytes += BytesOf(column.Get(row), ctx_.memory_limit);
      visit(row);
    }
    const uint64_t each = column.type == Column::Type::kNode ? 2 * sizeof(uint64_t) : kDistinctBytes;
    ctx_.Charge(bytes + (pairs_.size() - before) * each);
  }
  /// The same where one group's nodes are bits: how many are new. nullopt: it is not so, and nothing happened.
  std::optional<int64_t> CountNewNodes(const Column& column, size_t rows, size_t group_count) {
    if (!is_bits_ || group_count > 1 || column.type != Column::Type::kNode) return std::nullopt;
    const uint64_t before = nodes_.bytes();
    PagedArray<uint64_t, 0>::Writer words(nodes_);
    int64_t count = 0;
    for (size_t row = 0; row < rows; ++row) {
      const NodeId node = column.nodes[row];
      if (node == kNoNode) continue;
      uint64_t& word = words.At(Raw(node) / 64);
      const unsigned bit = Raw(node) % 64;
      count += static_cast<int64_t>(~word >> bit & 1);
      word |= uint64_t{1} << bit;
    }
    ctx_.Charge(nodes_.bytes() - before);
    return count;
  }
  /// Adds what is there; calls visit(group) for each that is new here.
  template <typename F>
  void Merge(DistinctValues& other, std::span<const uint32_t> to, const F& visit) {
    if (is_bits_ && other.is_bits_) {
      // Bits are of one group: without any there is no group, either.
      other.ForEachNode([&](NodeId node) {
        if (SetBit(node)) visit(to[0]);
      });
      return;
    }
    if (is_bits_) UseTables();
    if (other.is_bits_) other.UseTables();
    std::vector<uint32_t> codes;
    values_.Assign(other.values_.values(), other.values_.size(), codes);
    other.pairs_.ForEach([&](uint32_t group, uint32_t code) {
      if (pairs_.Insert(to[group], codes[code])) visit(to[group]);
    });
  }

 private:
  bool SetBit(NodeId node) {
    uint64_t& word = nodes_.At(Raw(node) >> 6);
    const uint64_t bit = uint64_t{1} << (Raw(node) & 63);
    const bool is_new = (word & bit) == 0;
    word |= bit;
    return is_new;
  }
  template <typename F>
  void ForEachNode(const F& visit) const {
    nodes_.ForEachSet([&](uint64_t at, uint64_t word) {
      for (; word != 0; word &= word - 1)
        visit(NodeId{static_cast<uint32_t>(at * 64 + static_cast<unsigned>(std::countr_zero(word)))});
    });
  }
  void UseTables() {
    is_bits_ = false;
    Column column;
    column.Reset(Column::Type::kNode);
    ForEachNode([&](NodeId node) { column.nodes.push_back(node); });
    nodes_.Clear();
    values_.Assign(column, column.nodes.size(), codes_);
    for (uint32_t code : codes_) pairs_.Insert(0, code);
  }

  ExecContext& ctx_;
  PagedArray<uint64_t, 0> nodes_;
  bool is_bits_ = true;
  KeyTable values_;
  PairSet pairs_;
  std::vector<uint32_t> codes_;
};

class CountDistinct : public Counts {
 public:
  CountDistinct(ExecContext& context, EvalPtr argument) : argument_(std::move(argument)), seen_(context) {}
  void Clear() override {
    Counts::Clear();
    seen_.Clear();
  }
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    counts_.resize(group_count);
    const Column& column = argument_->All(batch);
    if (const auto count = seen_.CountNewNodes(column, groups.size(), group_count)) {
      if (!groups.empty()) counts_[0] += *count;
      return;
    }
    seen_.ForEachNew(column, groups, group_count, [&](size_t row) { ++counts_[groups[row]]; });
  }
  bool Merge(Accumulator& other, std::span<const uint32_t> to, size_t group_count) override {
    counts_.resize(group_count);
    seen_.Merge(static_cast<CountDistinct&>(other).seen_, to, [&](uint32_t group) { ++counts_[group]; });
    return true;
  }

 private:
  EvalPtr argument_;
  DistinctValues seen_;
};

// sum and avg. As long as only integers come, a sum and a count are all there is.
class Sums : public Accumulator {
 public:
  Sums(EvalPtr argument, bool mean, Span span) : argument_(std::move(argument)), mean_(mean), span_(span) {}
  void Clear() override {
    totals_.clear();
    whole_.clear();
    counts_.clear();
    general_ = false;
  }
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    const Column& column = argument_->All(batch);
    if (column.type == Column::Type::kNull) {
      Grow(group_count);
      return;
    }
    if (!general_ && column.type != Column::Type::kInt) UseTotals();
    Grow(group_count);
    if (!general_ && IsOneGroup(groups)) {
      const auto [sum, count] = SumOf(column, groups.size());
      if (groups.empty()) return;
      whole_[groups[0]] += sum;
      counts_[groups[0]] += count;
      return;
    }
    if (!general_) {
      for (size_t row = 0; row < groups.size(); ++row) {
        if (!column.valid[row]) continue;
        whole_[groups[row]] += column.ints[row];
        ++counts_[groups[row]];
      }
      return;
    }
    for (size_t row = 0; row < groups.size(); ++row) {
      if (column.IsNull(row)) continue;
      Total& total = totals_[groups[row]];
      if (column.type == Column::Type::kInt) {
        total.AddInt(column.ints[row]);
      } else if (column.type == Column::Type::kFloat) {
        total.AddFloat(column.floats[row]);
      } else {
        total.Add(column.Get(row));
      }
    }
  }
  void Finish(std::span<const uint32_t> groups, Column& out) override {
    out.Reset(Column::Type::kValue);
    out.values.reserve(groups.size());
    for (uint32_t group : groups) {
      if (general_ && group < totals_.size()) {
        out.values.push_back(mean_ ? totals_[group].Mean() : totals_[group].Sum());
        continue;
      }
      Total total(span_, name());
      if (group < whole_.size()) total.AddInts(whole_[group], counts_[group]);
      out.values.push_back(mean_ ? total.Mean() : total.Sum());
    }
  }
  bool CanMerge() const override { return !general_; }
  bool Merge(Accumulator& other, std::span<const uint32_t> to, size_t group_count) override {
    // Sums of floating-point numbers depend on their order.
    auto& added = static_cast<Sums&>(other);
    if (general_ || added.general_) return false;
    Grow(group_count);
    for (size_t i = 0; i < added.whole_.size(); ++i) {
      whole_[to[i]] += added.whole_[i];
      counts_[to[i]] += added.counts_[i];
    }
    return true;
  }

 private:
  // The sum of the integers of a batch, and how many are not null.
  static std::pair<WideInt, int64_t> SumOf(const Column& column, size_t rows) {
    // Those of 40 bits cannot overflow within a batch.
    constexpr uint64_t kHalf = uint64_t{1} << 40;
    constexpr size_t kLanes = 8;
    std::array<uint64_t, kLanes> sums{}, bits{};
    uint8_t valid = 1;
    size_t row = 0;
    for (; row + kLanes <= rows; row += kLanes) {
      for (size_t i = 0; i < kLanes; ++i) sums[i] += static_cast<uint64_t>(column.ints[row + i]);
      for (size_t i = 0; i < kLanes; ++i) bits[i] |= static_cast<uint64_t>(column.ints[row + i]) + kHalf;
      for (size_t i = 0; i < kLanes; ++i) valid &= column.valid[row + i];
    }
    for (; row < rows; ++row) {
      sums[0] += static_cast<uint64_t>(column.ints[row]);
      bits[0] |= static_cast<uint64_t>(column.ints[row]) + kHalf;
      valid &= column.valid[row];
    }
    if (valid != 0 && std::accumulate(bits.begin(), bits.end(), uint64_t{0}, std::bit_or<>()) < 2 * kHalf) {
      const uint64_t sum = std::accumulate(sums.begin(), sums.end(), uint64_t{0});
      return {static_cast<int64_t>(sum), static_cast<int64_t>(rows)};
    }
    int64_t high = 0, low = 0, count = 0;  // halves, which cannot, either
    for (row = 0; row < rows; ++row) {
      const int64_t value = column.valid[row] ? column.ints[row] : 0;
      high += value >> 32;
      low += value & 0xffffffff;
      count += column.valid[row];
    }
    return {(WideInt{high} << 32) + low, count};
  }

  std::string_view name() const { return mean_ ? "avg" : "sum"; }
  void Grow(size_t group_count) {
    if (general_) {
      totals_.resize(group_count, Total(span_, name()));
    } else {
      whole_.resize(group_count);
      counts_.resize(group_count);
    }
  }
  void UseTotals() {
    general_ = true;
    totals_.resize(whole_.size(), Total(span_, name()));
    for (size_t i = 0; i < whole_.size(); ++i) totals_[i].AddInts(whole_[i], counts_[i]);
    whole_.clear();
    counts_.clear();
  }

  EvalPtr argument_;
  bool mean_;
  Span span_;
  bool general_ = false;
  std::vector<WideInt> whole_;
  std::vector<int64_t> counts_;
  std::vector<Total> totals_;
};

// min and max, in the order of ORDER BY; of equivalent values the first. One type of column as it is, several as
// values.
class Extremes : public Accumulator {
 public:
  Extremes(EvalPtr argument, bool greatest) : argument_(std::move(argument)), greatest_(greatest) {}
  void Clear() override {
    best_.Reset(Column::Type::kNull);
    size_ = 0;
  }
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    Take(argument_->All(batch), groups, group_count);
  }
  void Finish(std::span<const uint32_t> groups, Column& out) override {
    if (size_ == 0) Grow(1);
    out.Gather(best_, groups);
  }
  bool CanMerge() const override { return best_.type != Column::Type::kValue && best_.type != Column::Type::kFloat; }
  bool Merge(Accumulator& other, std::span<const uint32_t> to, size_t group_count) override {
    // Of 1 and 1.0 the first row decides: only equal types have no such pairs. -0.0 and 0.0 are one, too.
    auto& added = static_cast<Extremes&>(other);
    if (added.best_.type == Column::Type::kNull) return true;
    if (added.best_.type == Column::Type::kValue || added.best_.type == Column::Type::kFloat) return false;
    if (best_.type != Column::Type::kNull && best_.type != added.best_.type) return false;
    Take(added.best_, to.first(added.size_), group_count);
    return true;
  }

 private:
  // Makes room for new groups: nulls.
  void Grow(size_t group_count) {
    size_ = std::max(size_, group_count);
    switch (best_.type) {
      case Column::Type::kInt:
        best_.ints.resize(size_);
        best_.valid.resize(size_);
        break;
      case Column::Type::kFloat:
        best_.floats.resize(size_);
        best_.valid.resize(size_);
        break;
      case Column::Type::kString:
        best_.strings.resize(size_);
        best_.valid.resize(size_);
        break;
      case Column::Type::kValue:
        best_.values.resize(size_);
        break;
      default:
        break;
    }
  }

  template <typename T, typename Before>
  void TakeTyped(const std::vector<T>& values, const Column& column, std::span<const uint32_t> groups,
                 std::vector<T>& best, const Before& before) {
    for (size_t row = 0; row < groups.size(); ++row) {
      if (!column.valid[row]) continue;
      const uint32_t group = groups[row];
      const bool better =
          !best_.valid[group] || (greatest_ ? before(best[group], values[row]) : before(values[row], best[group]));
      if (!better) continue;
      best[group] = values[row];
      best_.valid[group] = 1;
    }
  }

  void Take(const Column& column, std::span<const uint32_t> groups, size_t group_count) {
    if (column.type != Column::Type::kNull && best_.type != column.type) {
      const bool plain = column.type == Column::Type::kInt || column.type == Column::Type::kFloat ||
                         column.type == Column::Type::kString;
      if (best_.type == Column::Type::kNull) {
        best_.Reset(plain ? column.type : Column::Type::kValue);
        Grow(size_);
      } else {
        best_.MakeValues(size_);
      }
    }
    Grow(group_count);
    if (column.type == Column::Type::kNull) return;
    switch (best_.type) {
      case Column::Type::kInt:
        TakeTyped(column.ints, column, groups, best_.ints, [](int64_t a, int64_t b) { return a < b; });
        break;
      case Column::Type::kFloat:  // NaN is the greatest number
        TakeTyped(column.floats, column, groups, best_.floats,
                  [](double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); });
        break;
      case Column::Type::kString:
        TakeTyped(column.strings, column, groups, best_.strings,
                  [](std::string_view a, std::string_view b) { return a < b; });
        break;
      default:
        for (size_t row = 0; row < groups.size(); ++row) {
          if (column.IsNull(row)) continue;
          Value value = column.Get(row);
          Value& best = best_.values[groups[row]];
          const bool better = best.is_null() || (greatest_ ? Order(value, best) > 0 : Order(value, best) < 0);
          if (better) best = std::move(value);
        }
    }
  }

  EvalPtr argument_;
  bool greatest_;
  size_t size_ = 0;
  Column best_;  // one a group; kNull: no value came yet
};

// The functions' own states, one a group; DISTINCT by (group, value).
class OfFunction : public Accumulator {
 public:
  OfFunction(ExecContext& context, const papergraph::engine::Aggregate& function, std::vector<EvalPtr> arguments,
             bool distinct, Span span)
      : ctx_(context),
        function_(function),
        arguments_(std::move(arguments)),
        distinct_(distinct),
        span_(span),
        keeps_(function.name == "collect" || function.name.starts_with("percentile")),
        seen_(context) {}
  void Clear() override {
    states_.clear();
    seen_.Clear();
  }
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    Grow(group_count);
    const Column& column = arguments_[0]->All(batch);
    values_.resize(arguments_.size());
    ctx_.function->call = span_;
    uint64_t bytes = 0;
    const auto add = [&](size_t row) {
      values_[0] = column.Get(row);
      if (values_[0].is_null()) return;
      for (size_t i = 1; i < values_.size(); ++i) values_[i] = arguments_[i]->Row(batch, row);
      states_[groups[row]]->Add(values_);
      // A growing vector has half as much again as it uses; the table of DISTINCT has its own copy.
      if (keeps_) bytes += sizeof(Value) / 2 + (ctx_.memory_limit == 0 ? 0 : BytesOf(values_[0], ctx_.memory_limit));
    };
    if (distinct_) {
      seen_.ForEachNew(column, groups, group_count, add);
    } else {
      for (size_t row = 0; row < groups.size(); ++row) add(row);
    }
    if (bytes > 0) ctx_.Charge(bytes);
  }
  void Finish(std::span<const uint32_t> groups, Column& out) override {
    out.Reset(Column::Type::kValue);
    out.values.reserve(groups.size());
    ctx_.function->call = span_;
    for (uint32_t group : groups) {
      Grow(group + size_t{1});
      out.values.push_back(states_[group]->Finish());
    }
  }

 private:
  void Grow(size_t group_count) {
    while (states_.size() < group_count) states_.push_back(function_.make(*ctx_.function));
  }
  ExecContext& ctx_;
  const papergraph::engine::Aggregate& function_;
  std::vector<EvalPtr> arguments_;
  bool distinct_;
  Span span_;
  bool keeps_;  // the values, until the end
  std::vector<std::unique_ptr<AggregateState>> states_;
  DistinctValues seen_;
  std::vector<Value> values_;
};

}  // namespace

std::unique_ptr<Accumulator> MakeAccumulator(const AggregateItem& item, Builder& builder) {
  const Expr& call = *item.call;
  if (item.weight.valid()) return std::make_unique<CountWeights>(item.weight);
  if (!call.aggregate) return std::make_unique<CountAll>();
  std::vector<EvalPtr> arguments;
  for (const ExprPtr& arg : call.args) arguments.push_back(builder.Evaluate(arg));
  const std::string_view name = call.aggregate->name;
  if (name == "count") {
    if (call.distinct) return std::make_unique<CountDistinct>(builder.context(), std::move(arguments[0]));
    return std::make_unique<CountNotNull>(std::move(arguments[0]));
  }
  if (name == "min" || name == "max") return std::make_unique<Extremes>(std::move(arguments[0]), name == "max");
  if (!call.distinct && (name == "sum" || name == "avg")) {
    return std::make_unique<Sums>(std::move(arguments[0]), name == "avg", call.span);
  }
  return std::make_unique<OfFunction>(builder.context(), *call.aggregate, std::move(arguments), call.distinct,
                                      call.span);
}

}  // namespace papergraph::engine
