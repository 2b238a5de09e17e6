// Plans within plans: for each row (Apply, Foreach, Repeat), side by side (Union), each with each (HashJoin).
#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/exec/edges.h"
#include "engine/exec/fanout.h"
#include "engine/exec/rows.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

std::vector<Slot> Intersect(const std::vector<Slot>& a, const std::vector<Slot>& b) {
  std::vector<Slot> both;
  for (Slot slot : a) {
    if (std::find(b.begin(), b.end(), slot) != b.end()) both.push_back(slot);
  }
  return both;
}

// Copies one row to where the inner plan's Arguments find it.
void SetRow(const Batch& from, size_t row, const std::vector<Slot>& imports, ArgumentSource& source) {
  for (Slot slot : imports) source.batch[slot].AppendFrom(from[slot], row, 0);
  source.batch.size = 1;
}

class ApplyExec : public Fanout {
 public:
  ApplyExec(ops::Apply& op, Builder& builder)
      : Fanout(builder, op.input),
        imports_(ImportsOf(*op.inner)),
        outs_(NeededOuts(op, builder)),
        optional_(op.optional),
        unit_(op.unit),
        in_transactions_(op.in_transactions),
        source_(builder.slot_count()),
        rows_of_inner_(builder.slot_count()),
        inner_(builder.BuildInner(*op.inner, outs_, source_)),
        batch_rows_(builder.Evaluate(op.batch_rows)) {}

  void Open() override {
    Fanout::Open();
    since_commit_ = 0;
  }

 protected:
  void Prepare(Batch& out) override {
    for (Slot slot : outs_) out[slot].SetNull();
    given_ = 0;
  }
  void Start() override {
    SetRow(in_, row_, imports_, source_);
    inner_->Open();
    rows_of_inner_.size = 0;
    position_ = 0;
    any_ = false;
  }
  bool Emit(Batch& out) override {
    if (unit_) {
      while (inner_->Next(rows_of_inner_)) ctx_.CheckInterrupt();
      rows_.push_back(static_cast<uint32_t>(row_));
      ++given_;
      EndRow();
      return true;
    }
    while (!full()) {
      if (position_ >= rows_of_inner_.size) {
        position_ = 0;
        rows_of_inner_.size = 0;
        if (!inner_->Next(rows_of_inner_)) {
          rows_of_inner_.size = 0;
          break;
        }
      }
      const size_t count = std::min(room(), rows_of_inner_.size - position_);
      picked_.resize(count);
      for (size_t i = 0; i < count; ++i) picked_[i] = static_cast<uint32_t>(position_ + i);
      for (Slot slot : outs_) out[slot].AppendGather(rows_of_inner_[slot], picked_, given_);
      rows_.insert(rows_.end(), count, static_cast<uint32_t>(row_));
      position_ += count;
      given_ += count;
      any_ = true;
      if (full()) return false;
    }
    if (optional_ && !any_) {
      const Column null;
      for (Slot slot : outs_) out[slot].AppendFrom(null, 0, given_);
      rows_.push_back(static_cast<uint32_t>(row_));
      ++given_;
    }
    EndRow();
    return true;
  }

 private:
  static std::vector<Slot> NeededOuts(ops::Apply& op, Builder& builder) {
    std::vector<Slot> outs;
    for (Out out : op.outs) outs.push_back(out.slot);
    return Intersect(builder.needed(), outs);
  }

  void EndRow() {
    if (!in_transactions_ || !ctx_.commit) return;
    const Value limit = batch_rows_ ? batch_rows_->Row(in_, row_) : Value::Int(1000);
    if (limit.kind() != ValueKind::kInt || limit.as_int() <= 0) {
      throw RuntimeError(ErrorType::kSyntaxError, "NegativeIntegerArgument", batch_rows_->span(),
                         "IN TRANSACTIONS OF needs a positive number of rows");
    }
    if (++since_commit_ < static_cast<uint64_t>(limit.as_int())) return;
    since_commit_ = 0;
    ctx_.commit(ctx_);
    ctx_.ReleaseWrites();
  }

  std::vector<Slot> imports_;
  std::vector<Slot> outs_;
  bool optional_, unit_, in_transactions_;
  ArgumentSource source_;
  Batch rows_of_inner_;
  OperatorPtr inner_;
  EvalPtr batch_rows_;
  size_t position_ = 0;
  size_t given_ = 0;
  bool any_ = false;
  uint64_t since_commit_ = 0;
  std::vector<uint32_t> picked_;
};

