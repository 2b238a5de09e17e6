// CREATE, MERGE, SET, REMOVE, DELETE, FOREACH.
#include <algorithm>

#include "engine/planner/planner.h"

namespace papergraph::engine {

namespace {

void NamesOf(const ast::LabelExpr& labels, std::vector<std::string>& out) {
  if (labels.kind == ast::LabelExpr::Kind::kName && std::find(out.begin(), out.end(), labels.name) == out.end()) {
    out.push_back(labels.name);
  }
  for (const auto& operand : labels.operands) NamesOf(*operand, out);
}

}  // namespace

void Planner::AddNew(const ast::PathPattern& path, Bindings& scope, NewEntities& made) {
  std::vector<Slot> pieces(path.elements.size());
  // A variable of this very clause may be used by properties behind it, not before it.
  const auto add_node = [&](size_t i) {
    const auto& node = std::get<ast::NodePattern>(path.elements[i].value);
    const auto* binding = node.variable ? scope.Find(node.variable->text) : nullptr;
    if (binding) {
      pieces[i] = binding->slot;
      return;
    }
    ops::NewNode fresh;
    fresh.slot = {slots_.New(node.variable ? node.variable->text : "")};
    fresh.span = node.span;
    if (node.labels) NamesOf(*node.labels, fresh.labels);
    if (node.properties) fresh.properties = Bind(*node.properties, scope);
    pieces[i] = fresh.slot.slot;
    if (node.variable) scope.Add(node.variable->text, fresh.slot.slot);
    made.nodes.push_back(std::move(fresh));
  };
  for (size_t i = 0; i < path.elements.size(); i += 2) add_node(i);
  for (size_t i = 1; i < path.elements.size(); i += 2) {
    const auto& rel = std::get<ast::RelationshipPattern>(path.elements[i].value);
    ops::NewEdge fresh;
    fresh.slot = {slots_.New(rel.variable ? rel.variable->text : "")};
    fresh.span = rel.span;
    const bool backwards = rel.direction == ast::Direction::kIn;
    fresh.start = pieces[backwards ? i + 1 : i - 1];
    fresh.end = pieces[backwards ? i - 1 : i + 1];
    std::vector<std::string> types;
    if (rel.types) NamesOf(*rel.types, types);
    if (!types.empty()) fresh.type = types[0];
    if (rel.properties) fresh.properties = Bind(*rel.properties, scope);
    pieces[i] = fresh.slot.slot;
    if (rel.variable) scope.Add(rel.variable->text, fresh.slot.slot);
    made.edges.push_back(std::move(fresh));
  }
  if (!path.variable) return;
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kPath;
  expr->span = path.span;
  for (Slot piece : pieces) expr->args.push_back(MakeSlot(piece, path.span));
  made.paths.push_back({{slots_.New(path.variable->text)}, expr});
  scope.Add(path.variable->text, made.paths.back().slot.slot);
}

void Planner::PlanCreate(const ast::Create& create, Bindings& scope, Plan& plan) {
  NewEntities made;
  for (const auto& path : create.patterns) AddNew(path, scope, made);
  plan = MakePlan(ops::Create{std::move(plan), std::move(made.nodes), std::move(made.edges)});
  if (!made.paths.empty()) plan = MakePlan(ops::Project{std::move(plan), std::move(made.paths)});
}

void Planner::PlanMerge(const ast::Merge& merge, Bindings& scope, Plan& plan) {
  const Bindings before = scope;
  ops::Merge op;
  Pattern pattern = BuildPattern({&merge.pattern}, scope);
  for (Slot slot : pattern.NewSlots()) op.outs.push_back({slot});

  // What is created has the same slots as what is found.
  Bindings create_scope = before;
  NewEntities made;
  AddNew(merge.pattern, create_scope, made);
  std::map<int32_t, Slot> same;
  {
    size_t node = 0;
    for (const PatternNode& found : pattern.nodes) {
      if (!found.bound && node < made.nodes.size()) same[made.nodes[node++].slot.slot.index] = found.slot;
    }
    for (size_t i = 0; i < made.edges.size(); ++i) same[made.edges[i].slot.slot.index] = pattern.rels[i].slot;
    for (size_t i = 0; i < made.paths.size(); ++i) same[made.paths[i].slot.slot.index] = pattern.paths[i].slot.slot;
  }
  const auto map = [&](Slot slot) {
    const auto at = same.find(slot.index);
    return at == same.end() ? slot : at->second;
  };
  const auto map_expr = [&](const ExprPtr& expr) {
    return Rewrite(expr, [&](const ExprPtr& piece) -> ExprPtr {
      return piece->kind == ExprKind::kSlot && map(piece->slot) != piece->slot ? MakeSlot(map(piece->slot), piece->span)
                                                                               : nullptr;
    });
  };
  for (auto& node : made.nodes) {
    node.slot.slot = map(node.slot.slot);
    node.properties = map_expr(node.properties);
  }
  for (auto& edge : made.edges) {
    edge.slot.slot = map(edge.slot.slot);
    edge.start = map(edge.start);
    edge.end = map(edge.end);
    edge.properties = map_expr(edge.properties);
  }
  for (auto& path : made.paths) path = {{map(path.slot.slot)}, map_expr(path.expr)};

  op.match = Solve(std::move(pattern), MakePlan(ops::Argument{}));
  op.nodes = std::move(made.nodes);
  op.edges = std::move(made.edges);
  op.after_create = std::move(made.paths);
  op.on_create = BindSetItems(merge.on_create, scope);
  op.on_match = BindSetItems(merge.on_match, scope);
  op.input = std::move(plan);
  plan = MakePlan(std::move(op));
}

std::vector<ops::SetItem> Planner::BindSetItems(const std::vector<ast::SetItem>& items, const Bindings& scope) {
  std::vector<ops::SetItem> bound;
  const auto variable = [&](const ast::Name& name) {
    const auto* binding = scope.Find(name.text);
    return MakeSlot(binding ? binding->slot : Slot{}, name.span);
  };
  for (const ast::SetItem& item : items) {
    ops::SetItem op;
    op.span = item.span;
    if (const auto* property = std::get_if<ast::SetProperty>(&item.value)) {
      if (const auto* target = std::get_if<ast::Property>(&property->target->value)) {
        op.target = Bind(*target->object, scope);
        op.key = MakeConstant(Value::String(target->key.text), target->key.span);
      } else if (const auto* subscript = std::get_if<ast::Subscript>(&property->target->value)) {
        op.target = Bind(*subscript->object, scope);
        op.key = Bind(*subscript->index, scope);
      }
      op.value = Bind(*property->value, scope);
    } else if (const auto* all = std::get_if<ast::SetAll>(&item.value)) {
      op.kind = all->add ? ops::SetItem::Kind::kAdd : ops::SetItem::Kind::kReplace;
      op.target = variable(all->variable);
      op.value = Bind(*all->value, scope);
    } else {
      const auto& labels = std::get<ast::SetLabels>(item.value);
      op.kind = ops::SetItem::Kind::kLabels;
      op.target = variable(labels.variable);
      for (const ast::Name& name : labels.labels) op.labels.push_back(name.text);
    }
    bound.push_back(std::move(op));
  }
  return bound;
}

void Planner::PlanSet(const std::vector<ast::SetItem>& items, const Bindings& scope, Plan& plan) {
  plan = MakePlan(ops::Set{std::move(plan), BindSetItems(items, scope)});
}

void Planner::PlanRemove(const ast::Remove& remove, const Bindings& scope, Plan& plan) {
  std::vector<ops::SetItem> items;
  for (const ast::RemoveItem& item : remove.items) {
    ops::SetItem op;
    op.span = item.span;
    if (const auto* property = std::get_if<ast::RemoveProperty>(&item.value)) {
      if (const auto* target = std::get_if<ast::Property>(&property->target->value)) {
        op.target = Bind(*target->object, scope);
        op.key = MakeConstant(Value::String(target->key.text), target->key.span);
      } else if (const auto* subscript = std::get_if<ast::Subscript>(&property->target->value)) {
        op.target = Bind(*subscript->object, scope);
        op.key = Bind(*subscript->index, scope);
      }
    } else {
      const auto& labels = std::get<ast::SetLabels>(item.value);
      op.kind = ops::SetItem::Kind::kRemoveLabels;
      const auto* binding = scope.Find(labels.variable.text);
      op.target = MakeSlot(binding ? binding->slot : Slot{}, labels.variable.span);
      for (const ast::Name& name : labels.labels) op.labels.push_back(name.text);
    }
    items.push_back(std::move(op));
  }
  plan = MakePlan(ops::Set{std::move(plan), std::move(items)});
}

void Planner::PlanDelete(const ast::Delete& del, const Bindings& scope, Plan& plan) {
  plan = MakePlan(ops::Delete{std::move(plan), BindAll(del.targets, scope), del.detach});
}

void Planner::PlanForeach(const ast::Foreach& foreach, const Bindings& scope, Plan& plan) {
  ops::Foreach op;
  op.list = Bind(*foreach.list, scope);
  op.element = {slots_.New(foreach.variable.text)};
  Result inner;
  inner.plan = MakePlan(ops::Argument{});
  Bindings inside = scope;
  inside.Add(foreach.variable.text, op.element.slot);
  for (size_t i = 0; i < foreach.updates.size(); ++i) {
    if (i > 0) inner.plan = MakePlan(ops::Eager{std::move(inner.plan)});
    PlanClause(foreach.updates[i], inside, inner);
  }
  op.inner = std::move(inner.plan);
  op.input = std::move(plan);
  plan = MakePlan(std::move(op));
}

}  // namespace papergraph::engine
