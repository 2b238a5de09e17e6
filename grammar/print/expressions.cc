#include <fmt/format.h>

#include <cmath>

#include "grammar/print/printer.h"

namespace papergraph::print {
namespace {

// The levels of CIP2021-08-10, as build/expressions.cc reads them.
enum Level { kOr = 1, kXor, kAnd, kNot, kCompare, kPredicate, kSum, kProduct, kPower, kSign, kPostfix, kAtom };

struct Operator {
  Level level;
  std::string_view text;
};

Operator OperatorOf(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::kOr:
      return {kOr, "OR"};
    case ast::BinaryOp::kXor:
      return {kXor, "XOR"};
    case ast::BinaryOp::kAnd:
      return {kAnd, "AND"};
    case ast::BinaryOp::kAdd:
      return {kSum, "+"};
    case ast::BinaryOp::kSubtract:
      return {kSum, "-"};
    case ast::BinaryOp::kMultiply:
      return {kProduct, "*"};
    case ast::BinaryOp::kDivide:
      return {kProduct, "/"};
    case ast::BinaryOp::kModulo:
      return {kProduct, "%"};
    case ast::BinaryOp::kPower:
      return {kPower, "^"};
    case ast::BinaryOp::kConcatenate:
      return {kSum, "||"};
    case ast::BinaryOp::kStartsWith:
      return {kPredicate, "STARTS WITH"};
    case ast::BinaryOp::kEndsWith:
      return {kPredicate, "ENDS WITH"};
    case ast::BinaryOp::kContains:
      return {kPredicate, "CONTAINS"};
    case ast::BinaryOp::kRegex:
      return {kPredicate, "=~"};
    case ast::BinaryOp::kIn:
      return {kPredicate, "IN"};
  }
  return {kAtom, ""};
}

std::string_view TextOf(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::kEqual:
      return "=";
    case ast::CompareOp::kNotEqual:
      return "<>";
    case ast::CompareOp::kLess:
      return "<";
    case ast::CompareOp::kLessEqual:
      return "<=";
    case ast::CompareOp::kGreater:
      return ">";
    case ast::CompareOp::kGreaterEqual:
      return ">=";
  }
  return "";
}

int LevelOf(const ast::Expr& expr) {
  if (const auto* binary = std::get_if<ast::Binary>(&expr.value)) return OperatorOf(binary->op).level;
  if (std::holds_alternative<ast::Comparison>(expr.value)) return kCompare;
  if (std::holds_alternative<ast::IsTyped>(expr.value)) return kPredicate;
  if (const auto* unary = std::get_if<ast::Unary>(&expr.value)) {
    if (unary->op == ast::UnaryOp::kNot) return kNot;
    return unary->op == ast::UnaryOp::kPlus || unary->op == ast::UnaryOp::kMinus ? kSign : kPredicate;
  }
  if (const auto* integer = std::get_if<ast::IntLiteral>(&expr.value)) return integer->value < 0 ? kSign : kAtom;
  if (const auto* number = std::get_if<ast::FloatLiteral>(&expr.value)) {
    return !std::isnan(number->value) && std::signbit(number->value) ? kSign : kAtom;
  }
  // Nothing may follow a label test directly.
  if (std::holds_alternative<ast::HasLabels>(expr.value)) return kSign;
  // A path would take a `-` or `<` behind it for its next relationship.
  if (const auto* pattern = std::get_if<ast::PatternExpr>(&expr.value)) {
    return pattern->pattern.selector == ast::PathPattern::Selector::kAll ? kNot : kAtom;
  }
  const bool postfix = std::holds_alternative<ast::Property>(expr.value) ||
                       std::holds_alternative<ast::Subscript>(expr.value) ||
                       std::holds_alternative<ast::Slice>(expr.value);
  return postfix ? kPostfix : kAtom;
}

// A number to whose digits a minus right before them would belong.
bool TakesMinus(const ast::Expr& expr) {
  if (const auto* integer = std::get_if<ast::IntLiteral>(&expr.value)) return integer->value >= 0;
  const auto* number = std::get_if<ast::FloatLiteral>(&expr.value);
  return number != nullptr && !std::isnan(number->value) && !std::signbit(number->value);
}

// `x IN list` at its left end: in brackets it would read as a comprehension.
bool BeginsLikeLoop(const ast::Expr& expr) {
  const ast::Expr* at = &expr;
  for (;;) {
    if (const auto* binary = std::get_if<ast::Binary>(&at->value)) {
      if (binary->op == ast::BinaryOp::kIn && std::holds_alternative<ast::Variable>(binary->left->value)) return true;
      at = binary->left.get();
    } else if (const auto* comparison = std::get_if<ast::Comparison>(&at->value)) {
      at = comparison->operands.front().get();
    } else if (const auto* typed = std::get_if<ast::IsTyped>(&at->value)) {
      at = typed->operand.get();
    } else if (const auto* unary = std::get_if<ast::Unary>(&at->value);
               unary != nullptr && (unary->op == ast::UnaryOp::kIsNull || unary->op == ast::UnaryOp::kIsNotNull)) {
      at = unary->operand.get();
    } else {
      return false;
    }
  }
}

}  // namespace

