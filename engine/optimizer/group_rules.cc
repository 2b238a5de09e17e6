// How groups are made: by whom, and which of them.
#include <algorithm>
#include <cmath>

#include "engine/algebra/walk.h"
#include "engine/functions/function.h"
#include "engine/optimizer/rewrites.h"

namespace papergraph::engine {

namespace {

// Fewer rows are grouped sooner than another thread has begun.
constexpr double kManyRows = 200'000;
// Fewer relationships are soon walked as rows.
constexpr double kFewEnds = 64;
// A source with fewer rows is hard to share out.
constexpr double kShares = 64;

bool SharesGroups(const ops::Aggregate& aggregate) {
  const auto is_shared = [](const Assign& key) {
    return key.expr->kind == ExprKind::kSlot || OnlyNodeOf(*key.expr).valid();
  };
  const auto can_merge = [](const AggregateItem& item) {
    const Expr& call = *item.call;
    if (!call.aggregate) return true;
    if (!OnlyNodeOf(*call.args[0]).valid()) return false;
    const std::string_view name = call.aggregate->name;
    return name == "count" || name == "min" || name == "max" || ((name == "sum" || name == "avg") && !call.distinct);
  };
  return std::all_of(aggregate.keys.begin(), aggregate.keys.end(), is_shared) &&
         std::all_of(aggregate.items.begin(), aggregate.items.end(), can_merge);
}

// The input of an operator that any thread may run on any of the rows; null for others.
Plan* SharedInput(Plan& plan) {
  if (auto* expand = std::get_if<ops::Expand>(&plan->op)) return expand->count.slot.valid() ? nullptr : &expand->input;
  const auto repeatable = [](const ExprPtr& expr) { return IsRepeatable(*expr); };
  if (auto* filter = std::get_if<ops::Filter>(&plan->op)) {
    return std::all_of(filter->predicates.begin(), filter->predicates.end(), repeatable) ? &filter->input : nullptr;
  }
  if (auto* project = std::get_if<ops::Project>(&plan->op)) {
    const auto fits = [&](const Assign& item) { return repeatable(item.expr); };
    return std::all_of(project->items.begin(), project->items.end(), fits) ? &project->input : nullptr;
  }
  return nullptr;
}

bool Fills(PlanNode& node, Slot slot) {
  bool fills = false;
  WalkFields(
      node, [](Plan&) {}, [](Slot&) {}, [&](Slot& out) { fills = fills || out == slot; }, [](ExprPtr&) {});
  return fills;
}

}  // namespace

double EstimateOf(PlanNode& node) {
  if (node.rows >= 0) return node.rows;
  double rows = -1;
  ForEachInput(node, [&](Plan& input) {
    if (rows < 0) rows = EstimateOf(*input);
  });
  if (rows < 0) return 1;  // the beginning
  if (auto* aggregate = std::get_if<ops::Aggregate>(&node.op)) return aggregate->keys.empty() ? 1 : std::sqrt(rows);
  const auto most = [&](const ExprPtr& count) {
    const bool known = count && count->kind == ExprKind::kConstant && count->constant.kind() == ValueKind::kInt;
    return known ? std::min(rows, static_cast<double>(count->constant.as_int())) : rows;
  };
  if (auto* limit = std::get_if<ops::Limit>(&node.op)) return most(limit->count);
  if (auto* top = std::get_if<ops::TopK>(&node.op)) return most(top->limit);
  if (std::holds_alternative<ops::Unwind>(node.op)) return rows * 10;
  return rows;
}

void UseCountedEnds(Plan& plan, const RuleSet& rules, SlotTable& slots) {
  ForEachInput(*plan, [&](Plan& input) { UseCountedEnds(input, rules, slots); });
  auto* aggregate = std::get_if<ops::Aggregate>(&plan->op);
  if (!aggregate) return;
  const auto counts_rows = [](const AggregateItem& item) { return !item.call->aggregate; };
  if (!std::all_of(aggregate->items.begin(), aggregate->items.end(), counts_rows)) return;
  // Down to the Expand; on the way only what reads its end.
  Plan* below = &aggregate->input;
  while (auto* filter = std::get_if<ops::Filter>(&(*below)->op)) below = &filter->input;
  auto* expand = std::get_if<ops::Expand>(&(*below)->op);
  if (!expand || expand->once.on || !expand->tests.empty()) return;
  if ((*below)->rows < kFewEnds && !rules.ignores_estimates()) return;
  const auto reads_end = [&](const Expr& expr) { return IsConstant(expr) || OnlyNodeOf(expr) == expand->to.slot; };
  for (const Assign& key : aggregate->keys) {
    if (!reads_end(*key.expr)) return;
  }
  for (Plan* at = &aggregate->input; at != below; at = &std::get<ops::Filter>((*at)->op).input) {
    for (const ExprPtr& predicate : std::get<ops::Filter>((*at)->op).predicates) {
      if (!reads_end(*predicate)) return;
    }
  }
  expand->count.slot = slots.New("ways");
  const double ends = std::sqrt(std::max((*below)->rows, 0.0));
  for (Plan* at = &aggregate->input;; at = &std::get<ops::Filter>((*at)->op).input) {
    (*at)->rows = std::min((*at)->rows, ends);
    if (at == below) break;
  }
  for (AggregateItem& item : aggregate->items) item.weight = expand->count.slot;
}

void UseTopGroups(Plan& plan) {
  if (auto* top = std::get_if<ops::TopK>(&plan->op); top && top->keys[0].expr->kind == ExprKind::kSlot) {
    const Slot key = top->keys[0].expr->slot;
    Plan* below = &top->input;
    while (auto* project = std::get_if<ops::Project>(&(*below)->op)) {
      if (Fills(**below, key)) break;
      below = &project->input;
    }
    if (auto* aggregate = std::get_if<ops::Aggregate>(&(*below)->op)) {
      for (size_t i = 0; i < aggregate->items.size(); ++i) {
        if (aggregate->items[i].slot.slot == key) aggregate->top = {i, top->keys[0].descending, top->skip, top->limit};
      }
    }
  }
  ForEachInput(*plan, UseTopGroups);
}

void UseBothCores(Plan& plan, const RuleSet& rules) {
  auto* aggregate = std::get_if<ops::Aggregate>(&plan->op);
  const double many = rules.ignores_estimates() ? 0 : kManyRows;
  const double shares = rules.ignores_estimates() ? 0 : kShares;
  if (aggregate && aggregate->input->rows >= many && SharesGroups(*aggregate)) {
    Plan* source = &aggregate->input;
    for (Plan* next = source; next; next = SharedInput(*next)) {
      if ((*next)->rows >= shares) source = next;
    }
    if ((*source)->rows >= shares) {
      Plan rest = MakePlan(ops::Argument{});
      rest->rows = (*source)->rows;
      std::swap(rest, *source);
      aggregate->source = std::move(rest);
    }
    return;
  }
  // Only along the rows of the statement: inner plans run again and again.
  bool first = true;
  ForEachInput(*plan, [&](Plan& input) {
    if (first) UseBothCores(input, rules);
    first = false;
  });
}

}  // namespace papergraph::engine
