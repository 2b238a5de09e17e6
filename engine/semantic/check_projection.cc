// WITH and RETURN: columns, grouping keys (CIP2021-07-07), ORDER BY, SKIP and LIMIT.
#include <fmt/format.h>

#include <algorithm>

#include "engine/semantic/checker.h"
#include "grammar/ast_printer.h"

namespace papergraph::engine {
namespace {

// What a projection groups by, as text: expressions are the same when they print the same.
struct GroupingKeys {
  std::vector<std::string> simple;   // variables, and properties of variables: usable beside aggregates
  std::vector<std::string> complex;  // any other expression without an aggregate
  std::vector<std::string> aggregates;
  std::vector<const ast::Expr*> plain_items;

  static bool Contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
  }
};

bool IsSimpleKey(const ast::Expr& expr) {
  if (std::holds_alternative<ast::Variable>(expr.value)) return true;
  const auto* property = std::get_if<ast::Property>(&expr.value);
  return property && IsSimpleKey(*property->object);
}

void FindAggregates(const ast::Expr& expr, std::vector<const ast::Expr*>& out) {
  if (IsAggregateCall(expr))
    out.push_back(&expr);
  else
    ForEachChild(expr, [&out](const ast::Expr& child) { FindAggregates(child, out); });
}

GroupingKeys KeysOf(const ast::Projection& projection, const Scope& scope) {
  GroupingKeys keys;
  if (projection.star) {
    for (const Variable& variable : scope.variables()) {
      ast::Expr expr{ast::Variable{variable.name}, {}};
      keys.simple.push_back(Print(expr));
    }
  }
  for (const ast::ProjectionItem& item : projection.items) {
    if (HasAggregate(*item.expr)) {
      keys.aggregates.push_back(Print(*item.expr));
      std::vector<const ast::Expr*> aggregates;
      FindAggregates(*item.expr, aggregates);
      for (const ast::Expr* aggregate : aggregates) keys.aggregates.push_back(Print(*aggregate));
      continue;
    }
    keys.plain_items.push_back(item.expr.get());
    (IsSimpleKey(*item.expr) ? keys.simple : keys.complex).push_back(Print(*item.expr));
  }
  return keys;
}

bool Mentions(const ast::Expr& expr, std::string_view name) {
  if (const auto* variable = std::get_if<ast::Variable>(&expr.value)) return variable->name == name;
  if (const auto* projection = std::get_if<ast::MapProjection>(&expr.value);
      projection && projection->variable.text == name)
    return true;
  bool found = false;
  ForEachChild(expr, [&](const ast::Expr& child) { found = found || Mentions(child, name); });
  return found;
}

// Calls `fail` with each variable that is neither part of a key, nor of an aggregate, nor made within the expression.
template <typename Available>
void ForEachUnavailable(const ast::Expr& expr, const Available& available, std::vector<std::string_view> inner,
                        const std::function<void(std::string_view, Span)>& fail) {
  if (available(expr)) return;
  auto check = [&](std::string_view name, Span span) {
    if (std::find(inner.begin(), inner.end(), name) == inner.end()) fail(name, span);
  };
  if (const auto* variable = std::get_if<ast::Variable>(&expr.value)) {
    check(variable->name, expr.span);
    return;
  }
  if (const auto* projection = std::get_if<ast::MapProjection>(&expr.value)) {
    ast::Expr source{ast::Variable{projection->variable.text}, projection->variable.span};
    if (!available(source)) check(projection->variable.text, projection->variable.span);
  }
  const auto names = InnerNames(expr);
  inner.insert(inner.end(), names.begin(), names.end());
  ForEachChild(expr, [&](const ast::Expr& child) { ForEachUnavailable(child, available, inner, fail); });
}

const ast::Variable* AsVariable(const ast::Expr& expr) { return std::get_if<ast::Variable>(&expr.value); }

std::string ColumnName(const ast::ProjectionItem& item) {
  if (item.alias) return item.alias->text;
  const ast::Variable* variable = AsVariable(*item.expr);
  return variable ? variable->name : item.text;
}

}  // namespace

