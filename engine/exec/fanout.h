// The common shape of operators that give any number of rows for each row of their input: scans, seeks, expansions,
// UNWIND.
#pragma once

#include <vector>

#include "engine/exec/build.h"
#include "engine/exec/operator.h"

namespace papergraph::engine {

/// Drives the input row by row; a subclass only appends its own columns. Rows of several input batches share one output
/// batch.
class Fanout : public Operator {
 public:
  Fanout(Builder& builder, Plan& input)
      : Operator(builder.context()), input_(builder.Input(input)), carry_(builder.carry()), in_(builder.slot_count()) {}

  void Open() override {
    input_->Open();
    in_.size = 0;
    row_ = 0;
    started_ = false;
  }

 protected:
  /// Before the first row of an output batch: give the columns that are filled here their type.
  virtual void Prepare(Batch& out) = 0;
  /// A new input row: row_ of in_.
  virtual void Start() = 0;
  /// Appends rows (to its columns, and row_ to rows_ for each) until full() or all are given; true when all are.
  virtual bool Emit(Batch& out) = 0;

  bool full() const { return emitted_ + rows_.size() >= kBatchRows; }
  size_t room() const { return kBatchRows - emitted_ - rows_.size(); }

  OperatorPtr input_;
  std::vector<Slot> carry_;
  Batch in_;
  size_t row_ = 0;
  std::vector<uint32_t> rows_;  // for each new row, the row of in_ that it comes from

 private:
  bool Produce(Batch& out) final {
    emitted_ = 0;
    rows_.clear();
    Prepare(out);
    while (true) {
      if (row_ >= in_.size) {
        Flush(out);
        if (emitted_ >= kBatchRows / 2) break;
        ctx_.CheckInterrupt();
        in_.size = 0;
        row_ = 0;
        if (!input_->Next(in_)) {
          in_.size = 0;
          break;
        }
        started_ = false;
      }
      if (!started_) Start();
      started_ = true;
      if (Emit(out)) {
        ++row_;
        started_ = false;
      }
      if (full()) {
        Flush(out);
        break;
      }
    }
    out.size = emitted_;
    return emitted_ > 0;
  }

  void Flush(Batch& out) {
    if (rows_.empty()) return;
    for (Slot slot : carry_) out[slot].AppendGather(in_[slot], rows_, emitted_);
    emitted_ += rows_.size();
    rows_.clear();
  }

  bool started_ = false;
  size_t emitted_ = 0;
};

}  // namespace papergraph::engine
