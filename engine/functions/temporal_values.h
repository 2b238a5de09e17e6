// What operators and functions do with temporal values.
#pragma once

#include <optional>
#include <string_view>

#include "grammar/ast.h"
#include "grammar/span.h"
#include "storage/value.h"

namespace papergraph::engine {

/// A date, time, ... or duration.
inline bool IsTemporal(const Value& value) { return value.kind() >= ValueKind::kDate; }

/// instant + duration, duration * number, ...; nullopt when the operator is not defined for these two.
/// Throws ArithmeticError when the result is out of range.
std::optional<Value> TemporalArithmetic(ast::BinaryOp op, const Value& left, const Value& right, Span span);

/// `value.year`, `duration.monthsOfYear`, ... Throws TypeError InvalidArgumentValue when the type has no such
/// component. REQUIRES: IsTemporal(value).
Value TemporalComponent(const Value& value, std::string_view name, Span span);

/// As toString() prints it. REQUIRES: IsTemporal(value).
std::string TemporalText(const Value& value);

}  // namespace papergraph::engine
