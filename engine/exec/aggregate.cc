// Grouping. Counts and sums of columns whose type is known are kept in plain arrays; everything else in the functions'
// own states.
#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/exec/build.h"
#include "engine/exec/memory.h"
#include "engine/exec/rows.h"
#include "engine/functions/function.h"

namespace papergraph::engine {

namespace {

using Type = Column::Type;

// What the table of (group, value) takes for each, beside the value's content.
constexpr uint64_t kDistinctBytes = GroupTable::kGroupBytes + 2 * sizeof(Value);

// One aggregate of all groups.
class Accumulator {
 public:
  virtual ~Accumulator() = default;
  virtual void Clear() = 0;
  virtual void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) = 0;
  virtual Value Finish(size_t group) = 0;
};

class CountAll : public Accumulator {
 public:
  void Clear() override { counts_.clear(); }
  void Add(const Batch&, std::span<const uint32_t> groups, size_t group_count) override {
    counts_.resize(group_count);
    if (group_count == 1) {
      counts_[0] += static_cast<int64_t>(groups.size());
      return;
    }
    for (uint32_t group : groups) ++counts_[group];
  }
  Value Finish(size_t group) override { return Value::Int(group < counts_.size() ? counts_[group] : 0); }

 private:
  std::vector<int64_t> counts_;
};

class CountNotNull : public Accumulator {
 public:
  explicit CountNotNull(EvalPtr argument) : argument_(std::move(argument)) {}
  void Clear() override { counts_.clear(); }
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    counts_.resize(group_count);
    const Column& column = argument_->All(batch);
    for (size_t row = 0; row < groups.size(); ++row) counts_[groups[row]] += !column.IsNull(row);
  }
  Value Finish(size_t group) override { return Value::Int(group < counts_.size() ? counts_[group] : 0); }

 private:
  EvalPtr argument_;
  std::vector<int64_t> counts_;
};

// count(DISTINCT x): nodes by id, everything else as (group, value).
class CountDistinct : public Accumulator {
 public:
  CountDistinct(ExecContext& context, EvalPtr argument) : ctx_(context), argument_(std::move(argument)), values_(2) {}
  void Clear() override {
    counts_.clear();
    nodes_.clear();
    values_.Clear();
  }
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    counts_.resize(group_count);
    const Column& column = argument_->All(batch);
    if (column.type == Type::kNode && values_.size() == 0) {
      const size_t known = nodes_.size();
      for (size_t row = 0; row < groups.size(); ++row) {
        if (column.nodes[row] == kNoNode) continue;
        if (nodes_.insert(uint64_t{groups[row]} << 32 | Raw(column.nodes[row])).second) ++counts_[groups[row]];
      }
      ctx_.Charge((nodes_.size() - known) * 2 * sizeof(uint64_t));
      return;
    }
    if (!nodes_.empty()) UseValues();
    group_column_.Reset(Type::kInt);
    group_column_.ints.assign(groups.begin(), groups.end());
    group_column_.valid.assign(groups.size(), 1);
    const Column* columns[] = {&group_column_, &column};
    size_t known = values_.size();
    values_.Assign(columns, groups.size(), ids_);
    uint64_t bytes = 0;
    for (size_t row = 0; row < groups.size(); ++row) {
      if (ids_[row] != known) continue;
      ++known;
      bytes += kDistinctBytes + (ctx_.memory_limit == 0 ? 0 : BytesOf(column.Get(row), ctx_.memory_limit));
      if (!column.IsNull(row)) ++counts_[groups[row]];
    }
    ctx_.Charge(bytes);
  }
  Value Finish(size_t group) override { return Value::Int(group < counts_.size() ? counts_[group] : 0); }

 private:
  void UseValues() {
    Column group, node;
    group.Reset(Type::kInt);
    node.Reset(Type::kNode);
    for (uint64_t bits : nodes_) {
      group.ints.push_back(static_cast<int64_t>(bits >> 32));
      group.valid.push_back(1);
      node.nodes.push_back(NodeId{static_cast<uint32_t>(bits)});
    }
    const Column* columns[] = {&group, &node};
    values_.Assign(columns, node.nodes.size(), ids_);
    nodes_.clear();
  }

  ExecContext& ctx_;
  EvalPtr argument_;
  std::vector<int64_t> counts_;
  boost::unordered_flat_set<uint64_t> nodes_;
  GroupTable values_;
  Column group_column_;
  std::vector<uint32_t> ids_;
};

