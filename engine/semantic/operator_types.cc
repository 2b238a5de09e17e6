#include "engine/semantic/operator_types.h"

#include <fmt/format.h>

namespace papergraph::engine {
namespace {

using Kind = Type::Kind;
using ast::BinaryOp;

[[noreturn]] void WrongOperands(const Type& left, const Type& right, Span span) {
  Reject("InvalidArgumentType", span,
         fmt::format("this operator cannot take {} and {}", Describe(left), Describe(right)));
}

Type NumberOf(const Type& left, const Type& right) {
  if (left.kind == Kind::kInt && right.kind == Kind::kInt) return left;
  if (left.kind == Kind::kFloat || right.kind == Kind::kFloat) return Type::Of(Kind::kFloat);
  return Type::Of(Kind::kNumber);
}

Type Sum(const Type& left, const Type& right, Span span) {
  if (left.kind == Kind::kList || right.kind == Kind::kList) {
    if (left.kind == Kind::kList && right.kind == Kind::kList) return Unify(left, right);
    return Type::ListOf(Type());
  }
  if (IsUnknown(left) || IsUnknown(right)) return Type();
  if (IsNumeric(left) && IsNumeric(right)) return NumberOf(left, right);
  const bool left_is_text = left.kind == Kind::kString, right_is_text = right.kind == Kind::kString;
  if ((left_is_text && (right_is_text || IsNumeric(right))) || (right_is_text && IsNumeric(left)))
    return Type::Of(Kind::kString);
  if (left.kind == Kind::kTemporal && right.kind == Kind::kTemporal) return left;
  WrongOperands(left, right, span);
}

}  // namespace

void RequireBoolean(const Type& type, Span span) {
  if (IsUnknown(type) || type.kind == Kind::kBool) return;
  Reject("InvalidArgumentType", span,
         fmt::format("a truth value is needed here, not {}; compare it with something", Describe(type)));
}

void RequireList(const Type& type, Span span) {
  if (IsUnknown(type) || type.kind == Kind::kList) return;
  Reject("InvalidArgumentType", span, fmt::format("a list is needed here, not {}", Describe(type)));
}

void RequireProperties(const Type& type, const ast::Name& key) {
  if (IsUnknown(type) || IsEntity(type) || type.kind == Kind::kMap || type.kind == Kind::kTemporal) return;
  const std::string message =
      fmt::format("`.{}` needs a node, a relationship, a map or a temporal value, not {}", key.text, Describe(type));
  if (type.kind == Kind::kPath) Reject("InvalidArgumentType", key.span, message);
  throw QueryError(ErrorType::kTypeError, "InvalidArgumentType", key.span, message);
}

void RequireSubscript(const Type& type, Span span) {
  if (IsUnknown(type) || IsEntity(type) || type.kind == Kind::kList || type.kind == Kind::kMap ||
      type.kind == Kind::kTemporal)
    return;
  throw QueryError(ErrorType::kTypeError, "InvalidArgumentType", span,
                   fmt::format("`[]` needs a list, a map, a node or a relationship, not {}", Describe(type)));
}

void RequireAggregation(Aggregation aggregation, Span span) {
  if (aggregation == Aggregation::kAllowed) return;
  if (aggregation == Aggregation::kInside) {
    Reject("NestedAggregation", span,
           "an aggregate cannot stand within another; compute the inner one in a WITH before");
  }
  Reject("InvalidAggregation", span, "an aggregate can stand only in WITH and RETURN; compute it in a WITH before");
}

Type SignedType(const Type& operand, Span span) {
  if (IsUnknown(operand)) return Type();
  if (IsNumeric(operand) || operand.kind == Kind::kTemporal) return operand;
  Reject("InvalidArgumentType", span, fmt::format("a sign needs a number, not {}", Describe(operand)));
}

Type BinaryType(ast::BinaryOp op, const Type& left, const Type& right, Span span) {
  switch (op) {
    case BinaryOp::kAdd:
      return Sum(left, right, span);
    case BinaryOp::kConcatenate: {
      const auto fits = [](const Type& type) {
        return IsUnknown(type) || type.kind == Kind::kString || type.kind == Kind::kList;
      };
      const bool same = IsUnknown(left) || IsUnknown(right) || left.kind == right.kind;
      if (!fits(left) || !fits(right) || !same) WrongOperands(left, right, span);
      return left.kind == right.kind ? Unify(left, right) : Type();
    }
    case BinaryOp::kSubtract:
    case BinaryOp::kMultiply:
    case BinaryOp::kDivide:
    case BinaryOp::kModulo:
    case BinaryOp::kPower: {
      for (const Type& side : {left, right}) {
        if (!IsUnknown(side) && !IsNumeric(side) && side.kind != Kind::kTemporal) WrongOperands(left, right, span);
      }
      if (IsNumeric(left) && IsNumeric(right))
        return op == BinaryOp::kPower ? Type::Of(Kind::kFloat) : NumberOf(left, right);
      return Type();
    }
    default:
      return Type::Of(Kind::kBool);
  }
}

}  // namespace papergraph::engine