void Printer::PrintExpr(const ast::Expr& expr, int level) {
  const bool parentheses = LevelOf(expr) < level;
  if (parentheses) out_ += '(';
  std::visit([this](const auto& value) { PrintValue(value); }, expr.value);
  if (parentheses) out_ += ')';
}

void Printer::PrintExprs(const std::vector<ast::ExprPtr>& list) {
  PrintList(list, [this](const ast::ExprPtr& item) { PrintExpr(*item); });
}

void Printer::PrintValue(const ast::NullLiteral&) { out_ += "null"; }
void Printer::PrintValue(const ast::BoolLiteral& value) { out_ += value.value ? "true" : "false"; }
void Printer::PrintValue(const ast::IntLiteral& value) { out_ += std::to_string(value.value); }

void Printer::PrintValue(const ast::FloatLiteral& value) {
  if (std::isnan(value.value)) {
    out_ += "NaN";
  } else if (std::isinf(value.value)) {
    out_ += value.value < 0 ? "-INF" : "INF";
  } else {
    const std::string text = fmt::format("{}", value.value);
    out_ += text;
    if (text.find_first_of(".e") == std::string::npos) out_ += ".0";
  }
}

void Printer::PrintValue(const ast::StringLiteral& value) { PrintString(value.value); }

void Printer::PrintValue(const ast::ListLiteral& value) {
  out_ += '[';
  const bool guard = !value.items.empty() && BeginsLikeLoop(*value.items.front());
  PrintList(value.items,
            [&](const ast::ExprPtr& item) { PrintExpr(*item, guard && &item == &value.items.front() ? kAtom : 0); });
  out_ += ']';
}

void Printer::PrintValue(const ast::MapLiteral& value) {
  out_ += '{';
  PrintList(value.entries, [this](const ast::MapEntry& entry) {
    PrintKey(entry.key.text);
    out_ += ": ";
    PrintExpr(*entry.value);
  });
  out_ += '}';
}

void Printer::PrintValue(const ast::Variable& value) { PrintVariable(value.name); }

void Printer::PrintValue(const ast::Property& value) {
  PrintExpr(*value.object, kPostfix);
  out_ += '.';
  PrintKey(value.key.text);
}

void Printer::PrintValue(const ast::Subscript& value) {
  PrintExpr(*value.object, kPostfix);
  out_ += '[';
  PrintExpr(*value.index);
  out_ += ']';
}

void Printer::PrintValue(const ast::Slice& value) {
  PrintExpr(*value.object, kPostfix);
  out_ += '[';
  if (value.from) PrintExpr(*value.from);
  out_ += "..";
  if (value.to) PrintExpr(*value.to);
  out_ += ']';
}

void Printer::PrintValue(const ast::Unary& value) {
  switch (value.op) {
    case ast::UnaryOp::kNot:
      out_ += "NOT ";
      PrintExpr(*value.operand, kNot);
      return;
    case ast::UnaryOp::kPlus:
      out_ += '+';
      PrintExpr(*value.operand, kSign);
      return;
    case ast::UnaryOp::kMinus:
      out_ += '-';
      // Right before a number it would be the number's own, and that of 0 would be lost.
      PrintExpr(*value.operand, TakesMinus(*value.operand) ? kAtom + 1 : kSign);
      return;
    case ast::UnaryOp::kIsNull:
    case ast::UnaryOp::kIsNotNull:
      PrintExpr(*value.operand, kPredicate);
      out_ += value.op == ast::UnaryOp::kIsNull ? " IS NULL" : " IS NOT NULL";
      return;
  }
}

void Printer::PrintValue(const ast::Binary& value) {
  const Operator op = OperatorOf(value.op);
  const bool associative = op.level <= kAnd;
  PrintExpr(*value.left, op.level);
  out_ += ' ';
  out_ += op.text;
  out_ += ' ';
  PrintExpr(*value.right, associative ? op.level : op.level + 1);
}

void Printer::PrintValue(const ast::Comparison& value) {
  PrintExpr(*value.operands.front(), kCompare + 1);
  for (size_t i = 0; i < value.ops.size(); ++i) {
    out_ += ' ';
    out_ += TextOf(value.ops[i]);
    out_ += ' ';
    PrintExpr(*value.operands[i + 1], kCompare + 1);
  }
}

void Printer::PrintValue(const ast::IsTyped& value) {
  PrintExpr(*value.operand, kPredicate);
  out_ += value.negated ? " IS NOT :: " : " IS :: ";
  PrintType(value.type);
}

