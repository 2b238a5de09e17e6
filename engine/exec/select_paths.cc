// SHORTEST k: of all rows with the same two ends those whose paths are the shortest.
#include <algorithm>

#include "engine/exec/build.h"
#include "engine/exec/group_table.h"
#include "engine/exec/rows.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

class SelectPathsExec : public Operator {
 public:
  SelectPathsExec(ops::SelectPaths& op, Builder& builder)
      : Operator(builder.context()),
        ends_{op.from, op.to},
        groups_(op.groups),
        length_(builder.Evaluate(op.length)),
        count_(builder.Evaluate(op.count)),
        input_(builder.Input(op.input)),
        store_(builder.slot_count(), builder.carry()),
        in_(builder.slot_count()) {}

  void Open() override {
    input_->Open();
    store_.Clear(ctx_);
    filled_ = false;
    chosen_.clear();
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    if (!filled_) Fill();
    filled_ = true;
    if (position_ == chosen_.size()) return false;
    const size_t count = std::min(kBatchRows, chosen_.size() - position_);
    store_.Give(std::span(chosen_).subspan(position_, count), out);
    position_ += count;
    return true;
  }

 private:
  struct Row {
    uint32_t ends;  // the number of its pair of ends, in the order in which they came
    int64_t length;
    uint32_t at;
  };

  uint64_t Wanted() {
    static const Batch kNoRow(0);
    const Value count = count_->Row(kNoRow, 0);
    if (count.kind() == ValueKind::kInt && count.as_int() > 0) return static_cast<uint64_t>(count.as_int());
    throw RuntimeError(ErrorType::kSyntaxError, "NegativeIntegerArgument", count_->span(),
                       "SHORTEST needs a positive integer: how many paths");
  }

  void Fill() {
    const uint64_t wanted = Wanted();
    GroupTable table(2);
    std::vector<uint32_t> groups;
    std::vector<Row> rows;
    while (input_->Next(in_)) {
      ctx_.CheckInterrupt();
      const Column* columns[] = {&in_[ends_[0]], &in_[ends_[1]]};
      table.Assign(columns, in_.size, groups);
      for (size_t row = 0; row < in_.size; ++row) {
        const Value length = length_->Row(in_, row);
        rows.push_back(
            {groups[row], length.kind() == ValueKind::kInt ? length.as_int() : 0, static_cast<uint32_t>(rows.size())});
      }
      ctx_.Charge(in_.size * sizeof(Row));
      store_.Append(in_, ctx_);
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return std::tie(a.ends, a.length, a.at) < std::tie(b.ends, b.length, b.at);
    });
    uint64_t taken = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      const bool same_ends = i > 0 && rows[i - 1].ends == rows[i].ends;
      if (!same_ends) {
        taken = 1;
      } else if (!groups_ || rows[i - 1].length != rows[i].length) {
        ++taken;
      }
      if (taken <= wanted) chosen_.push_back(rows[i].at);
    }
    ctx_.Release(rows.size() * sizeof(Row));
  }

  Slot ends_[2];
  bool groups_;
  EvalPtr length_, count_;
  OperatorPtr input_;
  RowStore store_;
  Batch in_;
  bool filled_ = false;
  std::vector<uint32_t> chosen_;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::SelectPaths& op, Builder& builder) { return std::make_unique<SelectPathsExec>(op, builder); }

}  // namespace papergraph::engine
