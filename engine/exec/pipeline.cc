// Operators that pass rows on: filter, project, distinct, skip, limit, unwind, eager, empty result.
#include "engine/exec/fanout.h"
#include "engine/exec/group_table.h"
#include "engine/exec/memory.h"
#include "engine/exec/rows.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

class FilterExec : public Operator {
 public:
  FilterExec(ops::Filter& op, Builder& builder)
      : Operator(builder.context()),
        live_(builder.live()),
        predicates_(builder.Evaluate(op.predicates)),
        input_(builder.Input(op.input)) {}
  void Open() override { input_->Open(); }

 protected:
  bool Produce(Batch& out) override {
    while (input_->Next(out)) {
      for (EvalPtr& predicate : predicates_) {
        rows_.clear();
        SelectRows(*predicate, out, rows_);
        out.Keep(rows_, live_);
        if (rows_.empty()) break;
      }
      if (out.size > 0) return true;
      ctx_.CheckInterrupt();
    }
    return false;
  }

 private:
  std::vector<Slot> live_;
  std::vector<EvalPtr> predicates_;
  OperatorPtr input_;
  std::vector<uint32_t> rows_;
};

class ProjectExec : public Operator {
 public:
  ProjectExec(ops::Project& op, Builder& builder) : Operator(builder.context()) {
    for (Assign& item : op.items) {
      if (!builder.IsNeeded(item.slot.slot)) continue;
      slots_.push_back(item.slot.slot);
      evals_.push_back(builder.Evaluate(item.expr));
    }
    input_ = builder.Input(op.input);
  }
  void Open() override { input_->Open(); }

 protected:
  bool Produce(Batch& out) override {
    if (!input_->Next(out)) return false;
    for (size_t i = 0; i < evals_.size(); ++i) {
      if (const Column* direct = evals_[i]->Direct(out)) {
        out[slots_[i]] = *direct;
      } else {
        evals_[i]->Fill(out, out[slots_[i]]);
      }
    }
    return true;
  }

 private:
  std::vector<Slot> slots_;
  std::vector<EvalPtr> evals_;
  OperatorPtr input_;
};

class DistinctExec : public Operator {
 public:
  DistinctExec(ops::Distinct& op, Builder& builder)
      : Operator(builder.context()),
        slots_(op.slots),
        live_(builder.live()),
        input_(builder.Input(op.input)),
        table_(slots_.size()) {}
  void Open() override {
    input_->Open();
    table_.Clear();
  }

 protected:
  bool Produce(Batch& out) override {
    while (input_->Next(out)) {
      columns_.clear();
      for (Slot slot : slots_) columns_.push_back(&out[slot]);
      size_t known = table_.size();
      table_.Assign(columns_, out.size, groups_);
      rows_.clear();
      for (uint32_t row = 0; row < out.size; ++row) {
        if (groups_[row] != known) continue;
        rows_.push_back(row);
        ++known;
      }
      ctx_.CheckInterrupt();
      out.Keep(rows_, live_);
      uint64_t bytes = rows_.size() * GroupTable::kGroupBytes;
      for (Slot slot : slots_) bytes += out[slot].Bytes(out.size) * 3 / 2;
      ctx_.Charge(bytes);
      if (out.size > 0) return true;
    }
    return false;
  }

 private:
  std::vector<Slot> slots_;
  std::vector<Slot> live_;
  OperatorPtr input_;
  GroupTable table_;
  std::vector<const Column*> columns_;
  std::vector<uint32_t> groups_;
  std::vector<uint32_t> rows_;
};

// SKIP and LIMIT take what can be known without a row.
uint64_t CountOf(Eval& eval, const char* clause) {
  static const Batch kNoRow(0);
  const Value value = eval.Row(kNoRow, 0);
  if (value.kind() != ValueKind::kInt) {
    throw RuntimeError(ErrorType::kSyntaxError, "InvalidArgumentType", eval.span(),
                       std::string(clause) + " needs an integer, not " + std::string(NameOf(value.kind())));
  }
  if (value.as_int() < 0) {
    throw RuntimeError(ErrorType::kSyntaxError, "NegativeIntegerArgument", eval.span(),
                       std::string(clause) + " needs a number that is not negative");
  }
  return static_cast<uint64_t>(value.as_int());
}

class SkipExec : public Operator {
 public:
  SkipExec(ops::Skip& op, Builder& builder)
      : Operator(builder.context()),
        live_(builder.live()),
        count_(builder.Evaluate(op.count)),
        input_(builder.Input(op.input)) {}
  void Open() override {
    input_->Open();
    left_ = CountOf(*count_, "SKIP");
  }

 protected:
  bool Produce(Batch& out) override {
    while (input_->Next(out)) {
      if (left_ == 0) return true;
      if (out.size <= left_) {
        left_ -= out.size;
        continue;
      }
      rows_.clear();
      for (auto row = static_cast<uint32_t>(left_); row < out.size; ++row) rows_.push_back(row);
      left_ = 0;
      out.Keep(rows_, live_);
      return true;
    }
    return false;
  }

 private:
  std::vector<Slot> live_;
  EvalPtr count_;
  OperatorPtr input_;
  uint64_t left_ = 0;
  std::vector<uint32_t> rows_;
};