class UnionExec : public Operator {
 public:
  UnionExec(ops::Union& op, Builder& builder)
      : Operator(builder.context()),
        left_(builder.InputWith(op.left, op.left_columns)),
        right_(builder.InputWith(op.right, op.right_columns)),
        left_columns_(op.left_columns),
        right_columns_(op.right_columns),
        in_(builder.slot_count()) {
    for (Out out : op.outs) outs_.push_back(out.slot);
  }
  void Open() override {
    left_->Open();
    right_->Open();
    on_left_ = true;
  }

 protected:
  bool Produce(Batch& out) override {
    if (on_left_ && left_->Next(in_)) return Give(left_columns_, out);
    on_left_ = false;
    return right_->Next(in_) && Give(right_columns_, out);
  }

 private:
  bool Give(const std::vector<Slot>& columns, Batch& out) {
    for (size_t i = 0; i < outs_.size(); ++i) out[outs_[i]] = in_[columns[i]];
    out.size = in_.size;
    return true;
  }
  OperatorPtr left_, right_;
  std::vector<Slot> left_columns_, right_columns_, outs_;
  Batch in_;
  bool on_left_ = true;
};

class HashJoinExec : public Operator {
 public:
  HashJoinExec(ops::HashJoin& op, Builder& builder)
      : Operator(builder.context()),
        left_keys_(builder.Evaluate(op.left_keys)),
        right_keys_(builder.Evaluate(op.right_keys)),
        store_(builder.slot_count(), {}),
        in_(builder.slot_count()) {
    const std::vector<Slot> right_outs = OutsOf(*op.right);
    left_live_ = Without(builder.needed(), right_outs);
    const std::vector<Slot> right_live = Intersect(builder.needed(), right_outs);
    store_ = RowStore(builder.slot_count(), right_live);
    std::vector<Slot> left_needed = left_live_, right_needed = right_live;
    for (const ExprPtr& key : op.left_keys) CollectSlots(*key, left_needed);
    for (const ExprPtr& key : op.right_keys) CollectSlots(*key, right_needed);
    left_ = builder.InputWith(op.left, left_needed);
    right_ = builder.InputWith(op.right, right_needed);
  }

  void Open() override {
    left_->Open();
    store_.Clear(ctx_);
    rows_by_hash_.clear();
    next_.clear();
    keys_.clear();
    built_ = false;
    in_.size = 0;
    row_ = 0;
    match_ = UINT32_MAX;
  }

 protected:
  bool Produce(Batch& out) override {
    left_rows_.clear();
    right_rows_.clear();
    while (left_rows_.size() < kBatchRows) {
      if (row_ >= in_.size) {
        if (!left_rows_.empty()) break;  // rows point into in_
        ctx_.CheckInterrupt();
        row_ = 0;
        in_.size = 0;
        if (!left_->Next(in_)) {
          in_.size = 0;
          return false;
        }
        if (!built_) Build();
        FirstMatch();
      }
      while (match_ != UINT32_MAX && left_rows_.size() < kBatchRows) {
        left_rows_.push_back(static_cast<uint32_t>(row_));
        right_rows_.push_back(match_);
        NextMatch();
      }
      if (match_ == UINT32_MAX && ++row_ < in_.size) FirstMatch();
    }
    for (Slot slot : left_live_) out[slot].Gather(in_[slot], left_rows_);
    store_.Give(right_rows_, out);
    out.size = left_rows_.size();
    return out.size > 0;
  }

 private:
  void Build() {
    built_ = true;
    right_->Open();
    Batch batch(in_.columns.size());
    while (right_->Next(batch)) {
      ctx_.CheckInterrupt();
      const auto first = static_cast<uint32_t>(store_.size());
      store_.Append(batch, ctx_);
      for (uint32_t i = 0; !right_keys_.empty() && i < batch.size; ++i) {
        for (EvalPtr& key : right_keys_) keys_.push_back(key->Row(batch, i));
        const std::span<const Value> row(keys_.data() + (first + i) * right_keys_.size(), right_keys_.size());
        next_.push_back(UINT32_MAX);
        const auto [at, is_new] = rows_by_hash_.emplace(HashOf(row), std::pair(first + i, first + i));
        if (!is_new) {
          next_[at->second.second] = first + i;
          at->second.second = first + i;
        }
      }
    }
  }

