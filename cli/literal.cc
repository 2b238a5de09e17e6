#include "cli/literal.h"

#include <string>

#include "grammar/error.h"
#include "grammar/parser.h"

namespace papergraph::cli {
namespace {

Value ToValue(const ast::Expr& expr);

struct LiteralReader {
  Value operator()(const ast::NullLiteral&) const { return Value(); }
  Value operator()(const ast::BoolLiteral& literal) const { return Value::Bool(literal.value); }
  Value operator()(const ast::IntLiteral& literal) const { return Value::Int(literal.value); }
  Value operator()(const ast::FloatLiteral& literal) const { return Value::Float(literal.value); }
  Value operator()(const ast::StringLiteral& literal) const { return Value::String(literal.value); }
  Value operator()(const ast::ListLiteral& literal) const {
    ValueList items;
    for (const ast::ExprPtr& item : literal.items) items.push_back(ToValue(*item));
    return Value::List(std::move(items));
  }
  Value operator()(const ast::MapLiteral& literal) const {
    ValueMap entries;
    for (const ast::MapEntry& entry : literal.entries) entries.emplace_back(entry.key.text, ToValue(*entry.value));
    return Value::Map(std::move(entries));
  }
  Value operator()(const ast::Unary& unary) const {
    Value operand = ToValue(*unary.operand);
    if (!operand.is_number() || (unary.op != ast::UnaryOp::kMinus && unary.op != ast::UnaryOp::kPlus)) return Other();
    if (unary.op == ast::UnaryOp::kPlus) return operand;
    return operand.kind() == ValueKind::kFloat ? Value::Float(-operand.as_float()) : Value::Int(-operand.as_int());
  }
  template <typename T>
  Value operator()(const T&) const {
    return Other();
  }
  Value Other() const {
    throw QueryError(ErrorType::kSyntaxError, "InvalidLiteral", span, "only literals may stand here");
  }
  Span span;
};

Value ToValue(const ast::Expr& expr) { return std::visit(LiteralReader{expr.span}, expr.value); }

}  // namespace

Value ParseLiteral(std::string_view text) {
  const ast::Statement statement = Parse("RETURN " + std::string(text));
  const auto fail = [&]() -> Value {
    throw QueryError(ErrorType::kSyntaxError, "InvalidLiteral", {}, "\"" + std::string(text) + "\" is no literal");
  };
  const auto* query = std::get_if<ast::Query>(&statement.value);
  if (!query || query->parts.size() != 1 || query->parts[0].clauses.size() != 1) return fail();
  const auto* result = std::get_if<ast::Return>(&query->parts[0].clauses[0].value);
  if (!result || result->projection.star || result->projection.items.size() != 1) return fail();
  return ToValue(*result->projection.items[0].expr);
}

}  // namespace papergraph::cli