void Printer::PrintType(const ast::ValueType& type) {
  using Kind = ast::ValueType::Kind;
  // In the order of Kind, up to kPropertyValue.
  constexpr std::string_view kNames[] = {
      "ANY",      "NOTHING", "NULL",         "BOOLEAN",    "STRING",         "INTEGER",
      "FLOAT",    "DATE",    "LOCAL TIME",   "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME",
      "DURATION", "NODE",    "RELATIONSHIP", "MAP",        "PATH",           "PROPERTY VALUE"};
  if (type.kind == Kind::kList || type.kind == Kind::kUnion) {
    // In angle brackets, so that no comprehension takes the `|` for its own.
    out_ += type.kind == Kind::kList ? "LIST<" : "ANY<";
    for (const ast::ValueType& part : type.parts) {
      if (&part != &type.parts.front()) out_ += " | ";
      PrintType(part);
    }
    out_ += '>';
  } else {
    out_ += kNames[static_cast<size_t>(type.kind)];
  }
  if (type.not_null) out_ += " NOT NULL";
}

void Printer::PrintValue(const ast::HasLabels& value) {
  PrintExpr(*value.object, kPostfix);
  out_ += ':';
  // Without parentheses a comprehension would take the `|` for its own.
  const bool parentheses = value.labels->kind == ast::LabelExpr::Kind::kOr;
  if (parentheses) out_ += '(';
  PrintLabels(*value.labels);
  if (parentheses) out_ += ')';
}

void Printer::PrintValue(const ast::FunctionCall& value) {
  PrintQualified(value.name.text);
  out_ += value.distinct ? "(DISTINCT " : "(";
  PrintExprs(value.arguments);
  out_ += ')';
}

void Printer::PrintValue(const ast::CountStar&) { out_ += "count(*)"; }

void Printer::PrintValue(const ast::Case& value) {
  out_ += "CASE";
  if (value.subject) {
    out_ += ' ';
    PrintExpr(*value.subject);
  }
  for (const ast::CaseBranch& branch : value.branches) {
    out_ += " WHEN ";
    PrintExpr(*branch.when);
    out_ += " THEN ";
    PrintExpr(*branch.then);
  }
  if (value.otherwise) {
    out_ += " ELSE ";
    PrintExpr(*value.otherwise);
  }
  out_ += " END";
}

void Printer::PrintValue(const ast::ListComprehension& value) {
  out_ += '[';
  PrintVariable(value.variable.text);
  out_ += " IN ";
  PrintExpr(*value.list);
  PrintWhere(value.where);
  if (value.projection) {
    out_ += " | ";
    PrintExpr(*value.projection);
  }
  out_ += ']';
}

void Printer::PrintValue(const ast::PatternComprehension& value) {
  out_ += '[';
  PrintPath(value.pattern);
  PrintWhere(value.where);
  out_ += " | ";
  PrintExpr(*value.projection);
  out_ += ']';
}

void Printer::PrintValue(const ast::Quantifier& value) {
  switch (value.kind) {
    case ast::QuantifierKind::kAll:
      out_ += "all(";
      break;
    case ast::QuantifierKind::kAny:
      out_ += "any(";
      break;
    case ast::QuantifierKind::kNone:
      out_ += "none(";
      break;
    case ast::QuantifierKind::kSingle:
      out_ += "single(";
      break;
  }
  PrintVariable(value.variable.text);
  out_ += " IN ";
  PrintExpr(*value.list);
  PrintWhere(value.where);
  out_ += ')';
}

void Printer::PrintValue(const ast::Reduce& value) {
  out_ += "reduce(";
  PrintVariable(value.accumulator.text);
  out_ += " = ";
  PrintExpr(*value.initial);
  out_ += ", ";
  PrintVariable(value.variable.text);
  out_ += " IN ";
  PrintExpr(*value.list);
  out_ += " | ";
  PrintExpr(*value.expression);
  out_ += ')';
}

void Printer::PrintValue(const ast::PatternExpr& value) { PrintPath(value.pattern); }

void Printer::PrintValue(const ast::Subquery& value) {
  switch (value.kind) {
    case ast::SubqueryKind::kExists:
      out_ += "EXISTS { ";
      break;
    case ast::SubqueryKind::kCount:
      out_ += "COUNT { ";
      break;
    case ast::SubqueryKind::kCollect:
      out_ += "COLLECT { ";
      break;
  }
  PrintQuery(*value.query, " ");
  out_ += " }";
}

void Printer::PrintValue(const ast::MapProjection& value) {
  PrintVariable(value.variable.text);
  out_ += " {";
  PrintList(value.items, [this](const ast::MapProjection::Item& item) {
    if (std::holds_alternative<ast::MapProjection::AllProperties>(item)) {
      out_ += ".*";
    } else if (const auto* key = std::get_if<ast::Name>(&item)) {
      out_ += '.';
      PrintKey(key->text);
    } else {
      const auto& entry = std::get<ast::MapEntry>(item);
      PrintKey(entry.key.text);
      out_ += ": ";
      PrintExpr(*entry.value);
    }
  });
  out_ += '}';
}

}  // namespace papergraph::print
