// Patterns of the syntax -> a graph of what is looked for.
#include <algorithm>

#include "engine/functions/function.h"
#include "engine/planner/planner.h"
#include "grammar/error.h"

namespace papergraph::engine {

std::vector<Slot> Pattern::NewSlots() const {
  std::vector<Slot> slots;
  for (const PatternNode& node : nodes) {
    if (!node.bound) slots.push_back(node.slot);
  }
  for (const PatternRel& rel : rels) {
    if (!rel.bound) slots.push_back(rel.slot);
    if (rel.path.valid()) slots.push_back(rel.path);
    for (Out list : rel.lists) slots.push_back(list.slot);
  }
  for (const Assign& path : paths) slots.push_back(path.slot.slot);
  return slots;
}

namespace {

void ConjunctNames(const ast::LabelExpr& labels, std::vector<std::string>& out) {
  if (labels.kind == ast::LabelExpr::Kind::kName) out.push_back(labels.name);
  if (labels.kind == ast::LabelExpr::Kind::kAnd) {
    for (const auto& operand : labels.operands) ConjunctNames(*operand, out);
  }
}

// `:A|B`, the form that relationships have nearly always. False: something with `!`, `&` or `%`.
bool DisjunctNames(const ast::LabelExpr& labels, std::vector<std::string>& out) {
  if (labels.kind == ast::LabelExpr::Kind::kName) {
    out.push_back(labels.name);
    return true;
  }
  if (labels.kind != ast::LabelExpr::Kind::kOr) return false;
  for (const auto& operand : labels.operands) {
    if (!DisjunctNames(*operand, out)) return false;
  }
  return true;
}

// Each label a predicate of its own, so that a scan or an index can take its part over.
void AddLabelTests(const LabelTest& test, const ExprPtr& object, Span span, std::vector<ExprPtr>& out) {
  if (test.kind == ast::LabelExpr::Kind::kAnd) {
    for (const LabelTest& operand : test.operands) AddLabelTests(operand, object, span, out);
    return;
  }
  out.push_back(MakeHasLabels(object, test, span));
}

Flow FlowOf(ast::Direction direction) {
  switch (direction) {
    case ast::Direction::kOut:
      return Flow::kOut;
    case ast::Direction::kIn:
      return Flow::kIn;
    case ast::Direction::kBoth:
      return Flow::kBoth;
  }
  return Flow::kBoth;
}

ExprPtr Conjunction(std::vector<ExprPtr> parts) {
  if (parts.empty()) return nullptr;
  if (parts.size() == 1) return parts[0];
  auto both = std::make_shared<Expr>();
  both->kind = ExprKind::kAnd;
  both->span = parts[0]->span;
  both->args = std::move(parts);
  return both;
}

}  // namespace

void Planner::AddProperties(const ast::Expr& properties, const ExprPtr& object, const Bindings& scope,
                            std::vector<ExprPtr>& out) {
  if (const auto* map = std::get_if<ast::MapLiteral>(&properties.value)) {
    for (const ast::MapEntry& entry : map->entries) {
      out.push_back(MakeCompare(ast::CompareOp::kEqual, MakeProperty(object, entry.key.text, entry.key.span),
                                Bind(*entry.value, scope), entry.value->span));
    }
    return;
  }
  // A parameter: what it holds is known now, for the plan of this text is made anew when parameters are used like this.
  if (const auto* parameter = std::get_if<ast::Parameter>(&properties.value)) {
    const Value* value = context_.parameters && context_.parameters->kind() == ValueKind::kMap
                             ? context_.parameters->Find(parameter->name)
                             : nullptr;
    if (!value || value->kind() != ValueKind::kMap) return;
    for (const auto& [key, item] : value->as_map()) {
      const ExprPtr map = Bind(properties, scope);
      out.push_back(MakeCompare(ast::CompareOp::kEqual, MakeProperty(object, key, properties.span),
                                MakeProperty(map, key, properties.span), properties.span));
    }
  }
}

size_t Planner::AddNode(const ast::NodePattern& node, Bindings& scope, Pattern& pattern, NodesByName& nodes) {
  size_t index = pattern.nodes.size();
  bool known = false;
  if (node.variable) {
    const auto [at, is_new] = nodes.emplace(node.variable->text, index);
    known = !is_new;
    index = at->second;
  }
  if (!known) {
    PatternNode made;
    const auto* binding = node.variable ? scope.Find(node.variable->text) : nullptr;
    if (binding) {
      made.slot = binding->slot;
      made.bound = true;
    } else {
      made.slot = slots_.New(node.variable ? node.variable->text : "");
      if (node.variable) scope.Add(node.variable->text, made.slot);
    }
    pattern.nodes.push_back(std::move(made));
  }
  PatternNode& made = pattern.nodes[index];
  const ExprPtr object = MakeSlot(made.slot, node.span);
  if (node.labels) {
    ConjunctNames(*node.labels, made.labels);
    AddLabelTests(BindLabels(*node.labels), object, node.labels->span, pattern.predicates);
  }
  if (node.properties || node.where) {
    pattern.pending.push_back([this, &node, &scope, object](Pattern& target) {
      if (node.properties) AddProperties(*node.properties, object, scope, target.predicates);
      if (node.where) SplitAnd(Bind(*node.where, scope), target.predicates);
    });
  }
  return index;
}

Slot Planner::AddRel(const ast::RelationshipPattern& rel, size_t from, size_t to, ast::PathPattern::Selector selector,
                     Bindings& scope, Pattern& pattern) {
  PatternRel made;
  made.from = from;
  made.to = to;
  made.flow = FlowOf(rel.direction);
  const auto* binding = rel.variable ? scope.Find(rel.variable->text) : nullptr;
  if (binding) {
    made.slot = binding->slot;
    made.bound = true;
  } else {
    made.slot = slots_.New(rel.variable ? rel.variable->text : "");
    if (rel.variable) scope.Add(rel.variable->text, made.slot);
  }
  if (rel.length) {
    made.kind = PatternRel::Kind::kVariable;
    made.min = rel.length->min.value_or(1);
    made.max = rel.length->max.value_or(kUnbounded);
  } else if (rel.quantifier) {
    made.kind = PatternRel::Kind::kVariable;
    made.min = rel.quantifier->min.value_or(0);
    made.max = rel.quantifier->max.value_or(kUnbounded);
  } else if (selector != ast::PathPattern::Selector::kAll) {
    made.min = made.max = 1;
  }
  if (selector != ast::PathPattern::Selector::kAll) {
    made.kind = PatternRel::Kind::kShortest;
    made.all_shortest = selector == ast::PathPattern::Selector::kAllShortest;
    made.path = slots_.New("path");
  }
  const bool single = made.kind == PatternRel::Kind::kSingle;
  ExprPtr object;
  if (single) {
    object = MakeSlot(made.slot, rel.span);
  } else {
    auto edge = std::make_shared<Expr>();
    edge->kind = ExprKind::kLocal;
    edge->slot = made.condition.edge = slots_.New("relationship");
    edge->span = rel.span;
    object = edge;
  }
  std::vector<ExprPtr> tests;
  if (rel.types) {
    made.types.any = false;
    if (!DisjunctNames(*rel.types, made.types.names)) {
      made.types = {};
      tests.push_back(MakeHasLabels(object, BindLabels(*rel.types), rel.types->span));
    }
  }
  const size_t index = pattern.rels.size();
  const Slot slot = made.slot;
  pattern.rels.push_back(std::move(made));
  if (rel.properties || rel.where || !tests.empty()) {
    pattern.pending.push_back([this, &rel, &scope, object, index, single, tests](Pattern& target) {
      std::vector<ExprPtr> all = tests;
      if (rel.properties) AddProperties(*rel.properties, object, scope, all);
      if (rel.where) {
        Bindings inner = scope;
        if (!single && rel.variable) inner.Add(rel.variable->text, object->slot, true);
        SplitAnd(Bind(*rel.where, inner), all);
      }
      if (single) {
        target.predicates.insert(target.predicates.end(), all.begin(), all.end());
      } else {
        target.rels[index].condition.predicate = Conjunction(std::move(all));
      }
    });
  }
  return slot;
}

Slot Planner::AddRepeat(const ast::QuantifiedPath& repeat, size_t from, size_t to, Bindings& scope, Pattern& pattern) {
  PatternRel made;
  made.kind = PatternRel::Kind::kRepeat;
  made.from = from;
  made.to = to;
  made.min = repeat.quantifier.min.value_or(0);
  made.max = repeat.quantifier.max.value_or(kUnbounded);
  made.slot = slots_.New("relationships");

  Bindings inside = scope;
  Pattern inner;
  NodesByName nodes;
  const auto pieces = AddElements(repeat.elements, ast::PathPattern::Selector::kAll, inside, inner, nodes);
  if (repeat.variable) NamePath(*repeat.variable, repeat.span, pieces, inside, inner);
  if (repeat.where) {
    inner.pending.push_back(
        [this, &repeat, &inside](Pattern& target) { SplitAnd(Bind(*repeat.where, inside), target.predicates); });
  }
  FinishPattern(inner);
  made.inner_from = pieces.front();
  made.inner_to = pieces.back();
  for (PatternNode& node : inner.nodes) {
    if (node.slot == made.inner_from) node.bound = true;
  }
  for (const PatternRel& rel : inner.rels) made.inner_rels.push_back(rel.slot);
  for (const auto& binding : inside.bindings()) {
    if (scope.Find(binding.name)) continue;
    made.inner_values.push_back(binding.slot);
    made.lists.push_back({slots_.New(binding.name)});
    scope.Add(binding.name, made.lists.back().slot);
  }
  made.inner = Solve(std::move(inner), MakePlan(ops::Argument{}));
  const Slot slot = made.slot;
  pattern.rels.push_back(std::move(made));
  return slot;
}

std::vector<Slot> Planner::AddElements(const std::vector<ast::PathElement>& elements,
                                       ast::PathPattern::Selector selector, Bindings& scope, Pattern& pattern,
                                       NodesByName& nodes) {
  std::vector<Slot> pieces;
  // Nodes first: a relationship needs both of its ends.
  std::vector<size_t> at(elements.size());
  for (size_t i = 0; i < elements.size(); i += 2) {
    at[i] = AddNode(std::get<ast::NodePattern>(elements[i].value), scope, pattern, nodes);
  }
  for (size_t i = 0; i < elements.size(); ++i) {
    if (i % 2 == 0) {
      pieces.push_back(pattern.nodes[at[i]].slot);
    } else if (const auto* rel = std::get_if<ast::RelationshipPattern>(&elements[i].value)) {
      pieces.push_back(AddRel(*rel, at[i - 1], at[i + 1], selector, scope, pattern));
    } else {
      const auto& repeat = std::get<ast::QuantifiedPath>(elements[i].value);
      pieces.push_back(AddRepeat(repeat, at[i - 1], at[i + 1], scope, pattern));
    }
  }
  return pieces;
}

namespace {

// SHORTEST 1 over one relationship pattern is what shortestPath() finds by a search from both ends. (Conditions on the
// nodes may ask for the relationships: these must be met before the choice.)
ast::PathPattern::Selector SearchFor(const ast::PathPattern& path) {
  using Selector = ast::PathPattern::Selector;
  const auto* number = path.count ? std::get_if<ast::IntLiteral>(&path.count->value) : nullptr;
  if (!number || number->value != 1 || path.where || path.elements.size() != 3) return Selector::kAll;
  const auto* rel = std::get_if<ast::RelationshipPattern>(&path.elements[1].value);
  if (!rel || (!rel->length && !rel->quantifier)) return Selector::kAll;
  const uint64_t min = rel->length ? rel->length->min.value_or(1) : rel->quantifier->min.value_or(0);
  const bool tests_nodes = std::get<ast::NodePattern>(path.elements[0].value).where ||
                           std::get<ast::NodePattern>(path.elements[2].value).where;
  if (min > 1 || tests_nodes) return Selector::kAll;
  return path.selector == Selector::kShortestGroups ? Selector::kAllShortest : Selector::kShortest;
}

}  // namespace

void Planner::AddPath(const ast::PathPattern& path, Bindings& scope, Pattern& pattern, NodesByName& nodes) {
  const auto selector = path.count ? SearchFor(path) : path.selector;
  const std::vector<Slot> pieces = AddElements(path.elements, selector, scope, pattern, nodes);
  if (!path.variable) return;
  if (selector != ast::PathPattern::Selector::kAll) {
    scope.Add(path.variable->text, pattern.rels.back().path);
    return;
  }
  NamePath(*path.variable, path.span, pieces, scope, pattern);
}

namespace {

ExprPtr PathOf(const std::vector<Slot>& pieces, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kPath;
  expr->span = span;
  for (Slot piece : pieces) expr->args.push_back(MakeSlot(piece, span));
  return expr;
}

}  // namespace

void Planner::NamePath(const ast::Name& name, Span span, const std::vector<Slot>& pieces, Bindings& scope,
                       Pattern& pattern) {
  const Slot slot = slots_.New(name.text);
  pattern.paths.push_back({{slot}, PathOf(pieces, span)});
  scope.Add(name.text, slot);
}

void Planner::FinishPattern(Pattern& pattern) {
  const auto pending = std::move(pattern.pending);
  pattern.pending.clear();
  for (const auto& bind : pending) bind(pattern);
}

Pattern Planner::BuildPattern(const std::vector<const ast::PathPattern*>& paths, Bindings& scope) {
  Pattern pattern;
  NodesByName nodes;
  for (const auto* path : paths) AddPath(*path, scope, pattern, nodes);
  // A node that the row has already, and that nothing walks from: null matches no pattern, not even `(n)`.
  for (size_t i = 0; i < pattern.nodes.size(); ++i) {
    const bool walked = std::any_of(pattern.rels.begin(), pattern.rels.end(),
                                    [i](const PatternRel& rel) { return rel.from == i || rel.to == i; });
    if (!pattern.nodes[i].bound || walked) continue;
    auto there = std::make_shared<Expr>();
    there->kind = ExprKind::kIsNotNull;
    there->args = {MakeSlot(pattern.nodes[i].slot)};
    pattern.predicates.push_back(std::move(there));
  }
  FinishPattern(pattern);
  return pattern;
}

void Planner::AddHints(const ast::Match& match, const Bindings& scope, Pattern& pattern) {
  for (const ast::Hint& hint : match.hints) {
    for (const ast::Name& name : hint.variables) {
      const Slot slot = scope.Find(name.text)->slot;
      const auto at = std::find_if(pattern.nodes.begin(), pattern.nodes.end(),
                                   [&](const PatternNode& node) { return node.slot == slot; });
      if (at == pattern.nodes.end() || (at->hint && hint.kind != ast::Hint::Kind::kJoin)) {
        throw QueryError(ErrorType::kSyntaxError, "HintNotPossible", name.span,
                         at == pattern.nodes.end()
                             ? "`" + name.text + "` is no node of this MATCH; hints are about its nodes"
                             : "`" + name.text + "` has a hint already; keep one of them");
      }
      if (hint.kind != ast::Hint::Kind::kJoin) at->hint = &hint;
    }
    if (hint.kind == ast::Hint::Kind::kJoin) pattern.joins.push_back(&hint);
  }
}

// The paths between each two ends are chosen for each row by itself, and before WHERE.
void Planner::PlanSelectedPaths(const ast::Match& match, Bindings& scope, Plan& plan) {
  const ast::PathPattern& path = match.patterns[0];
  Pattern pattern;
  NodesByName nodes;
  const auto pieces = AddElements(path.elements, ast::PathPattern::Selector::kAll, scope, pattern, nodes);
  if (path.variable) NamePath(*path.variable, path.span, pieces, scope, pattern);
  FinishPattern(pattern);
  if (path.where) SplitAnd(Bind(*path.where, scope), pattern.predicates);
  AddHints(match, scope, pattern);
  ops::Apply apply;
  for (Slot slot : pattern.NewSlots()) apply.outs.push_back({slot});
  auto length = std::make_shared<Expr>();
  length->kind = ExprKind::kCall;
  length->span = path.span;
  length->function = FindFunction("length");
  length->args = {PathOf(pieces, path.span)};
  ops::SelectPaths select;
  select.from = pieces.front();
  select.to = pieces.back();
  select.length = length;
  select.count = Bind(*path.count, scope);
  select.groups = path.selector == ast::PathPattern::Selector::kShortestGroups;
  select.input = Solve(std::move(pattern), MakePlan(ops::Argument{}));
  apply.inner = MakePlan(std::move(select));
  if (match.where) {
    std::vector<ExprPtr> predicates;
    SplitAnd(Bind(*match.where, scope), predicates);
    apply.inner = AddFilter(std::move(apply.inner), std::move(predicates));
  }
  if (!match.optional && std::holds_alternative<ops::Argument>(plan->op)) {
    plan = std::move(apply.inner);  // one row: what is chosen for each row is chosen for it
    return;
  }
  apply.optional = match.optional;
  apply.input = std::move(plan);
  plan = MakePlan(std::move(apply));
}

void Planner::PlanMatch(const ast::Match& match, Bindings& scope, Plan& plan) {
  if (match.patterns[0].count && SearchFor(match.patterns[0]) == ast::PathPattern::Selector::kAll) {
    PlanSelectedPaths(match, scope, plan);
    return;
  }
  std::vector<const ast::PathPattern*> paths;
  for (const auto& path : match.patterns) paths.push_back(&path);
  Pattern pattern = BuildPattern(paths, scope);
  if (match.where) SplitAnd(Bind(*match.where, scope), pattern.predicates);
  AddHints(match, scope, pattern);
  if (!match.optional) {
    plan = Solve(std::move(pattern), std::move(plan));
    return;
  }
  ops::Apply apply;
  for (Slot slot : pattern.NewSlots()) apply.outs.push_back({slot});
  apply.optional = true;
  apply.input = std::move(plan);
  apply.inner = Solve(std::move(pattern), MakePlan(ops::Argument{}));
  plan = MakePlan(std::move(apply));
}

Plan AddFilter(Plan plan, std::vector<ExprPtr> predicates) {
  if (predicates.empty()) return plan;
  return MakePlan(ops::Filter{std::move(plan), std::move(predicates)});
}

}  // namespace papergraph::engine
