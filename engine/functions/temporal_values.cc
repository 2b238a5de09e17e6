#include "engine/functions/temporal_values.h"

#include <fmt/format.h>

#include "grammar/error.h"
#include "storage/temporal_arithmetic.h"

namespace papergraph::engine {
namespace {

using ast::BinaryOp;

[[noreturn]] void LeavesRange(Span span) {
  throw RuntimeError(
      ErrorType::kArithmeticError, "NumberOutOfRange", span,
      "the result is no temporal value: years go from -999999999 to 999999999, parts of a duration have 64 bits");
}

template <typename T>
Value Checked(const std::optional<T>& value, Span span) {
  if (!value) LeavesRange(span);
  return Value::Of(*value);
}

std::optional<Value> InstantPlus(const Value& instant, const Duration& duration, Span span) {
  switch (instant.kind()) {
    case ValueKind::kDate:
      return Checked(Plus(instant.as_date(), duration), span);
    case ValueKind::kLocalTime:
      return Value::Of(Plus(instant.as_local_time(), duration));
    case ValueKind::kTime:
      return Value::Of(Plus(instant.as_time(), duration));
    case ValueKind::kLocalDateTime:
      return Checked(Plus(instant.as_local_date_time(), duration), span);
    case ValueKind::kDateTime:
      return Checked(Plus(instant.as_date_time(), duration), span);
    default:
      return std::nullopt;
  }
}

bool IsInstant(const Value& value) { return IsTemporal(value) && value.kind() != ValueKind::kDuration; }

Duration NegatedOrThrow(const Duration& duration, Span span) {
  const auto negated = Negated(duration);
  if (!negated) LeavesRange(span);
  return *negated;
}

Value Scaled(const Duration& duration, const Value& number, Span span) {
  return Checked(Times(duration, number.as_number()), span);
}

Value Divided(const Duration& duration, const Value& number, Span span) {
  if (number.as_number() == 0) {
    throw RuntimeError(ErrorType::kArithmeticError, "DivisionByZero", span, "a duration is divided by zero");
  }
  if (number.kind() == ValueKind::kInt) return Checked(DividedBy(duration, number.as_int()), span);
  return Checked(Times(duration, 1 / number.as_float()), span);
}

}  // namespace

std::optional<Value> TemporalArithmetic(ast::BinaryOp op, const Value& left, const Value& right, Span span) {
  const bool left_is_duration = left.kind() == ValueKind::kDuration;
  const bool right_is_duration = right.kind() == ValueKind::kDuration;
  if (left_is_duration && right_is_duration) {
    if (op == BinaryOp::kAdd) return Checked(Plus(left.as_duration(), right.as_duration()), span);
    if (op == BinaryOp::kSubtract) {
      return Checked(Plus(left.as_duration(), NegatedOrThrow(right.as_duration(), span)), span);
    }
    return std::nullopt;
  }
  if (left_is_duration && right.is_number()) {
    if (op == BinaryOp::kMultiply) return Scaled(left.as_duration(), right, span);
    if (op == BinaryOp::kDivide) return Divided(left.as_duration(), right, span);
    return std::nullopt;
  }
  if (right_is_duration && left.is_number() && op == BinaryOp::kMultiply)
    return Scaled(right.as_duration(), left, span);
  if (IsInstant(left) && right_is_duration) {
    if (op == BinaryOp::kAdd) return InstantPlus(left, right.as_duration(), span);
    if (op == BinaryOp::kSubtract) return InstantPlus(left, NegatedOrThrow(right.as_duration(), span), span);
  }
  if (left_is_duration && IsInstant(right) && op == BinaryOp::kAdd) return InstantPlus(right, left.as_duration(), span);
  if (IsInstant(left) && IsInstant(right) && op == BinaryOp::kSubtract) {
    throw RuntimeError(
        ErrorType::kTypeError, "InvalidArgumentType", span,
        "instants cannot be subtracted; use duration.between(from, to), or compare the instants themselves");
  }
  return std::nullopt;
}

std::string TemporalText(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kDate:
      return ToString(value.as_date());
    case ValueKind::kLocalTime:
      return ToString(value.as_local_time());
    case ValueKind::kTime:
      return ToString(value.as_time());
    case ValueKind::kLocalDateTime:
      return ToString(value.as_local_date_time());
    case ValueKind::kDateTime:
      return ToString(value.as_date_time());
    default:
      return ToString(value.as_duration());
  }
}

}  // namespace papergraph::engine
