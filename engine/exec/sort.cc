// ORDER BY, and ORDER BY with LIMIT, which keeps only the rows that can still be among the first.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/exec/build.h"
#include "engine/exec/rows.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

// Orderability (storage/value.h), without making values where the column's type says all. Null is the greatest.
std::strong_ordering OrderAt(const Column& column, size_t a, size_t b) {
  switch (column.type) {
    case Column::Type::kInt:
      if (column.valid[a] && column.valid[b]) return column.ints[a] <=> column.ints[b];
      return column.valid[b] <=> column.valid[a];
    case Column::Type::kFloat: {  // NaN is the greatest number
      if (!column.valid[a] || !column.valid[b]) return column.valid[b] <=> column.valid[a];
      const double x = column.floats[a], y = column.floats[b];
      if (x < y) return std::strong_ordering::less;
      if (x > y) return std::strong_ordering::greater;
      return std::isnan(x) <=> std::isnan(y);
    }
    case Column::Type::kString:
      if (column.valid[a] && column.valid[b]) return column.strings[a].compare(column.strings[b]) <=> 0;
      return column.valid[b] <=> column.valid[a];
    case Column::Type::kNull:
      return std::strong_ordering::equal;
    default:
      return Order(column.Get(a), column.Get(b));
  }
}

class SortExec : public Operator {
 public:
  SortExec(Builder& builder, Plan& input, std::vector<SortKey>& keys, const ExprPtr& skip, const ExprPtr& limit)
      : Operator(builder.context()),
        skip_(builder.Evaluate(skip)),
        limit_(builder.Evaluate(limit)),
        input_(builder.Input(input)),
        store_(builder.slot_count(), builder.carry()),
        in_(builder.slot_count()),
        key_columns_(keys.size()) {
    for (SortKey& key : keys) {
      keys_.push_back(builder.Evaluate(key.expr));
      descending_.push_back(key.descending);
    }
  }

  void Open() override {
    input_->Open();
    store_.Clear(ctx_);
    for (Column& column : key_columns_) column.Reset(Column::Type::kNull);
    sorted_ = false;
    position_ = 0;
    keep_ = UINT64_MAX;
    if (limit_) keep_ = Count(*limit_);
    if (skip_) {
      position_ = Count(*skip_);
      keep_ = keep_ > UINT64_MAX - position_ ? UINT64_MAX : keep_ + position_;
    }
  }

 protected:
  bool Produce(Batch& out) override {
    if (!sorted_) {
      while (input_->Next(in_)) {
        ctx_.CheckInterrupt();
        for (size_t i = 0; i < keys_.size(); ++i) {
          key_columns_[i].AppendAll(keys_[i]->All(in_), in_.size, store_.size());
        }
        store_.Append(in_, ctx_);
        if (store_.size() / 4 > keep_ && store_.size() > 4 * kBatchRows) Cut();
      }
      SortRows();
      sorted_ = true;
    }
    if (position_ >= order_.size()) return false;
    const size_t count = std::min(kBatchRows, order_.size() - position_);
    store_.Give(std::span(order_).subspan(position_, count), out);
    position_ += count;
    return true;
  }

 private:
  static uint64_t Count(Eval& eval) {
    static const Batch kNoRow(0);
    const Value value = eval.Row(kNoRow, 0);
    if (value.kind() != ValueKind::kInt) {
      throw RuntimeError(ErrorType::kSyntaxError, "InvalidArgumentType", eval.span(),
                         "SKIP and LIMIT need an integer, not " + std::string(NameOf(value.kind())));
    }
    if (value.as_int() < 0) {
      throw RuntimeError(ErrorType::kSyntaxError, "NegativeIntegerArgument", eval.span(),
                         "SKIP and LIMIT need a number that is not negative");
    }
    return static_cast<uint64_t>(value.as_int());
  }

  void SortRows() {
    order_.resize(store_.size());
    std::iota(order_.begin(), order_.end(), 0);
    // Rows that are equal in all keys stay in the order in which they came: the same answer every time.
    const auto before = [this](uint32_t a, uint32_t b) {
      for (size_t i = 0; i < key_columns_.size(); ++i) {
        const auto order = OrderAt(key_columns_[i], a, b);
        if (order != 0) return descending_[i] ? order > 0 : order < 0;
      }
      return a < b;
    };
    if (keep_ < order_.size()) {
      const auto middle = order_.begin() + static_cast<ptrdiff_t>(keep_);
      std::partial_sort(order_.begin(), middle, order_.end(), before);
      order_.resize(keep_);
    } else {
      std::sort(order_.begin(), order_.end(), before);
    }
  }

  void Cut() {
    SortRows();
    store_.Keep(order_);
    for (Column& column : key_columns_) {
      Column kept;
      kept.Gather(column, order_);
      column = std::move(kept);
    }
  }

  EvalPtr skip_, limit_;
  OperatorPtr input_;
  RowStore store_;
  Batch in_;
  std::vector<EvalPtr> keys_;
  std::vector<bool> descending_;
  std::vector<Column> key_columns_;
  std::vector<uint32_t> order_;
  bool sorted_ = false;
  uint64_t keep_ = UINT64_MAX;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::Sort& op, Builder& builder) {
  return std::make_unique<SortExec>(builder, op.input, op.keys, nullptr, nullptr);
}
OperatorPtr Make(ops::TopK& op, Builder& builder) {
  return std::make_unique<SortExec>(builder, op.input, op.keys, op.skip, op.limit);
}

}  // namespace papergraph::engine
