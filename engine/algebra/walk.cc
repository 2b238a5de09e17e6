#include "engine/algebra/walk.h"

#include <algorithm>
#include <set>

#include "engine/functions/function.h"

namespace papergraph::engine {

namespace {

// `imports`: what is read but not filled further down; `filled`: what comes out.
void Collect(PlanNode& plan, std::set<int32_t>& imports, std::set<int32_t>& filled) {
  std::set<int32_t> own;
  std::vector<Slot> reads;
  std::vector<PlanNode*> inputs;
  WalkFields(
      plan, [&](Plan& input) { inputs.push_back(input.get()); }, [&](Slot& slot) { reads.push_back(slot); },
      [&](Slot& slot) { own.insert(slot.index); }, [&](ExprPtr& expr) { CollectSlots(*expr, reads); });
  const bool side_by_side =
      std::holds_alternative<ops::Union>(plan.op) || std::holds_alternative<ops::HashJoin>(plan.op);
  for (size_t i = 0; i < inputs.size(); ++i) {
    std::set<int32_t> wanted, given;
    Collect(*inputs[i], wanted, given);
    for (int32_t index : wanted) {
      // The plans behind the first are inner ones: they see the rows of the first.
      const bool seen = i > 0 && !side_by_side && (filled.contains(index) || own.contains(index));
      if (!seen) imports.insert(index);
    }
    filled.insert(given.begin(), given.end());
  }
  for (Slot slot : reads) {
    if (!filled.contains(slot.index) && !own.contains(slot.index)) imports.insert(slot.index);
  }
  filled.insert(own.begin(), own.end());
}

bool ExprReads(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kProperty:
    case ExprKind::kSubscript:
    case ExprKind::kHasLabels:
    case ExprKind::kSubPlan:
    case ExprKind::kMapProjection:
      return true;
    case ExprKind::kCall:
      if (!expr.function->pure) return true;
      break;
    default:
      break;
  }
  return std::any_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return arg && ExprReads(*arg); });
}

template <typename Op, typename... Ops>
constexpr bool kIsOneOf = (std::is_same_v<Op, Ops> || ...);

}  // namespace

std::vector<Slot> ImportsOf(PlanNode& plan) {
  std::set<int32_t> imports, filled;
  Collect(plan, imports, filled);
  std::vector<Slot> slots;
  for (int32_t index : imports) slots.push_back({index});
  return slots;
}

std::vector<Slot> OutsOf(PlanNode& plan) {
  std::set<int32_t> imports, filled;
  Collect(plan, imports, filled);
  std::vector<Slot> outs;
  for (int32_t index : filled) outs.push_back({index});
  return outs;
}

std::string_view NameOf(const PlanNode& node) {
  return std::visit([](const auto& op) { return std::decay_t<decltype(op)>::kName; }, node.op);
}

bool Writes(PlanNode& plan) {
  bool found = std::visit(
      [](const auto& op) {
        return kIsOneOf<std::decay_t<decltype(op)>, ops::Create, ops::Merge, ops::Set, ops::Delete, ops::Foreach>;
      },
      plan.op);
  ForEachInput(plan, [&](Plan& input) { found = found || Writes(*input); });
  return found;
}

bool ReadsGraph(PlanNode& plan) {
  // Of the operators only these live from rows alone; their expressions decide.
  bool found = !std::visit(
      [](const auto& op) {
        return kIsOneOf<std::decay_t<decltype(op)>, ops::Argument, ops::Filter, ops::Project, ops::Aggregate,
                        ops::Distinct, ops::Sort, ops::TopK, ops::Skip, ops::Limit, ops::Unwind, ops::Apply, ops::Union,
                        ops::SelectPaths, ops::HashJoin, ops::Eager, ops::EmptyResult, ops::LoadCsv, ops::Create,
                        ops::Set>;
      },
      plan.op);
  WalkFields(
      plan, [&](Plan& input) { found = found || ReadsGraph(*input); }, [](Slot&) {}, [](Slot&) {},
      [&](ExprPtr& expr) { found = found || ExprReads(*expr); });
  return found;
}

}  // namespace papergraph::engine
