// CALL { ... } IN TRANSACTIONS ON ERROR CONTINUE or BREAK: a batch of rows at a time, given on when it is known whether
// it was committed.
#include <fmt/format.h>

#include <algorithm>

#include "engine/exec/build.h"
#include "engine/exec/rows.h"
#include "grammar/error.h"
#include "storage/error.h"

namespace papergraph::engine {

namespace {

std::vector<Slot> OutsFilled(const ops::Apply& op, Builder& builder) {
  std::vector<Slot> outs;
  for (Out out : op.outs) {
    if (builder.IsNeeded(out.slot)) outs.push_back(out.slot);
  }
  return outs;
}

class TransactionApplyExec : public Operator {
 public:
  TransactionApplyExec(ops::Apply& op, Builder& builder)
      : Operator(builder.context()),
        imports_(ImportsOf(*op.inner)),
        outs_(OutsFilled(op, builder)),
        carry_(builder.carry()),
        status_(builder.IsNeeded(op.status.slot) ? op.status.slot : Slot()),
        optional_(op.optional),
        unit_(op.unit),
        stops_(op.on_error == ast::OnError::kBreak),
        input_(builder.Input(op.input)),
        in_(builder.slot_count()),
        batch_(builder.slot_count(), builder.live()),
        source_(builder.slot_count()),
        rows_of_inner_(builder.slot_count()),
        results_(builder.slot_count()),
        inner_(builder.BuildInner(*op.inner, outs_, source_)),
        batch_rows_(builder.Evaluate(op.batch_rows)) {}

  void Open() override {
    input_->Open();
    in_.size = 0;
    row_ = 0;
    batch_.Clear(ctx_);
    from_.clear();
    position_ = 0;
    batches_ = 0;
    broken_ = false;
  }

 protected:
  bool Produce(Batch& out) override {
    while (position_ == from_.size()) {
      if (!Collect()) return false;
      RunBatch();
    }
    const size_t count = std::min(kBatchRows, from_.size() - position_);
    std::vector<uint32_t> results(count);
    for (size_t i = 0; i < count; ++i) results[i] = static_cast<uint32_t>(position_ + i);
    const std::span<const uint32_t> from = std::span(from_).subspan(position_, count);
    for (Slot slot : carry_) out[slot].Gather(batch_.rows()[slot], from);
    for (Slot slot : outs_) out[slot].Gather(results_[slot], results);
    if (status_.valid()) {
      out[status_].Reset(Column::Type::kValue);
      out[status_].values.assign(count, report_);
    }
    out.size = count;
    position_ += count;
    return true;
  }

 private:
  uint64_t BatchRows() {
    const Value limit = batch_rows_ ? batch_rows_->Row(in_, row_) : Value::Int(1000);
    if (limit.kind() == ValueKind::kInt && limit.as_int() > 0) return static_cast<uint64_t>(limit.as_int());
    throw RuntimeError(ErrorType::kSyntaxError, "NegativeIntegerArgument", batch_rows_->span(),
                       "IN TRANSACTIONS OF needs a positive number of rows");
  }

  // The rows of the next batch; false when there are none left.
  bool Collect() {
    batch_.Clear(ctx_);
    uint64_t wanted = 0;
    while (wanted == 0 || batch_.size() < wanted) {
      if (row_ == in_.size) {
        row_ = 0;
        in_.size = 0;
        if (!input_->Next(in_)) {
          in_.size = 0;
          break;
        }
      }
      if (wanted == 0) wanted = BatchRows();
      const size_t count = std::min<size_t>(wanted - batch_.size(), in_.size - row_);
      std::vector<uint32_t> rows(count);
      for (size_t i = 0; i < count; ++i) rows[i] = static_cast<uint32_t>(row_ + i);
      Batch some = in_;
      some.Keep(rows, batch_.live());
      some.size = count;
      batch_.Append(some, ctx_);
      row_ += count;
    }
    return batch_.size() > 0;
  }

  void Report(bool started, bool committed, Value error) {
    ValueMap map;
    map.emplace_back("started", Value::Bool(started));
    map.emplace_back("committed", Value::Bool(committed));
    map.emplace_back("transactionId", started ? Value::String(fmt::format("batch-{}", batches_)) : Value());
    map.emplace_back("errorMessage", std::move(error));
    report_ = Value::Map(std::move(map));
  }

  void RunBatch() {
    from_.clear();
    position_ = 0;
    for (Slot slot : outs_) results_[slot].SetNull();
    if (broken_) {
      GiveNulls();
      Report(false, false, Value());
      return;
    }
    ++batches_;
    const Stats before = ctx_.stats;
    const size_t mark = ctx_.writer ? ctx_.writer->Savepoint() : 0;
    std::string error;
    try {
      RunRows();
      if (ctx_.commit) ctx_.commit(ctx_);
      ctx_.ReleaseWrites();
      Report(true, true, Value());
      return;
    } catch (const QueryError& e) {
      // What was asked to end ends the statement, not a batch of it.
      if (e.type() == ErrorType::kResourceError || e.type() == ErrorType::kTransactionError) throw;
      error = e.what();
    } catch (const StoreError& e) {
      if (e.kind() != StoreError::Kind::kConstraint) throw;
      error = e.what();
    }
    if (ctx_.writer) ctx_.writer->RollbackTo(mark);
    ctx_.ReleaseWrites();
    ctx_.stats = before;
    broken_ = stops_;
    from_.clear();
    for (Slot slot : outs_) results_[slot].SetNull();
    GiveNulls();
    Report(true, false, Value::String(error));
  }

  void GiveNulls() {
    const Column null;
    for (uint32_t row = 0; row < batch_.size(); ++row) {
      for (Slot slot : outs_) results_[slot].AppendFrom(null, 0, from_.size());
      from_.push_back(row);
    }
  }

  void RunRows() {
    const Column null;
    for (uint32_t row = 0; row < batch_.size(); ++row) {
      for (Slot slot : imports_) source_.batch[slot].AppendFrom(batch_.rows()[slot], row, 0);
      source_.batch.size = 1;
      inner_->Open();
      const size_t first = from_.size();
      while (inner_->Next(rows_of_inner_)) {
        ctx_.CheckInterrupt();
        if (unit_) continue;
        picked_.resize(rows_of_inner_.size);
        for (size_t i = 0; i < picked_.size(); ++i) picked_[i] = static_cast<uint32_t>(i);
        for (Slot slot : outs_) results_[slot].AppendGather(rows_of_inner_[slot], picked_, from_.size());
        from_.insert(from_.end(), picked_.size(), row);
      }
      if (unit_ || (optional_ && from_.size() == first)) {
        for (Slot slot : outs_) results_[slot].AppendFrom(null, 0, from_.size());
        from_.push_back(row);
      }
    }
  }

  std::vector<Slot> imports_, outs_, carry_;
  Slot status_;
  bool optional_, unit_, stops_;
  OperatorPtr input_;
  Batch in_;
  size_t row_ = 0;  // the next of in_
  RowStore batch_;  // the input rows of the batch
  ArgumentSource source_;
  Batch rows_of_inner_;
  Batch results_;               // what the inner plan gave ...
  std::vector<uint32_t> from_;  // ... and for which row of the batch
  size_t position_ = 0;
  OperatorPtr inner_;
  EvalPtr batch_rows_;
  std::vector<uint32_t> picked_;
  uint64_t batches_ = 0;
  bool broken_ = false;
  Value report_;
};

}  // namespace

OperatorPtr MakeTransactionApply(ops::Apply& op, Builder& builder) {
  return std::make_unique<TransactionApplyExec>(op, builder);
}

}  // namespace papergraph::engine
