#include "engine/algebra/walk.h"

#include <algorithm>
#include <set>

#include "engine/functions/function.h"

namespace papergraph::engine {

namespace {

void Collect(PlanNode& plan, std::set<int32_t>& read, std::set<int32_t>& filled) {
  std::vector<Slot> slots;
  WalkFields(
      plan, [&](Plan& input) { Collect(*input, read, filled); }, [&](Slot& slot) { read.insert(slot.index); },
      [&](Slot& slot) { filled.insert(slot.index); }, [&](ExprPtr& expr) { CollectSlots(*expr, slots); });
  for (Slot slot : slots) read.insert(slot.index);
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
  std::set<int32_t> read, filled;
  Collect(plan, read, filled);
  std::vector<Slot> imports;
  for (int32_t index : read) {
    if (!filled.contains(index)) imports.push_back({index});
  }
  return imports;
}

std::vector<Slot> OutsOf(PlanNode& plan) {
  std::set<int32_t> read, filled;
  Collect(plan, read, filled);
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
                        ops::HashJoin, ops::Eager, ops::EmptyResult, ops::LoadCsv, ops::Create, ops::Set>;
      },
      plan.op);
  WalkFields(
      plan, [&](Plan& input) { found = found || ReadsGraph(*input); }, [](Slot&) {}, [](Slot&) {},
      [&](ExprPtr& expr) { found = found || ExprReads(*expr); });
  return found;
}

}  // namespace papergraph::engine
