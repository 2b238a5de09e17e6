// Total: the sum and the mean of numbers or durations, as sum() and avg() give them.
#pragma once

#include <string_view>

#include "grammar/span.h"
#include "storage/value.h"

namespace papergraph::engine {

__extension__ using WideInt = __int128;

/// The sum of integers is exact however they are ordered: it may leave 64 bits on the way, not at the end. Numbers and
/// durations do not mix: TypeError. `function` is for errors and outlives this.
class Total {
 public:
  Total(Span span, std::string_view function) : span_(span), function_(function) {}

  /// Throws QueryError TypeError for what is neither a number nor a duration.
  void Add(const Value& value);
  void AddInt(int64_t value) { AddInts(value, 1); }
  /// `count` integers with this sum.
  void AddInts(WideInt sum, int64_t count) {
    if (duration_count_ > 0) Refuse(Value::Int(0));
    count_ += count;
    whole_ += sum;
  }
  /// Neumaier's compensated sum: what an addition rounds away is kept apart.
  void AddFloat(double value) {
    if (duration_count_ > 0) Refuse(Value::Float(value));
    ++count_;
    has_float_ = true;
    const double sum = real_ + value;
    const double lost =
        (real_ < 0 ? -real_ : real_) >= (value < 0 ? -value : value) ? (real_ - sum) + value : (value - sum) + real_;
    if (lost == lost && lost - lost == 0) lost_ += lost;  // not when infinite
    real_ = sum;
  }

  /// 0 of none. Throws QueryError ArithmeticError where the sum of integers is no integer of 64 bits.
  Value Sum() const;
  /// Null of none.
  Value Mean() const;

 private:
  [[noreturn]] void Refuse(const Value& value) const;
  double as_float() const { return real_ + lost_ + static_cast<double>(whole_); }

  Span span_;
  std::string_view function_;
  int64_t count_ = 0;
  int64_t duration_count_ = 0;
  bool has_float_ = false;
  WideInt whole_ = 0;
  double real_ = 0;
  double lost_ = 0;
  Value duration_;
};

}  // namespace papergraph::engine
