// Clauses that change the graph.
#include <fmt/format.h>

#include "engine/semantic/checker.h"

namespace papergraph::engine {
namespace {

void RequireEntityType(const Type& type, const ast::Name& name, bool node_only) {
  if (IsUnknown(type) || type.kind == Type::Kind::kNode || (!node_only && type.kind == Type::Kind::kRelationship))
    return;
  Reject("InvalidArgumentType", name.span,
         fmt::format("`{}` is {}; {} is needed here", name.text, Describe(type),
                     node_only ? "a node" : "a node or a relationship"));
}

}  // namespace

void Checker::CheckCreate(const ast::Create& create, Scope& scope) {
  for (const ast::PathPattern& pattern : create.patterns) CheckWritten(pattern, scope, false);
}

void Checker::CheckMerge(const ast::Merge& merge, Scope& scope) {
  CheckWritten(merge.pattern, scope, true);
  CheckSetItems(merge.on_match, scope);
  CheckSetItems(merge.on_create, scope);
}

void Checker::CheckSetItems(const std::vector<ast::SetItem>& items, const Scope& scope) {
  for (const ast::SetItem& item : items) {
    if (const auto* property = std::get_if<ast::SetProperty>(&item.value)) {
      CheckExpr(*property->target, scope);
      CheckExpr(*property->value, scope);
    } else if (const auto* all = std::get_if<ast::SetAll>(&item.value)) {
      RequireEntityType(VariableType(all->variable.text, all->variable.span, scope), all->variable, false);
      const Type value = CheckExpr(*all->value, scope);
      if (!Fits(value, Type::Of(Type::Kind::kMap))) {
        Reject("InvalidArgumentType", all->value->span,
               fmt::format("a map, a node or a relationship is needed here, not {}", Describe(value)));
      }
    } else {
      const auto& labels = std::get<ast::SetLabels>(item.value);
      RequireEntityType(VariableType(labels.variable.text, labels.variable.span, scope), labels.variable, true);
    }
  }
}

void Checker::CheckRemove(const ast::Remove& remove, const Scope& scope) {
  for (const ast::RemoveItem& item : remove.items) {
    if (const auto* property = std::get_if<ast::RemoveProperty>(&item.value)) {
      CheckExpr(*property->target, scope);
    } else {
      const auto& labels = std::get<ast::SetLabels>(item.value);
      RequireEntityType(VariableType(labels.variable.text, labels.variable.span, scope), labels.variable, true);
    }
  }
}

void Checker::CheckDelete(const ast::Delete& clause, const Scope& scope) {
  for (const ast::ExprPtr& target : clause.targets) {
    if (std::holds_alternative<ast::HasLabels>(target->value)) {
      Reject("InvalidDelete", target->span, "DELETE takes away whole nodes and relationships; use REMOVE for a label");
    }
    const Type type = CheckExpr(*target, scope);
    if (IsUnknown(type) || IsEntity(type) || type.kind == Type::Kind::kPath) continue;
    Reject("InvalidArgumentType", target->span,
           fmt::format("DELETE takes nodes, relationships and paths, not {}", Describe(type)));
  }
}

void Checker::CheckForeach(const ast::Foreach& clause, const Scope& scope) {
  const Type list = CheckExpr(*clause.list, scope);
  if (!IsUnknown(list) && list.kind != Type::Kind::kList) {
    Reject("InvalidArgumentType", clause.list->span,
           fmt::format("FOREACH goes through a list, not {}", Describe(list)));
  }
  if (scope.Has(clause.variable.text)) {
    Reject("VariableAlreadyBound", clause.variable.span,
           fmt::format("`{}` is there already; choose another name", clause.variable.text));
  }
  Scope inner = scope;
  inner.Set(clause.variable.text, ElementOf(list));
  for (const ast::Clause& update : clause.updates) {
    const bool is_update =
        std::holds_alternative<ast::Create>(update.value) || std::holds_alternative<ast::Set>(update.value) ||
        std::holds_alternative<ast::Remove>(update.value) || std::holds_alternative<ast::Merge>(update.value) ||
        std::holds_alternative<ast::Delete>(update.value) || std::holds_alternative<ast::Foreach>(update.value);
    if (!is_update) {
      Reject("InvalidClauseComposition", update.span,
             "FOREACH holds only clauses that change the graph: CREATE, MERGE, SET, REMOVE, DELETE, FOREACH");
    }
    CheckClause(update, inner, Scope(), false);
  }
}

}  // namespace papergraph::engine
