#include "engine/functions/operators.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <cmath>
#include <limits>
#include <memory>
#include <unordered_map>

#include "engine/functions/groups.h"
#include "engine/functions/temporal_values.h"

namespace papergraph::engine {
namespace {

using ast::BinaryOp;

std::string_view SignOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return "+";
    case BinaryOp::kSubtract:
      return "-";
    case BinaryOp::kMultiply:
      return "*";
    case BinaryOp::kDivide:
      return "/";
    case BinaryOp::kModulo:
      return "%";
    case BinaryOp::kPower:
      return "^";
    case BinaryOp::kConcatenate:
      return "||";
    default:
      return "?";
  }
}

[[noreturn]] void Mismatch(BinaryOp op, const Value& left, const Value& right, Span span) {
  throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                     fmt::format("`{}` cannot take {} and {}", SignOf(op), NameOf(left.kind()), NameOf(right.kind())));
}

[[noreturn]] void Overflow(BinaryOp op, int64_t a, int64_t b, Span span) {
  throw RuntimeError(ErrorType::kArithmeticError, "IntegerOverflow", span,
                     fmt::format("{} {} {} is no 64 bit integer; use toFloat() on a side", a, SignOf(op), b));
}

[[noreturn]] void DivisionByZero(Span span) {
  throw RuntimeError(ErrorType::kArithmeticError, "DivisionByZero", span, "an integer is divided by zero");
}

Value IntArithmetic(BinaryOp op, int64_t a, int64_t b, Span span) {
  int64_t result = 0;
  switch (op) {
    case BinaryOp::kAdd:
      if (__builtin_add_overflow(a, b, &result)) Overflow(op, a, b, span);
      return Value::Int(result);
    case BinaryOp::kSubtract:
      if (__builtin_sub_overflow(a, b, &result)) Overflow(op, a, b, span);
      return Value::Int(result);
    case BinaryOp::kMultiply:
      if (__builtin_mul_overflow(a, b, &result)) Overflow(op, a, b, span);
      return Value::Int(result);
    case BinaryOp::kDivide:
      if (b == 0) DivisionByZero(span);
      if (b == -1 && a == std::numeric_limits<int64_t>::min()) Overflow(op, a, b, span);
      return Value::Int(a / b);
    case BinaryOp::kModulo:
      if (b == 0) DivisionByZero(span);
      return Value::Int(b == -1 ? 0 : a % b);
    default:
      return Value::Float(std::pow(static_cast<double>(a), static_cast<double>(b)));
  }
}

Value FloatArithmetic(BinaryOp op, double a, double b) {
  switch (op) {
    case BinaryOp::kAdd:
      return Value::Float(a + b);
    case BinaryOp::kSubtract:
      return Value::Float(a - b);
    case BinaryOp::kMultiply:
      return Value::Float(a * b);
    case BinaryOp::kDivide:
      return Value::Float(a / b);
    case BinaryOp::kModulo:
      return Value::Float(std::fmod(a, b));
    default:
      return Value::Float(std::pow(a, b));
  }
}

Value Concatenated(std::string_view a, std::string_view b) {
  std::string text;
  text.reserve(a.size() + b.size());
  text.append(a).append(b);
  return Value::String(text);
}

// `||`: two strings or two lists, nothing else (ISO GQL).
Value Concatenation(const Value& left, const Value& right, Span span) {
  if (left.kind() == ValueKind::kString && right.kind() == ValueKind::kString) {
    return Concatenated(left.as_string(), right.as_string());
  }
  if (left.kind() != ValueKind::kList || right.kind() != ValueKind::kList) {
    Mismatch(BinaryOp::kConcatenate, left, right, span);
  }
  ValueList items = left.as_list();
  items.insert(items.end(), right.as_list().begin(), right.as_list().end());
  return Value::List(std::move(items));
}

std::string NumberText(const Value& number) {
  return number.kind() == ValueKind::kInt ? std::to_string(number.as_int()) : FloatText(number.as_float());
}

// `+` on lists: two lists are joined, any other value becomes an element at its side.
Value AddToList(const Value& left, const Value& right) {
  ValueList items;
  if (left.kind() == ValueKind::kList)
    items = left.as_list();
  else
    items.push_back(left);
  if (right.kind() == ValueKind::kList)
    items.insert(items.end(), right.as_list().begin(), right.as_list().end());
  else
    items.push_back(right);
  return Value::List(std::move(items));
}