// CIP2021-07-07, "Syntax restriction": what stands beside an aggregate is constant within a group.
void Checker::CheckGroupingKeys(const ast::Projection& projection, const Scope& scope) {
  const GroupingKeys keys = KeysOf(projection, scope);
  for (const ast::ProjectionItem& item : projection.items) {
    if (!HasAggregate(*item.expr)) continue;
    auto available = [&keys](const ast::Expr& expr) {
      return IsAggregateCall(expr) || (IsSimpleKey(expr) && GroupingKeys::Contains(keys.simple, Print(expr)));
    };
    ForEachUnavailable(*item.expr, available, {}, [](std::string_view name, Span span) {
      Reject("AmbiguousAggregationExpression", span,
             fmt::format("`{}` stands beside an aggregate but is no grouping key; return it as an item of its own, or "
                         "compute it in a "
                         "WITH before",
                         name));
    });
  }
}

void Checker::CheckSortItem(const ast::SortItem& item, const ast::Projection& projection, const Scope& before,
                            const Scope& after, bool grouped, bool aggregates) {
  if (!grouped) {
    Scope both = before;
    for (const Variable& variable : after.variables()) both.Set(variable.name, variable.type);
    if (HasAggregate(*item.expr)) {
      Reject("InvalidAggregation", item.span,
             "ORDER BY may aggregate only what WITH or RETURN aggregates; compute it there with AS");
    }
    CheckExpr(*item.expr, both);
    return;
  }
  const GroupingKeys keys = KeysOf(projection, before);
  const bool has_aggregate = HasAggregate(*item.expr);
  if (has_aggregate && !aggregates) {
    Reject("InvalidAggregation", item.span,
           "ORDER BY may aggregate only what WITH or RETURN aggregates; compute it there with AS");
  }
  auto available = [&](const ast::Expr& expr) {
    if (const auto* variable = AsVariable(expr); variable && after.Has(variable->name)) return true;
    const std::string text = Print(expr);
    if (IsAggregateCall(expr) || HasAggregate(expr)) return GroupingKeys::Contains(keys.aggregates, text);
    if (GroupingKeys::Contains(keys.simple, text)) return true;
    // Beside an aggregate only simple keys are recognized.
    return (!has_aggregate || &expr == item.expr.get()) && GroupingKeys::Contains(keys.complex, text);
  };
  // An aggregate that is none of the projection's could only be one over what the projection leaves.
  std::vector<const ast::Expr*> used;
  FindAggregates(*item.expr, used);
  for (const ast::Expr* aggregate : used) {
    if (GroupingKeys::Contains(keys.aggregates, Print(*aggregate))) continue;
    auto is_column = [&after](const ast::Expr& expr) {
      const ast::Variable* variable = AsVariable(expr);
      return variable && after.Has(variable->name);
    };
    ForEachUnavailable(*aggregate, is_column, {}, [](std::string_view name, Span span) {
      Reject("UndefinedVariable", span,
             fmt::format("`{}` is gone after the rows are grouped; compute the aggregate in WITH or RETURN", name));
    });
    Reject("InvalidAggregation", aggregate->span,
           "this aggregate is not among the columns; compute it in WITH or RETURN with AS");
  }
  ForEachUnavailable(*item.expr, available, {}, [&](std::string_view name, Span span) {
    const bool is_part_of_key =
        std::any_of(keys.plain_items.begin(), keys.plain_items.end(),
                    [name](const ast::Expr* key) { return !IsSimpleKey(*key) && Mentions(*key, name); });
    if (has_aggregate && is_part_of_key) {
      Reject("AmbiguousAggregationExpression", span,
             fmt::format("`{}` stands beside an aggregate but is no grouping key; give the expression a name with AS "
                         "and sort by that",
                         name));
    }
    Reject(
        "UndefinedVariable", span,
        fmt::format("`{}` is gone after {}; sort by a column, or by an expression that is returned as it stands here",
                    name, aggregates ? "the rows are grouped" : "DISTINCT"));
  });
  Scope both = before;
  for (const Variable& variable : after.variables()) both.Set(variable.name, variable.type);
  CheckExpr(*item.expr, both, Aggregation::kAllowed);
}

