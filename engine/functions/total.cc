#include "engine/functions/total.h"

#include <fmt/format.h>

#include "engine/functions/operators.h"
#include "engine/functions/temporal_values.h"
#include "grammar/error.h"

namespace papergraph::engine {

void Total::Refuse(const Value& value) const {
  throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentValue", span_,
                     fmt::format("{}() takes numbers or durations, not {}", function_, NameOf(value.kind())));
}

void Total::Add(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInt:
      AddInt(value.as_int());
      break;
    case ValueKind::kFloat:
      AddFloat(value.as_float());
      break;
    case ValueKind::kDuration:
      if (count_ > duration_count_) Refuse(value);
      ++count_;
      duration_ = duration_count_++ == 0 ? value : *TemporalArithmetic(ast::BinaryOp::kAdd, duration_, value, span_);
      break;
    default:
      Refuse(value);
  }
}

Value Total::Sum() const {
  if (duration_count_ > 0) return duration_;
  if (has_float_) return Value::Float(as_float());
  if (whole_ > INT64_MAX || whole_ < INT64_MIN) {
    throw RuntimeError(ErrorType::kArithmeticError, "IntegerOverflow", span_,
                       fmt::format("{}() is no 64 bit integer; use toFloat() on what is summed", function_));
  }
  return Value::Int(static_cast<int64_t>(whole_));
}

Value Total::Mean() const {
  if (count_ == 0) return Value();
  if (duration_count_ > 0) {
    return *TemporalArithmetic(ast::BinaryOp::kDivide, duration_, Value::Int(count_), span_);
  }
  return Value::Float(as_float() / static_cast<double>(count_));
}

}  // namespace papergraph::engine