// Compiled expressions of this thread; the last one is at hand, for a row mostly asks what the row before asked.
// A statement has few: when there are many, all are forgotten.
const RE2& Compiled(std::string_view pattern, Span span) {
  thread_local std::unordered_map<std::string, std::unique_ptr<RE2>> cache;
  thread_local const RE2* last = nullptr;
  if (last && last->pattern() == pattern) return *last;
  std::string key(pattern);
  auto it = cache.find(key);
  if (it == cache.end()) {
    RE2::Options options;
    options.set_log_errors(false);
    auto expression = std::make_unique<RE2>(key, options);
    if (!expression->ok()) {
      throw RuntimeError(ErrorType::kArgumentError, "InvalidRegularExpression", span,
                         fmt::format("`{}` is no regular expression: {}", pattern, expression->error()));
    }
    last = nullptr;
    if (cache.size() >= 64) cache.clear();
    it = cache.emplace(std::move(key), std::move(expression)).first;
  }
  last = it->second.get();
  return *last;
}

Value PropertyByName(const GraphReader& graph, const Value& entity, std::string_view key, Span span) {
  RequireEntity(graph, entity, span);
  const auto property = graph.FindProperty(key);
  if (!property) return Value();
  return entity.kind() == ValueKind::kNode ? graph.NodeProperty(entity.as_node(), *property)
                                           : graph.EdgeProperty(entity.as_relationship(), *property);
}

// A list's bound in [0, size]; negative ones count from the end.
int64_t Clamp(int64_t bound, int64_t size) {
  if (bound < 0) bound += size;
  return bound < 0 ? 0 : bound > size ? size : bound;
}

}  // namespace

Value Arithmetic(ast::BinaryOp op, const Value& left, const Value& right, Span span) {
  if (left.is_null() || right.is_null()) return Value();
  if (op == BinaryOp::kConcatenate) return Concatenation(left, right, span);
  if (left.kind() == ValueKind::kInt && right.kind() == ValueKind::kInt) {
    return IntArithmetic(op, left.as_int(), right.as_int(), span);
  }
  if (left.is_number() && right.is_number()) return FloatArithmetic(op, left.as_number(), right.as_number());
  if (op == BinaryOp::kAdd) {
    const ValueKind a = left.kind(), b = right.kind();
    if (a == ValueKind::kList || b == ValueKind::kList) return AddToList(left, right);
    if (a == ValueKind::kString && b == ValueKind::kString) return Concatenated(left.as_string(), right.as_string());
    if (a == ValueKind::kString && right.is_number()) return Concatenated(left.as_string(), NumberText(right));
    if (b == ValueKind::kString && left.is_number()) return Concatenated(NumberText(left), right.as_string());
  }
  if (auto result = TemporalArithmetic(op, left, right, span)) return *result;
  Mismatch(op, left, right, span);
}

Value Negate(const Value& value, Span span) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return value;
    case ValueKind::kInt:
      if (value.as_int() == std::numeric_limits<int64_t>::min()) {
        throw RuntimeError(ErrorType::kArithmeticError, "IntegerOverflow", span,
                           "the negative of -9223372036854775808 is no 64 bit integer; use toFloat()");
      }
      return Value::Int(-value.as_int());
    case ValueKind::kFloat:
      return Value::Float(-value.as_float());
    case ValueKind::kDuration:
      return *TemporalArithmetic(BinaryOp::kMultiply, value, Value::Int(-1), span);
    default:
      throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                         fmt::format("`-` needs a number, not {}", NameOf(value.kind())));
  }
}

Value StringPredicate(ast::BinaryOp op, const Value& left, const Value& right, Span span) {
  if (left.kind() != ValueKind::kString || right.kind() != ValueKind::kString) return Value();
  const std::string_view text = left.as_string(), part = right.as_string();
  switch (op) {
    case BinaryOp::kStartsWith:
      return Value::Bool(text.starts_with(part));
    case BinaryOp::kEndsWith:
      return Value::Bool(text.ends_with(part));
    case BinaryOp::kContains:
      return Value::Bool(text.find(part) != std::string_view::npos);
    default:
      return Value::Bool(RE2::FullMatch(re2::StringPiece(text.data(), text.size()), Compiled(part, span)));
  }
}

