#include "engine/semantic/operator_types.h"

#include <fmt/format.h>

namespace papergraph::engine {
namespace {

using ast::BinaryOp;

[[noreturn]] void WrongOperands(const Type& left, const Type& right, Span span) {
  Reject("InvalidArgumentType", span,
         fmt::format("this operator cannot take {} and {}", Describe(left), Describe(right)));
}

Type NumberOf(const Type& left, const Type& right) {
  if (left.kind == Type::Kind::kInt && right.kind == Type::Kind::kInt) return left;
  if (left.kind == Type::Kind::kFloat || right.kind == Type::Kind::kFloat) return Type::Of(Type::Kind::kFloat);
  return Type::Of(Type::Kind::kNumber);
}

Type Sum(const Type& left, const Type& right, Span span) {
  if (left.kind == Type::Kind::kList || right.kind == Type::Kind::kList) {
    if (left.kind == Type::Kind::kList && right.kind == Type::Kind::kList) return Unify(left, right);
    return Type::ListOf(Type());
  }
  if (IsUnknown(left) || IsUnknown(right)) return Type();
  if (IsNumeric(left) && IsNumeric(right)) return NumberOf(left, right);
  const bool left_is_text = left.kind == Type::Kind::kString, right_is_text = right.kind == Type::Kind::kString;
  if ((left_is_text && (right_is_text || IsNumeric(right))) || (right_is_text && IsNumeric(left)))
    return Type::Of(Type::Kind::kString);
  if (left.kind == Type::Kind::kTemporal && right.kind == Type::Kind::kTemporal) return left;
  WrongOperands(left, right, span);
}

}  // namespace

void RequireBoolean(const Type& type, Span span) {
  if (IsUnknown(type) || type.kind == Type::Kind::kBool) return;
  Reject("InvalidArgumentType", span,
         fmt::format("a truth value is needed here, not {}; compare it with something", Describe(type)));
}

void RequireList(const Type& type, Span span) {
  if (IsUnknown(type) || type.kind == Type::Kind::kList) return;
  Reject("InvalidArgumentType", span, fmt::format("a list is needed here, not {}", Describe(type)));
}

void RequireProperties(const Type& type, const ast::Name& key) {
  if (IsUnknown(type) || IsEntity(type) || type.kind == Type::Kind::kMap || type.kind == Type::Kind::kTemporal) return;
  const std::string message =
      fmt::format("`.{}` needs a node, a relationship, a map or a temporal value, not {}", key.text, Describe(type));
  if (type.kind == Type::Kind::kPath) Reject("InvalidArgumentType", key.span, message);
  throw QueryError(ErrorType::kTypeError, "InvalidArgumentType", key.span, message);
}

void RequireSubscript(const Type& type, Span span) {
  if (IsUnknown(type) || IsEntity(type) || type.kind == Type::Kind::kList || type.kind == Type::Kind::kMap ||
      type.kind == Type::Kind::kTemporal)
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
  if (IsNumeric(operand) || operand.kind == Type::Kind::kTemporal) return operand;
  Reject("InvalidArgumentType", span, fmt::format("a sign needs a number, not {}", Describe(operand)));
}

Type BinaryType(ast::BinaryOp op, const Type& left, const Type& right, Span span) {
  switch (op) {
    case BinaryOp::kAdd:
      return Sum(left, right, span);
    case BinaryOp::kConcatenate: {
      const auto fits = [](const Type& type) {
        return IsUnknown(type) || type.kind == Type::Kind::kString || type.kind == Type::Kind::kList;
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
        if (!IsUnknown(side) && !IsNumeric(side) && side.kind != Type::Kind::kTemporal)
          WrongOperands(left, right, span);
      }
      if (IsNumeric(left) && IsNumeric(right))
        return op == BinaryOp::kPower ? Type::Of(Type::Kind::kFloat) : NumberOf(left, right);
      return Type();
    }
    default:
      return Type::Of(Type::Kind::kBool);
  }
}

}  // namespace papergraph::engine