// The functions' own states, one a group; DISTINCT through a table of (group, value).
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
        seen_(2) {}
  void Clear() override {
    states_.clear();
    seen_.Clear();
  }
  void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) override {
    Grow(group_count);
    const Column& column = arguments_[0]->All(batch);
    size_t known = seen_.size();
    if (distinct_) {
      group_column_.Reset(Type::kInt);
      group_column_.ints.assign(groups.begin(), groups.end());
      group_column_.valid.assign(groups.size(), 1);
      const Column* columns[] = {&group_column_, &column};
      seen_.Assign(columns, groups.size(), ids_);
    }
    values_.resize(arguments_.size());
    ctx_.function->call = span_;
    uint64_t bytes = 0;
    for (size_t row = 0; row < groups.size(); ++row) {
      if (distinct_) {
        if (ids_[row] != known) continue;
        ++known;
      }
      values_[0] = column.Get(row);
      if (values_[0].is_null()) continue;
      for (size_t i = 1; i < values_.size(); ++i) values_[i] = arguments_[i]->Row(batch, row);
      states_[groups[row]]->Add(values_);
      // A growing vector has half as much again as it uses; the table of DISTINCT has its own copy.
      const uint64_t value_bytes = ctx_.memory_limit == 0 ? 0 : BytesOf(values_[0], ctx_.memory_limit);
      if (keeps_) bytes += sizeof(Value) / 2 + value_bytes;
      if (distinct_) bytes += kDistinctBytes + (keeps_ ? 0 : value_bytes);
    }
    if (bytes > 0) ctx_.Charge(bytes);
  }
  Value Finish(size_t group) override {
    Grow(group + 1);
    ctx_.function->call = span_;
    return states_[group]->Finish();
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
  GroupTable seen_;
  Column group_column_;
  std::vector<uint32_t> ids_;
  std::vector<Value> values_;
};

std::unique_ptr<Accumulator> MakeAccumulator(const Expr& call, Builder& builder) {
  if (!call.aggregate) return std::make_unique<CountAll>();
  std::vector<EvalPtr> arguments;
  for (const ExprPtr& arg : call.args) arguments.push_back(builder.Evaluate(arg));
  if (call.aggregate->name == "count") {
    if (call.distinct) return std::make_unique<CountDistinct>(builder.context(), std::move(arguments[0]));
    return std::make_unique<CountNotNull>(std::move(arguments[0]));
  }
  return std::make_unique<OfFunction>(builder.context(), *call.aggregate, std::move(arguments), call.distinct,
                                      call.span);
}

class AggregateExec : public Operator {
 public:
  AggregateExec(ops::Aggregate& op, Builder& builder)
      : Operator(builder.context()),
        input_(builder.InputWith(op.input, builder.reads())),
        in_(builder.slot_count()),
        table_(op.keys.size()) {
    for (Assign& key : op.keys) {
      key_slots_.push_back(key.slot.slot);
      keys_.push_back(builder.Evaluate(key.expr));
    }
    for (AggregateItem& item : op.items) {
      item_slots_.push_back(item.slot.slot);
      items_.push_back(MakeAccumulator(*item.call, builder));
    }
  }

  void Open() override {
    input_->Open();
    table_.Clear();
    for (auto& item : items_) item->Clear();
    done_ = false;
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    if (!done_) Read();
    if (position_ == groups_total_) return false;
    const size_t count = std::min(kBatchRows, groups_total_ - position_);
    rows_.resize(count);
    for (size_t i = 0; i < count; ++i) rows_[i] = static_cast<uint32_t>(position_ + i);
    for (size_t i = 0; i < keys_.size(); ++i) out[key_slots_[i]].Gather(table_.key(i), rows_);
    for (size_t i = 0; i < items_.size(); ++i) {
      Column& column = out[item_slots_[i]];
      column.Reset(Type::kValue);
      column.values.reserve(count);
      for (uint32_t group : rows_) column.values.push_back(items_[i]->Finish(group));
    }
    position_ += count;
    out.size = count;
    return true;
  }

 private:
  void Read() {
    done_ = true;
    size_t known = 0;
    while (input_->Next(in_)) {
      ctx_.CheckInterrupt();
      columns_.clear();
      for (EvalPtr& key : keys_) columns_.push_back(&key->All(in_));
      table_.Assign(columns_, in_.size, groups_);
      ctx_.Charge((table_.size() - known) * (GroupTable::kGroupBytes + 24 * keys_.size() + 64 * items_.size()));
      known = table_.size();
      for (auto& item : items_) item->Add(in_, groups_, table_.size());
    }
    groups_total_ = keys_.empty() ? 1 : table_.size();
  }

  OperatorPtr input_;
  Batch in_;
  std::vector<Slot> key_slots_, item_slots_;
  std::vector<EvalPtr> keys_;
  std::vector<std::unique_ptr<Accumulator>> items_;
  GroupTable table_;
  std::vector<const Column*> columns_;
  std::vector<uint32_t> groups_;
  std::vector<uint32_t> rows_;
  bool done_ = false;
  size_t groups_total_ = 0;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::Aggregate& op, Builder& builder) { return std::make_unique<AggregateExec>(op, builder); }

}  // namespace papergraph::engine
