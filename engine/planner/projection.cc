// WITH and RETURN: projection, grouping, DISTINCT, ORDER BY, SKIP, LIMIT, WHERE.
#include <algorithm>

#include "engine/planner/planner.h"

namespace papergraph::engine {

namespace {

struct Item {
  std::string name;
  ExprPtr expr;
  Slot slot;
};

}  // namespace

void Planner::PlanSortAndCut(const ast::Projection& projection, std::vector<SortKey> keys, Plan& plan,
                             const Bindings& scope) {
  if (!keys.empty()) plan = MakePlan(ops::Sort{std::move(plan), std::move(keys)});
  if (projection.skip) plan = MakePlan(ops::Skip{std::move(plan), Bind(*projection.skip, scope)});
  if (projection.limit) plan = MakePlan(ops::Limit{std::move(plan), Bind(*projection.limit, scope)});
}

void Planner::PlanProjection(const ast::Projection& projection, const ast::Expr* where, Bindings& scope, Plan& plan,
                             Result* result) {
  std::vector<Item> items;
  if (projection.star) {
    for (const auto& binding : scope.bindings()) items.push_back({binding.name, MakeSlot(binding.slot), {}});
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.name < b.name; });
  }
  for (const ast::ProjectionItem& item : projection.items) {
    std::string name = item.text;
    if (item.alias) {
      name = item.alias->text;
    } else if (const auto* variable = std::get_if<ast::Variable>(&item.expr->value)) {
      // In WITH it stays a variable, so that its name is what it means, not how it was written (`a` in backquotes).
      if (!result) name = variable->name;
    }
    items.push_back({std::move(name), Bind(*item.expr, scope), {}});
  }

  const bool grouped =
      std::any_of(items.begin(), items.end(), [](const Item& item) { return ContainsAggregate(*item.expr); });

  // What is computed once and named: sort keys and WHERE that say the same refer to it.
  std::vector<Assign> computed;
  Bindings projected;
  Bindings both = scope;      // ORDER BY and WHERE see the names of before, too
  std::vector<Assign> known;  // slot <- expression as it reads before the projection
  std::vector<Assign> keys;
  std::vector<AggregateItem> aggregates;
  const auto use_aggregates = [&](const ExprPtr& expr) {
    return Rewrite(expr, [&](const ExprPtr& piece) -> ExprPtr {
      if (piece->kind == ExprKind::kAggregate) {
        for (const AggregateItem& item : aggregates) {
          if (Same(*item.call, *piece)) return MakeSlot(item.slot.slot, piece->span);
        }
        aggregates.push_back({{slots_.New("aggregate")}, piece});
        return MakeSlot(aggregates.back().slot.slot, piece->span);
      }
      for (const Assign& key : keys) {
        if (Same(*key.expr, *piece)) return MakeSlot(key.slot.slot, piece->span);
      }
      return nullptr;
    });
  };
  if (grouped) {
    for (Item& item : items) {
      if (ContainsAggregate(*item.expr)) continue;
      item.slot = slots_.New(item.name);
      keys.push_back({{item.slot}, item.expr});
      known.push_back({{item.slot}, item.expr});
    }
    for (Item& item : items) {
      if (item.slot.valid()) continue;
      ExprPtr expr = use_aggregates(item.expr);
      if (expr->kind == ExprKind::kSlot) {
        item.slot = expr->slot;
      } else {
        item.slot = slots_.New(item.name);
        computed.push_back({{item.slot}, expr});
      }
      known.push_back({{item.slot}, item.expr});
    }
  } else {
    for (Item& item : items) {
      if (item.expr->kind == ExprKind::kSlot) {
        item.slot = item.expr->slot;
        continue;
      }
      item.slot = slots_.New(item.name);
      computed.push_back({{item.slot}, item.expr});
      known.push_back({{item.slot}, item.expr});
    }
  }
  for (const Item& item : items) {
    projected.Add(item.name, item.slot);
    both.Add(item.name, item.slot);
  }

  const auto bind_after = [&](const ast::Expr& expr) {
    ExprPtr bound = Rewrite(Bind(expr, both), [&](const ExprPtr& piece) -> ExprPtr {
      for (const Assign& item : known) {
        if (Same(*item.expr, *piece)) return MakeSlot(item.slot.slot, piece->span);
      }
      return nullptr;
    });
    return grouped ? use_aggregates(bound) : bound;
  };
  std::vector<SortKey> sort_keys;
  for (const ast::SortItem& item : projection.order_by) sort_keys.push_back({bind_after(*item.expr), item.descending});
  std::vector<ExprPtr> predicates;
  if (where) SplitAnd(bind_after(*where), predicates);

  if (grouped) {
    // Plans inside later expressions know a grouping variable by its old slot.
    std::vector<Assign> old_names;
    for (const Assign& key : keys) {
      if (key.expr->kind == ExprKind::kSlot) old_names.push_back({{key.expr->slot}, MakeSlot(key.slot.slot)});
    }
    plan = MakePlan(ops::Aggregate{std::move(plan), std::move(keys), std::move(aggregates)});
    if (!old_names.empty()) plan = MakePlan(ops::Project{std::move(plan), std::move(old_names)});
  }
  if (!computed.empty()) plan = MakePlan(ops::Project{std::move(plan), std::move(computed)});
  if (projection.distinct) {
    std::vector<Slot> slots;
    for (const Item& item : items) slots.push_back(item.slot);
    plan = MakePlan(ops::Distinct{std::move(plan), std::move(slots)});
  }
  PlanSortAndCut(projection, std::move(sort_keys), plan, scope);
  plan = AddFilter(std::move(plan), std::move(predicates));
  scope = std::move(projected);
  if (result) {
    result->returns = true;
    for (const Item& item : items) {
      result->names.push_back(item.name);
      result->slots.push_back(item.slot);
    }
  }
}

}  // namespace papergraph::engine
