#include "engine/functions/constant_evaluator.h"

#include <catch2/catch.hpp>

#include "tests/support/plain_graph.h"

namespace papergraph::engine {
namespace {

ast::Statement Return(std::string_view expression) { return Parse("RETURN " + std::string(expression)); }

const ast::Expr& ExpressionOf(const ast::Statement& statement) {
  const auto& clause = std::get<ast::Query>(statement.value).parts.at(0).clauses.at(0);
  return *std::get<ast::Return>(clause.value).projection.items.at(0).expr;
}

bool Holds(ast::CompareOp op, const Value& a, const Value& b) {
  if (op == ast::CompareOp::kEqual) return Equals(a, b) == true;
  if (op == ast::CompareOp::kNotEqual) return Equals(a, b) == false;
  const auto order = Compare(a, b);
  if (!order) return false;
  switch (op) {
    case ast::CompareOp::kLess:
      return *order < 0;
    case ast::CompareOp::kLessEqual:
      return *order <= 0;
    case ast::CompareOp::kGreater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

}  // namespace

ConstantEvaluator::ConstantEvaluator()
    : graph_(std::make_unique<PlainGraph>()),
      context_(new FunctionContext{.graph = *graph_, .now = DateTime{1'700'000'000, 123'456'789, 0, ""}}) {}

Value ConstantEvaluator::Evaluate(std::string_view expression) { return Evaluate(ExpressionOf(Return(expression))); }

Value ConstantEvaluator::Evaluate(const ast::Expr& expr, const Value* rows) {
  if (const auto* e = std::get_if<ast::BoolLiteral>(&expr.value)) return Value::Bool(e->value);
  if (const auto* e = std::get_if<ast::IntLiteral>(&expr.value)) return Value::Int(e->value);
  if (const auto* e = std::get_if<ast::FloatLiteral>(&expr.value)) return Value::Float(e->value);
  if (const auto* e = std::get_if<ast::StringLiteral>(&expr.value)) return Value::String(e->value);
  if (std::holds_alternative<ast::NullLiteral>(expr.value)) return Value();
  if (std::holds_alternative<ast::Variable>(expr.value)) return row_;
  if (const auto* e = std::get_if<ast::ListLiteral>(&expr.value)) {
    ValueList items;
    for (const auto& item : e->items) items.push_back(Evaluate(*item, rows));
    return Value::List(std::move(items));
  }
  if (const auto* e = std::get_if<ast::MapLiteral>(&expr.value)) {
    ValueMap entries;
    for (const auto& entry : e->entries) entries.emplace_back(entry.key.text, Evaluate(*entry.value, rows));
    return Value::Map(std::move(entries));
  }
  if (const auto* e = std::get_if<ast::Property>(&expr.value)) {
    return PropertyOf(*graph_, Evaluate(*e->object, rows), e->key.text, expr.span);
  }
  if (const auto* e = std::get_if<ast::Unary>(&expr.value)) {
    const Value operand = Evaluate(*e->operand, rows);
    switch (e->op) {
      case ast::UnaryOp::kIsNull:
        return Value::Bool(operand.is_null());
      case ast::UnaryOp::kIsNotNull:
        return Value::Bool(!operand.is_null());
      case ast::UnaryOp::kMinus:
        return Negate(operand, expr.span);
      default:
        return operand;
    }
  }
  if (const auto* e = std::get_if<ast::Binary>(&expr.value)) {
    return Arithmetic(e->op, Evaluate(*e->left, rows), Evaluate(*e->right, rows), expr.span);
  }
  if (const auto* e = std::get_if<ast::Comparison>(&expr.value)) {
    return Value::Bool(Holds(e->ops.at(0), Evaluate(*e->operands.at(0), rows), Evaluate(*e->operands.at(1), rows)));
  }
  if (const auto* e = std::get_if<ast::FunctionCall>(&expr.value)) return Call(*e, rows);
  FAIL("the evaluator of the tests does not know this kind of expression");
  return Value();
}

Value ConstantEvaluator::Call(const ast::FunctionCall& call, const Value* rows) {
  if (const Aggregate* aggregate = FindAggregate(call.name.text)) {
    auto state = aggregate->make(*context_);
    for (const Value& row : rows->as_list()) {
      row_ = row;
      ValueList arguments;
      for (const auto& argument : call.arguments) arguments.push_back(Evaluate(*argument, rows));
      if (!arguments.at(0).is_null()) state->Add(arguments);
    }
    return state->Finish();
  }
  const Function* function = FindFunction(call.name.text);
  REQUIRE(function);
  ValueList arguments;
  for (const auto& argument : call.arguments) arguments.push_back(Evaluate(*argument, rows));
  if (function->null_in_null_out) {
    for (const Value& argument : arguments) {
      if (argument.is_null()) return Value();
    }
  }
  return function->call(*context_, arguments);
}

}  // namespace papergraph::engine
