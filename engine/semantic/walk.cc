// Walking expressions.
#include "engine/functions/function.h"
#include "engine/semantic/checker.h"
#include "grammar/overloaded.h"

namespace papergraph::engine {
namespace {

void NamesOf(const ast::PathPattern& pattern, std::vector<std::string_view>& out) {
  auto add = [&out](const std::optional<ast::Name>& name) {
    if (name) out.push_back(name->text);
  };
  add(pattern.variable);
  std::function<void(const std::vector<ast::PathElement>&)> visit = [&](const std::vector<ast::PathElement>& elements) {
    for (const ast::PathElement& element : elements) {
      if (const auto* node = std::get_if<ast::NodePattern>(&element.value))
        add(node->variable);
      else if (const auto* edge = std::get_if<ast::RelationshipPattern>(&element.value))
        add(edge->variable);
      else {
        const auto& quantified = std::get<ast::QuantifiedPath>(element.value);
        add(quantified.variable);
        visit(quantified.elements);
      }
    }
  };
  visit(pattern.elements);
}

}  // namespace

bool IsAggregateCall(const ast::Expr& expr) {
  if (std::holds_alternative<ast::CountStar>(expr.value)) return true;
  const auto* call = std::get_if<ast::FunctionCall>(&expr.value);
  return call && FindAggregate(call->name.text);
}

bool HasAggregate(const ast::Expr& expr) {
  if (IsAggregateCall(expr)) return true;
  bool found = false;
  ForEachChild(expr, [&found](const ast::Expr& child) { found = found || HasAggregate(child); });
  return found;
}

void ForEachChild(const ast::Expr& expr, const std::function<void(const ast::Expr&)>& visit) {
  auto each = [&visit](const ast::ExprPtr& child) {
    if (child) visit(*child);
  };
  auto all = [&each](const std::vector<ast::ExprPtr>& children) {
    for (const ast::ExprPtr& child : children) each(child);
  };
  std::visit(Overloaded{
                 [&](const ast::ListLiteral& e) { all(e.items); },
                 [&](const ast::MapLiteral& e) {
                   for (const ast::MapEntry& entry : e.entries) each(entry.value);
                 },
                 [&](const ast::Property& e) { each(e.object); },
                 [&](const ast::Subscript& e) { each(e.object), each(e.index); },
                 [&](const ast::Slice& e) { each(e.object), each(e.from), each(e.to); },
                 [&](const ast::Unary& e) { each(e.operand); },
                 [&](const ast::Binary& e) { each(e.left), each(e.right); },
                 [&](const ast::Comparison& e) { all(e.operands); },
                 [&](const ast::IsTyped& e) { each(e.operand); },
                 [&](const ast::HasLabels& e) { each(e.object); },
                 [&](const ast::FunctionCall& e) { all(e.arguments); },
                 [&](const ast::Case& e) {
                   each(e.subject);
                   for (const ast::CaseBranch& branch : e.branches) each(branch.when), each(branch.then);
                   each(e.otherwise);
                 },
                 [&](const ast::ListComprehension& e) { each(e.list), each(e.where), each(e.projection); },
                 [&](const ast::PatternComprehension& e) { each(e.where), each(e.projection); },
                 [&](const ast::Quantifier& e) { each(e.list), each(e.where); },
                 [&](const ast::Reduce& e) { each(e.initial), each(e.list), each(e.expression); },
                 [&](const ast::MapProjection& e) {
                   for (const auto& item : e.items) {
                     if (const auto* entry = std::get_if<ast::MapEntry>(&item)) each(entry->value);
                   }
                 },
                 [](const auto&) {},
             },
             expr.value);
}

std::vector<std::string_view> InnerNames(const ast::Expr& expr) {
  std::vector<std::string_view> names;
  if (const auto* list = std::get_if<ast::ListComprehension>(&expr.value))
    names = {list->variable.text};
  else if (const auto* quantifier = std::get_if<ast::Quantifier>(&expr.value))
    names = {quantifier->variable.text};
  else if (const auto* reduce = std::get_if<ast::Reduce>(&expr.value))
    names = {reduce->accumulator.text, reduce->variable.text};
  else if (const auto* pattern = std::get_if<ast::PatternComprehension>(&expr.value))
    NamesOf(pattern->pattern, names);
  return names;
}

}  // namespace papergraph::engine