  static uint64_t HashOf(std::span<const Value> values) {
    uint64_t hash = 0x9e3779b97f4a7c15ull;
    for (const Value& value : values) hash = (hash ^ Hash(value)) * 0xff51afd7ed558ccdull;
    return hash;
  }

  void FirstMatch() {
    if (right_keys_.empty()) {
      match_ = store_.size() > 0 ? 0 : UINT32_MAX;
      return;
    }
    wanted_.clear();
    for (EvalPtr& key : left_keys_) wanted_.push_back(key->Row(in_, row_));
    const auto at = rows_by_hash_.find(HashOf(wanted_));
    match_ = at == rows_by_hash_.end() ? UINT32_MAX : at->second.first;
    if (match_ != UINT32_MAX && !KeysEqual()) NextMatch();
  }
  void NextMatch() {
    if (right_keys_.empty()) {
      match_ = match_ + 1 < store_.size() ? match_ + 1 : UINT32_MAX;
      return;
    }
    do {
      match_ = next_[match_];
    } while (match_ != UINT32_MAX && !KeysEqual());
  }
  bool KeysEqual() const {
    for (size_t i = 0; i < wanted_.size(); ++i) {
      const Ternary equal = Equals(wanted_[i], keys_[match_ * wanted_.size() + i]);
      if (!equal || !*equal) return false;
    }
    return true;
  }

  std::vector<EvalPtr> left_keys_, right_keys_;
  RowStore store_;
  std::vector<Slot> left_live_;
  Batch in_;
  OperatorPtr left_, right_;
  boost::unordered_flat_map<uint64_t, std::pair<uint32_t, uint32_t>> rows_by_hash_;  // first and last row of a hash
  std::vector<uint32_t> next_;
  std::vector<Value> keys_;
  std::vector<Value> wanted_;
  bool built_ = false;
  size_t row_ = 0;
  uint32_t match_ = UINT32_MAX;
  std::vector<uint32_t> left_rows_, right_rows_;
};

class ForeachExec : public Operator {
 public:
  ForeachExec(ops::Foreach& op, Builder& builder)
      : Operator(builder.context()),
        element_(op.element.slot),
        list_(builder.Evaluate(op.list)),
        source_(builder.slot_count()),
        inner_rows_(builder.slot_count()) {
    imports_ = Without(ImportsOf(*op.inner), {element_});
    inner_ = builder.BuildInner(*op.inner, {}, source_);
    std::vector<Slot> needed = UnionOf(builder.live(), imports_);
    input_ = builder.InputWith(op.input, Without(needed, {element_}));
  }
  void Open() override { input_->Open(); }

 protected:
  bool Produce(Batch& out) override {
    if (!input_->Next(out)) return false;
    for (size_t row = 0; row < out.size; ++row) {
      const Value list = list_->Row(out, row);
      if (list.is_null()) continue;
      if (list.kind() != ValueKind::kList) {
        throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", list_->span(),
                           "FOREACH needs a LIST, not " + std::string(NameOf(list.kind())));
      }
      for (const Value& item : list.as_list()) {
        SetRow(out, row, imports_, source_);
        source_.batch[element_].Reset(Column::Type::kValue);
        source_.batch[element_].values.push_back(item);
        inner_->Open();
        while (inner_->Next(inner_rows_)) ctx_.CheckInterrupt();
      }
    }
    return true;
  }

 private:
  Slot element_;
  EvalPtr list_;
  ArgumentSource source_;
  Batch inner_rows_;
  std::vector<Slot> imports_;
  OperatorPtr inner_, input_;
};

class RepeatExec : public Fanout {
 public:
  RepeatExec(ops::Repeat& op, Builder& builder)
      : Fanout(builder, op.input), op_(op), source_(builder.slot_count()), inner_rows_(builder.slot_count()) {
    imports_ = Without(ImportsOf(*op.inner), {op.inner_from.slot});
    std::vector<Slot> needed = op.inner_rels;
    needed.push_back(op.inner_to);
    needed.insert(needed.end(), op.inner_values.begin(), op.inner_values.end());
    inner_ = builder.BuildInner(*op.inner, needed, source_);
  }

 protected:
  void Prepare(Batch& out) override {
    out[op_.to.slot].Reset(Column::Type::kNode);
    out[op_.rels.slot].Reset(Column::Type::kValue);
    for (Out list : op_.lists) out[list.slot].Reset(Column::Type::kValue);
  }