class LimitExec : public Operator {
 public:
  LimitExec(ops::Limit& op, Builder& builder)
      : Operator(builder.context()),
        live_(builder.live()),
        count_(builder.Evaluate(op.count)),
        drain_(Writes(*op.input)),
        input_(builder.Input(op.input)) {}
  void Open() override {
    input_->Open();
    left_ = CountOf(*count_, "LIMIT");
  }

 protected:
  bool Produce(Batch& out) override {
    if (left_ > 0 && input_->Next(out)) {
      if (out.size > left_) {
        rows_.clear();
        for (uint32_t row = 0; row < left_; ++row) rows_.push_back(row);
        out.Keep(rows_, live_);
      }
      left_ -= out.size;
      return true;
    }
    // What is written does not depend on how many rows are looked at.
    if (drain_) {
      while (input_->Next(out)) {
      }
    }
    return false;
  }

 private:
  std::vector<Slot> live_;
  EvalPtr count_;
  bool drain_;
  OperatorPtr input_;
  uint64_t left_ = 0;
  std::vector<uint32_t> rows_;
};

class UnwindExec : public Fanout {
 public:
  UnwindExec(ops::Unwind& op, Builder& builder)
      : Fanout(builder, op.input), element_(op.element.slot), list_(builder.Evaluate(op.list)) {
    makes_list_ = op.list->kind == ExprKind::kCall || op.list->kind == ExprKind::kListComprehension;
  }
  void Open() override {
    Fanout::Open();
    ctx_.Release(held_);
    held_ = 0;
  }

 protected:
  void Prepare(Batch& out) override { out[element_].Reset(Column::Type::kValue); }
  void Start() override {
    ctx_.Release(held_);
    value_ = list_->Row(in_, row_);
    held_ = makes_list_ ? ShallowBytesOf(value_) : 0;
    ctx_.Charge(held_);
    position_ = 0;
  }
  bool Emit(Batch& out) override {
    std::vector<Value>& values = out[element_].values;
    if (value_.is_null()) return true;
    if (value_.kind() != ValueKind::kList) {  // a single value is a list of one
      values.push_back(value_);
      rows_.push_back(static_cast<uint32_t>(row_));
      return true;
    }
    const ValueList& items = value_.as_list();
    for (; position_ < items.size() && !full(); ++position_) {
      values.push_back(items[position_]);
      rows_.push_back(static_cast<uint32_t>(row_));
    }
    return position_ == items.size();
  }

 private:
  Slot element_;
  EvalPtr list_;
  bool makes_list_ = false;  // else somebody else holds it
  Value value_;
  uint64_t held_ = 0;
  size_t position_ = 0;
};

class EagerExec : public Operator {
 public:
  EagerExec(ops::Eager& op, Builder& builder)
      : Operator(builder.context()),
        input_(builder.Input(op.input)),
        store_(builder.slot_count(), builder.carry()),
        in_(builder.slot_count()) {}
  void Open() override {
    input_->Open();
    store_.Clear(ctx_);
    filled_ = false;
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    if (!filled_) {
      filled_ = true;
      while (input_->Next(in_)) {
        ctx_.CheckInterrupt();
        store_.Append(in_, ctx_);
      }
    }
    if (position_ == store_.size()) return false;
    rows_.clear();
    while (position_ < store_.size() && rows_.size() < kBatchRows) rows_.push_back(static_cast<uint32_t>(position_++));
    store_.Give(rows_, out);
    return true;
  }

 private:
  OperatorPtr input_;
  RowStore store_;
  Batch in_;
  bool filled_ = false;
  size_t position_ = 0;
  std::vector<uint32_t> rows_;
};

class EmptyResultExec : public Operator {
 public:
  EmptyResultExec(ops::EmptyResult& op, Builder& builder)
      : Operator(builder.context()), input_(builder.InputWith(op.input, {})), in_(builder.slot_count()) {}
  void Open() override { input_->Open(); }

 protected:
  bool Produce(Batch&) override {
    while (input_->Next(in_)) ctx_.CheckInterrupt();
    return false;
  }

 private:
  OperatorPtr input_;
  Batch in_;
};

}  // namespace

OperatorPtr Make(ops::Filter& op, Builder& builder) { return std::make_unique<FilterExec>(op, builder); }
OperatorPtr Make(ops::Project& op, Builder& builder) { return std::make_unique<ProjectExec>(op, builder); }
OperatorPtr Make(ops::Distinct& op, Builder& builder) { return std::make_unique<DistinctExec>(op, builder); }
OperatorPtr Make(ops::Skip& op, Builder& builder) { return std::make_unique<SkipExec>(op, builder); }
OperatorPtr Make(ops::Limit& op, Builder& builder) { return std::make_unique<LimitExec>(op, builder); }
OperatorPtr Make(ops::Unwind& op, Builder& builder) { return std::make_unique<UnwindExec>(op, builder); }
OperatorPtr Make(ops::Eager& op, Builder& builder) { return std::make_unique<EagerExec>(op, builder); }
OperatorPtr Make(ops::EmptyResult& op, Builder& builder) { return std::make_unique<EmptyResultExec>(op, builder); }

}  // namespace papergraph::engine
