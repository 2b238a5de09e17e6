// Conditions in the form in which indexes and labels are found by them.
#include <algorithm>

#include "engine/optimizer/solve.h"

namespace papergraph::engine {

namespace {

// `n.p = 1 OR n.p = 2` is `n.p IN [1, 2]`, which an index can answer.
ExprPtr AsList(const ExprPtr& predicate) {
  if (predicate->kind != ExprKind::kOr) return predicate;
  ExprPtr subject;
  auto list = std::make_shared<Expr>();
  list->kind = ExprKind::kList;
  list->span = predicate->span;
  for (const ExprPtr& arg : predicate->args) {
    if (arg->kind != ExprKind::kCompare || arg->compare != ast::CompareOp::kEqual) return predicate;
    const bool turned = arg->args[1]->kind == ExprKind::kProperty && IsConstant(*arg->args[0]);
    const ExprPtr& property = arg->args[turned ? 1 : 0];
    const ExprPtr& value = arg->args[turned ? 0 : 1];
    if (property->kind != ExprKind::kProperty || !IsConstant(*value)) return predicate;
    if (subject && !Same(*subject, *property)) return predicate;
    subject = property;
    list->args.push_back(value);
  }
  ValueList values;
  for (const ExprPtr& item : list->args) {
    if (item->kind == ExprKind::kConstant) values.push_back(item->constant);
  }
  const bool known = values.size() == list->args.size();
  auto in = std::make_shared<Expr>();
  in->kind = ExprKind::kIn;
  in->span = predicate->span;
  in->args = {subject, known ? MakeConstant(Value::List(std::move(values)), predicate->span) : ExprPtr(list)};
  return in;
}

}  // namespace

// `WHERE n:A&B` says what `(n:A:B)` says: each label by itself, and known to the node.
void Normalise(Pattern& pattern, bool as_lists) {
  std::vector<ExprPtr> all;
  for (const ExprPtr& written : pattern.predicates) {
    const ExprPtr predicate = as_lists ? AsList(written) : written;
    const LabelTest& test = predicate->labels;
    const bool has_labels = predicate->kind == ExprKind::kHasLabels && predicate->args[0]->kind == ExprKind::kSlot;
    const auto is_name = [](const LabelTest& operand) { return operand.kind == ast::LabelExpr::Kind::kName; };
    std::vector<LabelTest> parts;
    if (has_labels && is_name(test)) parts.push_back(test);
    if (has_labels && test.kind == ast::LabelExpr::Kind::kAnd) parts = test.operands;
    if (parts.empty() || !std::all_of(parts.begin(), parts.end(), is_name)) {
      all.push_back(predicate);
      continue;
    }
    for (const LabelTest& part : parts) {
      all.push_back(parts.size() == 1 ? predicate : MakeHasLabels(predicate->args[0], part, predicate->span));
      for (PatternNode& node : pattern.nodes) {
        const bool known = std::find(node.labels.begin(), node.labels.end(), part.name) != node.labels.end();
        if (node.slot == predicate->args[0]->slot && !known) node.labels.push_back(part.name);
      }
    }
  }
  pattern.predicates = std::move(all);
}

}  // namespace papergraph::engine