Value In(const Value& element, const Value& list, Span span) {
  if (list.is_null()) return Value();
  if (list.kind() != ValueKind::kList) {
    throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                       fmt::format("IN needs a list on its right, not {}", NameOf(list.kind())));
  }
  bool unknown = false;
  for (const Value& item : list.as_list()) {
    const Ternary equal = Equals(element, item);
    if (!equal)
      unknown = true;
    else if (*equal)
      return Value::Bool(true);
  }
  return unknown ? Value() : Value::Bool(false);
}

Value Subscript(const GraphReader& graph, const Value& object, const Value& index, Span span) {
  if (object.is_null() || index.is_null()) return Value();
  switch (object.kind()) {
    case ValueKind::kList: {
      if (index.kind() != ValueKind::kInt) {
        throw RuntimeError(ErrorType::kTypeError, "ListElementAccessByNonInteger", span,
                           fmt::format("a list is indexed by an integer, not {}", NameOf(index.kind())));
      }
      const ValueList& items = object.as_list();
      const auto size = static_cast<int64_t>(items.size());
      int64_t position = index.as_int();
      if (position < 0) position += size;
      return position >= 0 && position < size ? items[static_cast<size_t>(position)] : Value();
    }
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship: {
      if (index.kind() != ValueKind::kString) {
        throw RuntimeError(
            ErrorType::kTypeError, "MapElementAccessByNonString", span,
            fmt::format("{} is indexed by a string, not {}", NameOf(object.kind()), NameOf(index.kind())));
      }
      return PropertyOf(graph, object, index.as_string(), span);
    }
    default:
      if (IsTemporal(object) && index.kind() == ValueKind::kString) {
        return PropertyOf(graph, object, index.as_string(), span);
      }
      throw RuntimeError(
          ErrorType::kTypeError, "InvalidArgumentType", span,
          fmt::format("`[]` needs a list, a map, a node or a relationship, not {}", NameOf(object.kind())));
  }
}

Value Slice(const Value& object, const Value* from, const Value* to, Span span) {
  if (object.is_null() || (from && from->is_null()) || (to && to->is_null())) return Value();
  if (object.kind() != ValueKind::kList) {
    throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                       fmt::format("`[..]` needs a list, not {}", NameOf(object.kind())));
  }
  for (const Value* bound : {from, to}) {
    if (bound && bound->kind() != ValueKind::kInt) {
      throw RuntimeError(ErrorType::kTypeError, "ListElementAccessByNonInteger", span,
                         fmt::format("the bounds of `[..]` are integers, not {}", NameOf(bound->kind())));
    }
  }
  const ValueList& items = object.as_list();
  const auto size = static_cast<int64_t>(items.size());
  const int64_t begin = from ? Clamp(from->as_int(), size) : 0;
  const int64_t end = to ? Clamp(to->as_int(), size) : size;
  if (begin >= end) return Value::List({});
  return Value::List(ValueList(items.begin() + begin, items.begin() + end));
}

Value PropertyOf(const GraphReader& graph, const Value& object, std::string_view key, Span span) {
  switch (object.kind()) {
    case ValueKind::kNull:
      return Value();
    case ValueKind::kMap: {
      const Value* value = object.Find(key);
      return value ? *value : Value();
    }
    case ValueKind::kNode:
    case ValueKind::kRelationship:
      return PropertyByName(graph, object, key, span);
    default:
      if (IsTemporal(object)) return TemporalComponent(object, key, span);
      throw RuntimeError(
          ErrorType::kTypeError, "InvalidArgumentType", span,
          fmt::format("{} has no properties: `.{}` needs a node, a relationship, a map or a temporal value",
                      NameOf(object.kind()), key));
  }
}

Ternary ToTernary(const Value& value, Span span) {
  if (value.is_null()) return std::nullopt;
  if (value.kind() == ValueKind::kBool) return value.as_bool();
  throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                     fmt::format("a truth value is needed here, not {}", NameOf(value.kind())));
}

}  // namespace papergraph::engine
