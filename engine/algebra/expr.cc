#include "engine/algebra/expr.h"

#include <algorithm>

#include "engine/algebra/ops.h"
#include "engine/functions/function.h"

namespace papergraph::engine {

SubPlan::SubPlan() = default;
SubPlan::SubPlan(SubPlan&&) noexcept = default;
SubPlan::~SubPlan() = default;

ExprPtr MakeConstant(Value value, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->constant = std::move(value);
  expr->span = span;
  return expr;
}

ExprPtr MakeSlot(Slot slot, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kSlot;
  expr->slot = slot;
  expr->span = span;
  return expr;
}

ExprPtr MakeProperty(ExprPtr object, std::string key, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kProperty;
  expr->args = {std::move(object)};
  expr->name = std::move(key);
  expr->span = span;
  return expr;
}

ExprPtr MakeCompare(ast::CompareOp op, ExprPtr left, ExprPtr right, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kCompare;
  expr->compare = op;
  expr->args = {std::move(left), std::move(right)};
  expr->span = span;
  return expr;
}

ExprPtr MakeHasLabels(ExprPtr object, LabelTest labels, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kHasLabels;
  expr->args = {std::move(object)};
  expr->labels = std::move(labels);
  expr->span = span;
  return expr;
}

bool Same(const Expr& a, const Expr& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind || a.kind == ExprKind::kSubPlan || a.args.size() != b.args.size()) return false;
  if (a.constant != b.constant || a.name != b.name || a.slot != b.slot || a.second != b.second || a.op != b.op ||
      a.compare != b.compare || a.quantifier != b.quantifier || a.distinct != b.distinct || a.function != b.function ||
      a.aggregate != b.aggregate || a.keys != b.keys || a.labels != b.labels) {
    return false;
  }
  if (a.type != b.type && (!a.type || !b.type || *a.type != *b.type)) return false;
  for (size_t i = 0; i < a.args.size(); ++i) {
    if (!a.args[i] != !b.args[i]) return false;
    if (a.args[i] && !Same(*a.args[i], *b.args[i])) return false;
  }
  return true;
}

bool ContainsAggregate(const Expr& expr) {
  if (expr.kind == ExprKind::kAggregate) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [](const ExprPtr& arg) { return arg && ContainsAggregate(*arg); });
}

bool IsRepeatable(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kSubPlan:
    case ExprKind::kAggregate:
    case ExprKind::kLocal:
      return false;
    case ExprKind::kCall:
      if (!expr.function->pure) return false;
      break;
    default:
      break;
  }
  return std::all_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return !arg || IsRepeatable(*arg); });
}

bool IsConstant(const Expr& expr) {
  std::vector<Slot> slots;
  CollectSlots(expr, slots);
  return slots.empty() && IsRepeatable(expr);
}

void CollectSlots(const Expr& expr, std::vector<Slot>& out) {
  if (expr.kind == ExprKind::kSlot) out.push_back(expr.slot);
  if (expr.kind == ExprKind::kSubPlan)
    out.insert(out.end(), expr.subplan->imports.begin(), expr.subplan->imports.end());
  for (const ExprPtr& arg : expr.args) {
    if (arg) CollectSlots(*arg, out);
  }
}

void SplitAnd(const ExprPtr& expr, std::vector<ExprPtr>& out) {
  if (expr->kind != ExprKind::kAnd) {
    out.push_back(expr);
    return;
  }
  for (const ExprPtr& arg : expr->args) SplitAnd(arg, out);
}

}  // namespace papergraph::engine
