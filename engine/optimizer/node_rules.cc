// What depends on one node alone is computed once a node.
#include <algorithm>

#include "engine/algebra/walk.h"
#include "engine/functions/function.h"
#include "engine/optimizer/rewrites.h"

namespace papergraph::engine {

namespace {

// Below, what is kept for each node costs more than it saves.
constexpr double kFewRows = 64;

bool IsOperand(const Expr& expr) {
  return expr.kind == ExprKind::kConstant || expr.kind == ExprKind::kParameter || expr.kind == ExprKind::kSlot ||
         (expr.kind == ExprKind::kProperty && expr.args[0]->kind == ExprKind::kSlot);
}

// Never an error, whatever the node is: it may be asked of nodes that no row would have asked it of.
bool IsHarmless(const Expr& expr) {
  const auto& args = expr.args;
  switch (expr.kind) {
    case ExprKind::kHasLabels:
      return args[0]->kind == ExprKind::kSlot;
    case ExprKind::kCompare:
    case ExprKind::kIsNull:
    case ExprKind::kIsNotNull:
      return std::all_of(args.begin(), args.end(), [](const ExprPtr& arg) { return IsOperand(*arg); });
    case ExprKind::kStringPredicate:
      return expr.op != ast::BinaryOp::kRegex &&
             std::all_of(args.begin(), args.end(), [](const ExprPtr& arg) { return IsOperand(*arg); });
    case ExprKind::kIn:
      return IsOperand(*args[0]) &&
             ((args[1]->kind == ExprKind::kConstant && args[1]->constant.kind() == ValueKind::kList) ||
              (args[1]->kind == ExprKind::kList && IsConstant(*args[1])));
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kNot:
      return std::all_of(args.begin(), args.end(), [](const ExprPtr& arg) { return IsHarmless(*arg); });
    default:
      return false;
  }
}

// Whether the nodes at the end are asked often enough: few nodes, or several rows for each.
bool ComesAgain(const ops::Filter& filter, const ops::Expand& expand, const GraphReader& graph) {
  constexpr double kFewNodes = 4096;
  const double rows = filter.input->rows;
  if (rows < kFewRows) return false;
  double nodes = 0;
  for (const ExprPtr& predicate : filter.predicates) {
    if (predicate->kind != ExprKind::kHasLabels || OnlyNodeOf(*predicate) != expand.to.slot) continue;
    const auto label = graph.FindLabel(predicate->labels.name);
    if (label) nodes = static_cast<double>(graph.NodeCount(*label));
  }
  return nodes <= kFewNodes || rows >= 2 * nodes;
}

// Whether rows of this slot come more than once: something between its scan and here multiplies them.
bool ComesOften(PlanNode& below, Slot slot) {
  PlanNode* node = &below;
  while (std::holds_alternative<ops::Filter>(node->op) || std::holds_alternative<ops::Project>(node->op)) {
    Plan* input = nullptr;
    ForEachInput(*node, [&](Plan& next) { input = &next; });
    node = input->get();
  }
  if (auto* expand = std::get_if<ops::Expand>(&node->op); expand && expand->count.slot.valid()) return false;
  bool fills = false;
  WalkFields(
      *node, [](Plan&) {}, [](Slot&) {}, [&](Slot& out) { fills = fills || out == slot; }, [](ExprPtr&) {});
  return !fills || std::holds_alternative<ops::Expand>(node->op) || std::holds_alternative<ops::VarExpand>(node->op);
}

}  // namespace

Slot OnlyNodeOf(const Expr& expr) {
  if (!IsRepeatable(expr)) return {};
  std::vector<Slot> slots;
  CollectSlots(expr, slots);
  if (slots.empty() || !std::all_of(slots.begin(), slots.end(), [&](Slot slot) { return slot == slots[0]; })) return {};
  return slots[0];
}

void UseNodeTests(Plan& plan, const RuleSet& rules, const GraphReader& graph) {
  while (auto* filter = std::get_if<ops::Filter>(&plan->op)) {
    auto* expand = std::get_if<ops::Expand>(&filter->input->op);
    if (!expand || expand->count.slot.valid()) break;
    if (!rules.ignores_estimates() && !ComesAgain(*filter, *expand, graph)) break;
    const auto moves = [&](const ExprPtr& predicate) {
      return OnlyNodeOf(*predicate) == expand->to.slot && IsHarmless(*predicate);
    };
    auto& predicates = filter->predicates;
    const auto rest =
        std::stable_partition(predicates.begin(), predicates.end(), [&](const ExprPtr& each) { return !moves(each); });
    if (rest == predicates.end()) break;
    expand->tests.insert(expand->tests.end(), rest, predicates.end());
    predicates.erase(rest, predicates.end());
    if (!predicates.empty()) break;
    Plan below = std::move(filter->input);
    below->rows = plan->rows;
    plan = std::move(below);
  }
  ForEachInput(*plan, [&](Plan& input) { UseNodeTests(input, rules, graph); });
}

void UseNodeKeys(Plan& plan, const RuleSet& rules) {
  if (auto* aggregate = std::get_if<ops::Aggregate>(&plan->op);
      aggregate && (aggregate->input->rows >= kFewRows || rules.ignores_estimates())) {
    for (const Assign& key : aggregate->keys) {
      if (key.expr->kind == ExprKind::kSlot) continue;
      const Slot node = OnlyNodeOf(*key.expr);
      auto& nodes = aggregate->once_per.nodes;
      if (!node.valid() || std::find(nodes.begin(), nodes.end(), node) != nodes.end()) continue;
      if (ComesOften(*aggregate->input, node)) nodes.push_back(node);
    }
  }
  ForEachInput(*plan, [&](Plan& input) { UseNodeKeys(input, rules); });
}

namespace {

void UseSemiJoins(PlanNode& node, bool once, const std::vector<int>& reads) {
  if (auto* expand = std::get_if<ops::Expand>(&node.op)) {
    if (once && reads[static_cast<size_t>(expand->rel.slot.index)] == 0) {
      std::vector<Slot> tested;
      for (const ExprPtr& test : expand->tests) CollectSlots(*test, tested);
      if (reads[static_cast<size_t>(expand->to.slot.index)] == static_cast<int>(tested.size())) expand->once.on = true;
    }
  } else if (std::holds_alternative<ops::Distinct>(node.op)) {
    once = true;
  } else if (auto* aggregate = std::get_if<ops::Aggregate>(&node.op)) {
    once = std::all_of(aggregate->items.begin(), aggregate->items.end(), [](const AggregateItem& item) {
      const Expr& call = *item.call;
      return call.distinct || (call.aggregate && (call.aggregate->name == "min" || call.aggregate->name == "max"));
    });
  } else if (!std::holds_alternative<ops::Filter>(node.op) && !std::holds_alternative<ops::Project>(node.op) &&
             !std::holds_alternative<ops::ExpandInto>(node.op)) {
    once = false;
  }
  ForEachInput(node, [&](Plan& input) { UseSemiJoins(*input, once, reads); });
}

}  // namespace

void UseSemiJoins(Plan& plan, const std::vector<int>& reads) { UseSemiJoins(*plan, false, reads); }

}  // namespace papergraph::engine