void Checker::CheckCount(const ast::Expr& expr, std::string_view keyword) {
  std::function<void(const ast::Expr&)> constant = [&](const ast::Expr& part) {
    if (std::holds_alternative<ast::Variable>(part.value) || std::holds_alternative<ast::Subquery>(part.value) ||
        std::holds_alternative<ast::PatternComprehension>(part.value) ||
        std::holds_alternative<ast::PatternExpr>(part.value)) {
      Reject("NonConstantExpression", part.span,
             fmt::format("{} needs a number that does not depend on rows: a literal or a parameter", keyword));
    }
    if (!InnerNames(part).empty()) return;
    ForEachChild(part, constant);
  };
  constant(expr);
  const Type type = CheckExpr(expr, Scope());
  const ast::Expr* literal = &expr;
  bool negative = false;
  if (const auto* unary = std::get_if<ast::Unary>(&expr.value); unary && unary->op == ast::UnaryOp::kMinus) {
    literal = unary->operand.get();
    negative = true;
  }
  if (const auto* number = std::get_if<ast::IntLiteral>(&literal->value);
      number && (negative ? number->value > 0 : number->value < 0)) {
    Reject("NegativeIntegerArgument", expr.span, fmt::format("{} takes no negative number", keyword));
  }
  if (!Fits(type, Type::Of(Type::Kind::kInt))) {
    Reject("InvalidArgumentType", expr.span, fmt::format("{} takes an integer, not {}", keyword, Describe(type)));
  }
}

Scope Checker::CheckProjection(const ast::Projection& projection, const ast::Expr* where, const Scope& scope,
                               bool is_with, Span span) {
  Scope after;
  if (projection.star) {
    if (scope.empty() && !is_with) {
      Reject("NoVariablesInScope", span, "`RETURN *` needs variables, and there are none; name what to return");
    }
    after = scope;
  }
  bool aggregates = false;
  std::vector<std::string> names;
  for (const Variable& variable : after.variables()) names.push_back(variable.name);
  for (const ast::ProjectionItem& item : projection.items) {
    const Type type = CheckExpr(*item.expr, scope, Aggregation::kAllowed);
    aggregates = aggregates || HasAggregate(*item.expr);
    const std::string name = ColumnName(item);
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      Reject("ColumnNameConflict", item.alias ? item.alias->span : item.span,
             fmt::format("there are two columns `{}`; rename one with AS", name));
    }
    names.push_back(name);
    after.Set(name, type);
  }
  if (aggregates) CheckGroupingKeys(projection, scope);
  for (const ast::SortItem& item : projection.order_by) {
    CheckSortItem(item, projection, scope, after, aggregates || projection.distinct, aggregates);
  }
  if (projection.skip) CheckCount(*projection.skip, "SKIP");
  if (projection.limit) CheckCount(*projection.limit, "LIMIT");
  if (is_with) {
    for (const ast::ProjectionItem& item : projection.items) {
      if (item.alias || AsVariable(*item.expr)) continue;
      Reject("NoExpressionAlias", item.span, "an expression in WITH needs a name: add AS");
    }
  }
  if (where) {
    // Without grouping WHERE sees what was there before, too.
    Scope visible = after;
    if (!aggregates && !projection.distinct) {
      for (const Variable& variable : scope.variables()) {
        if (!visible.Has(variable.name)) visible.Set(variable.name, variable.type);
      }
    }
    CheckPredicate(*where, visible);
  }
  return after;
}

}  // namespace papergraph::engine