  void Start() override {
    found_.clear();
    position_ = 0;
    const NodeId start = NodeAt(in_[op_.from], row_);
    if (start == kNoNode) return;
    excluded_.clear();
    CollectEdges(in_, row_, op_.differs_from, excluded_);
    SetRow(in_, row_, imports_, source_);
    std::vector<Level> levels;
    std::vector<Step> trail;
    if (op_.min == 0) Keep(trail, start);
    if (op_.max > 0) levels.push_back({Walk(start), 0});
    while (!levels.empty()) {
      ctx_.CheckInterrupt();
      Level& level = levels.back();
      trail.resize(levels.size() - 1);
      if (level.next == level.steps.size()) {
        levels.pop_back();
        continue;
      }
      Step step = level.steps[level.next++];
      if (!IsNew(step, trail)) continue;
      trail.push_back(std::move(step));
      const NodeId node = trail.back().to;
      if (trail.size() >= op_.min) Keep(trail, node);
      if (trail.size() < op_.max) levels.push_back({Walk(node), 0});
    }
  }

  bool Emit(Batch& out) override {
    for (; position_ < found_.size() && !full(); ++position_) {
      Result& result = found_[position_];
      out[op_.to.slot].nodes.push_back(result.to);
      out[op_.rels.slot].values.push_back(std::move(result.rels));
      for (size_t i = 0; i < op_.lists.size(); ++i) {
        out[op_.lists[i].slot].values.push_back(std::move(result.lists[i]));
      }
      rows_.push_back(static_cast<uint32_t>(row_));
    }
    return position_ == found_.size();
  }

 private:
  struct Step {
    NodeId to;
    std::vector<EdgeId> edges;
    std::vector<Value> values;
  };
  struct Level {
    std::vector<Step> steps;
    size_t next;
  };
  struct Result {
    NodeId to;
    Value rels;
    std::vector<Value> lists;
  };

  std::vector<Step> Walk(NodeId from) {
    Column& column = source_.batch[op_.inner_from.slot];
    column.Reset(Column::Type::kNode);
    column.nodes.push_back(from);
    inner_->Open();
    std::vector<Step> steps;
    while (inner_->Next(inner_rows_)) {
      for (size_t row = 0; row < inner_rows_.size; ++row) {
        Step step{NodeAt(inner_rows_[op_.inner_to], row), {}, {}};
        CollectEdges(inner_rows_, row, op_.inner_rels, step.edges);
        for (Slot slot : op_.inner_values) step.values.push_back(inner_rows_[slot].Get(row));
        steps.push_back(std::move(step));
      }
    }
    return steps;
  }

  bool IsNew(const Step& step, const std::vector<Step>& trail) const {
    for (EdgeId edge : step.edges) {
      if (Contains(excluded_, edge)) return false;
      for (const Step& before : trail) {
        if (Contains(before.edges, edge)) return false;
      }
    }
    return true;
  }

  void Keep(const std::vector<Step>& trail, NodeId to) {
    Result result{to, {}, {}};
    ValueList rels;
    for (const Step& step : trail) {
      for (EdgeId edge : step.edges) rels.push_back(Value::Relationship(edge));
    }
    result.rels = Value::List(std::move(rels));
    for (size_t i = 0; i < op_.inner_values.size(); ++i) {
      ValueList items;
      for (const Step& step : trail) items.push_back(step.values[i]);
      result.lists.push_back(Value::List(std::move(items)));
    }
    ctx_.Charge(64 + 16 * trail.size() * (1 + op_.inner_values.size()));
    found_.push_back(std::move(result));
  }

  const ops::Repeat& op_;
  ArgumentSource source_;
  Batch inner_rows_;
  std::vector<Slot> imports_;
  OperatorPtr inner_;
  std::vector<EdgeId> excluded_;
  std::vector<Result> found_;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::Apply& op, Builder& builder) {
  if (op.on_error != ast::OnError::kFail) return MakeTransactionApply(op, builder);
  return std::make_unique<ApplyExec>(op, builder);
}
OperatorPtr Make(ops::Union& op, Builder& builder) { return std::make_unique<UnionExec>(op, builder); }
OperatorPtr Make(ops::HashJoin& op, Builder& builder) { return std::make_unique<HashJoinExec>(op, builder); }
OperatorPtr Make(ops::Foreach& op, Builder& builder) { return std::make_unique<ForeachExec>(op, builder); }
OperatorPtr Make(ops::Repeat& op, Builder& builder) { return std::make_unique<RepeatExec>(op, builder); }

}  // namespace papergraph::engine
