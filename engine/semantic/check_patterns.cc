// Patterns: what they bind, what they use.
#include <fmt/format.h>

#include <algorithm>

#include "engine/semantic/checker.h"

namespace papergraph::engine {
namespace {

void RequireType(const Variable* variable, Type::Kind wanted, const ast::Name& name) {
  if (!variable || IsUnknown(variable->type) || variable->type.kind == wanted) return;
  Reject("VariableTypeConflict", name.span,
         fmt::format("`{}` is {} already and cannot be {}; choose another name", name.text, Describe(variable->type),
                     Describe(Type::Of(wanted))));
}

void Declare(Scope& scope, const ast::Name& name, Type::Kind kind) {
  const Variable* known = scope.Find(name.text);
  RequireType(known, kind, name);
  if (!known || known->type.kind == Type::Kind::kAny) scope.Set(name.text, Type::Of(kind));
}

const ast::NodePattern* AsNode(const ast::PathElement& element) {
  return std::get_if<ast::NodePattern>(&element.value);
}
const ast::RelationshipPattern* AsEdge(const ast::PathElement& element) {
  return std::get_if<ast::RelationshipPattern>(&element.value);
}

void RejectBound(const ast::Name& name) {
  Reject("VariableAlreadyBound", name.span, fmt::format("`{}` is bound already; choose another name", name.text));
}

// shortestPath((a)-[*]-(b)): two nodes and one relationship between them.
void CheckShortest(const ast::PathPattern& pattern) {
  if (pattern.selector != ast::PathPattern::Selector::kShortest &&
      pattern.selector != ast::PathPattern::Selector::kAllShortest) {
    return;
  }
  if (pattern.elements.size() == 3 && AsEdge(pattern.elements[1])) return;
  Reject("UnexpectedSyntax", pattern.span,
         "a shortest path goes over one relationship pattern: `shortestPath((a)-[:TYPE*]-(b))`");
}

// What a quantified path declares, other paths cannot have: each repetition has its own.
void RejectOuterNames(const ast::QuantifiedPath& quantified, const Scope& outer) {
  for (const ast::PathElement& part : quantified.elements) {
    const std::optional<ast::Name>* name = nullptr;
    if (const auto* node = AsNode(part))
      name = &node->variable;
    else if (const auto* edge = AsEdge(part))
      name = &edge->variable;
    if (name && *name && outer.Has((*name)->text)) RejectBound(**name);
  }
}

// Types that may be written: one name, no alternatives.
bool IsSingleType(const ast::LabelExpr* types) { return types && types->kind == ast::LabelExpr::Kind::kName; }

// Labels that may be written: names, joined by `:` or `&`.
bool IsPlainLabels(const ast::LabelExpr& labels) {
  if (labels.kind == ast::LabelExpr::Kind::kName) return true;
  return labels.kind == ast::LabelExpr::Kind::kAnd &&
         std::all_of(labels.operands.begin(), labels.operands.end(),
                     [](const auto& operand) { return IsPlainLabels(*operand); });
}

}  // namespace

void Checker::CheckPatternProperties(const ast::Expr* properties, const Scope& scope) {
  if (!properties) return;
  if (std::holds_alternative<ast::Parameter>(properties->value)) {
    Reject("InvalidParameterUse", properties->span,
           "a parameter cannot stand for all properties of a pattern; name them: {key: $parameter.key}");
  }
  CheckExpr(*properties, scope);
}

void Checker::BindElement(const ast::PathElement& element, Scope& scope, std::vector<std::string>& relationships) {
  if (const auto* node = AsNode(element)) {
    if (node->variable) Declare(scope, *node->variable, Type::Kind::kNode);
    return;
  }
  if (const auto* edge = AsEdge(element)) {
    if (!edge->variable) return;
    const bool is_list = edge->length || edge->quantifier;
    if (std::find(relationships.begin(), relationships.end(), edge->variable->text) != relationships.end()) {
      const Variable* known = scope.Find(edge->variable->text);
      RequireType(known, is_list ? Type::Kind::kList : Type::Kind::kRelationship, *edge->variable);
      Reject(
          "RelationshipUniquenessViolation", edge->variable->span,
          fmt::format("`{}` stands for two relationships of one MATCH, which are never the same; choose another name",
                      edge->variable->text));
    }
    relationships.push_back(edge->variable->text);
    Declare(scope, *edge->variable, is_list ? Type::Kind::kList : Type::Kind::kRelationship);
    if (is_list) scope.Set(edge->variable->text, Type::ListOf(Type::Of(Type::Kind::kRelationship)));
    return;
  }
  // What is bound within a quantified path is a list outside of it.
  const auto& quantified = std::get<ast::QuantifiedPath>(element.value);
  RejectOuterNames(quantified, scope);
  Scope inner = scope;
  std::vector<std::string> inner_relationships;
  for (const ast::PathElement& part : quantified.elements) BindElement(part, inner, inner_relationships);
  for (const ast::PathElement& part : quantified.elements) CheckElementExpressions(part, inner);
  if (quantified.variable) {
    if (inner.Has(quantified.variable->text)) RejectBound(*quantified.variable);
    inner.Set(quantified.variable->text, Type::Of(Type::Kind::kPath));
  }
  if (quantified.where) CheckPredicate(*quantified.where, inner);
  for (const Variable& variable : inner.variables()) {
    if (scope.Has(variable.name)) continue;
    scope.Set(variable.name, Type::ListOf(variable.type));
  }
}

void Checker::CheckElementExpressions(const ast::PathElement& element, const Scope& scope) {
  if (const auto* node = AsNode(element)) {
    CheckPatternProperties(node->properties.get(), scope);
    if (node->where) CheckPredicate(*node->where, scope);
  } else if (const auto* edge = AsEdge(element)) {
    CheckPatternProperties(edge->properties.get(), scope);
    // Within the brackets the variable is one relationship, whatever it is outside.
    if (edge->where && edge->variable) {
      Scope inner = scope;
      inner.Set(edge->variable->text, Type::Of(Type::Kind::kRelationship));
      CheckPredicate(*edge->where, inner);
    } else if (edge->where) {
      CheckPredicate(*edge->where, scope);
    }
  }
}

void Checker::CheckPatternExpressions(const ast::PathPattern& pattern, const Scope& scope) {
  for (const ast::PathElement& element : pattern.elements) CheckElementExpressions(element, scope);
}

void Checker::CheckPath(const ast::PathPattern& pattern, Scope& scope, std::vector<std::string>& relationships) {
  CheckShortest(pattern);
  for (const ast::PathElement& element : pattern.elements) BindElement(element, scope, relationships);
  if (!pattern.variable) return;
  if (scope.Has(pattern.variable->text)) RejectBound(*pattern.variable);
  scope.Set(pattern.variable->text, Type::Of(Type::Kind::kPath));
}

void Checker::BindMatch(const std::vector<ast::PathPattern>& patterns, Scope& scope) {
  std::vector<std::string> relationships;
  for (const ast::PathPattern& pattern : patterns) CheckPath(pattern, scope, relationships);
  for (const ast::PathPattern& pattern : patterns) {
    CheckPatternExpressions(pattern, scope);
    if (!pattern.count) continue;
    CheckCount(*pattern.count, "SHORTEST");
    if (pattern.where) CheckPredicate(*pattern.where, scope);
    if (patterns.size() > 1) {
      Reject(
          "UnexpectedSyntax", pattern.span,
          "a path with SHORTEST or ANY is alone in its MATCH; put the other patterns into a MATCH before or after it");
    }
  }
}

void Checker::BindPattern(const ast::PathPattern& pattern, Scope& scope) {
  std::vector<std::string> relationships;
  CheckPath(pattern, scope, relationships);
  CheckPatternExpressions(pattern, scope);
}

void Checker::CheckBound(const ast::PathPattern& pattern, const Scope& scope) {
  CheckShortest(pattern);
  for (const ast::PathElement& element : pattern.elements) {
    const std::optional<ast::Name>* name = nullptr;
    if (const auto* node = AsNode(element))
      name = &node->variable;
    else if (const auto* edge = AsEdge(element))
      name = &edge->variable;
    if (!name || !*name) continue;
    const Type type = VariableType((*name)->text, (*name)->span, scope);
    const Variable known{(*name)->text, type};
    const auto* edge = AsEdge(element);
    RequireType(&known,
                !edge                              ? Type::Kind::kNode
                : edge->length || edge->quantifier ? Type::Kind::kList
                                                   : Type::Kind::kRelationship,
                **name);
  }
  CheckPatternExpressions(pattern, scope);
}

void Checker::CheckWritten(const ast::PathPattern& pattern, Scope& scope, bool is_merge) {
  const std::string_view clause = is_merge ? "MERGE" : "CREATE";
  const bool is_single = pattern.elements.size() == 1;
  if (pattern.selector != ast::PathPattern::Selector::kAll) {
    Reject("UnexpectedSyntax", pattern.span, fmt::format("{} cannot write a shortest path", clause));
  }
  for (const ast::PathElement& element : pattern.elements) {
    if (const auto* node = AsNode(element)) {
      if (node->where) Reject("UnexpectedSyntax", node->where->span, fmt::format("{} cannot have WHERE", clause));
      if (node->labels && !IsPlainLabels(*node->labels)) {
        Reject("UnexpectedSyntax", node->labels->span, fmt::format("{} needs plain labels: `:A:B`", clause));
      }
      if (is_merge)
        CheckPatternProperties(node->properties.get(), scope);
      else if (node->properties)
        CheckExpr(*node->properties, scope);
      if (!node->variable) continue;
      const Variable* known = scope.Find(node->variable->text);
      RequireType(known, Type::Kind::kNode, *node->variable);
      // A bound node may be an end of what is written, as it is: nothing can be said of it again.
      if (known && (is_single || node->labels || node->properties)) RejectBound(*node->variable);
      if (!known) scope.Set(node->variable->text, Type::Of(Type::Kind::kNode));
    } else if (const auto* edge = AsEdge(element)) {
      if (edge->length || edge->quantifier) {
        Reject("CreatingVarLength", edge->span,
               fmt::format("{} writes single relationships; leave the length out", clause));
      }
      if (edge->variable && scope.Has(edge->variable->text)) RejectBound(*edge->variable);
      if (!IsSingleType(edge->types.get())) {
        Reject("NoSingleRelationshipType", edge->span,
               fmt::format("{} needs exactly one type for a relationship: `-[:TYPE]->`", clause));
      }
      if (!is_merge && edge->direction == ast::Direction::kBoth) {
        Reject("RequiresDirectedRelationship", edge->span, "CREATE needs a direction for a relationship: `-[:TYPE]->`");
      }
      if (edge->where) Reject("UnexpectedSyntax", edge->where->span, fmt::format("{} cannot have WHERE", clause));
      if (is_merge)
        CheckPatternProperties(edge->properties.get(), scope);
      else if (edge->properties)
        CheckExpr(*edge->properties, scope);
      if (edge->variable) scope.Set(edge->variable->text, Type::Of(Type::Kind::kRelationship));
    } else {
      Reject("CreatingVarLength", pattern.span, fmt::format("{} cannot write a quantified path", clause));
    }
  }
  if (!pattern.variable) return;
  if (scope.Has(pattern.variable->text)) RejectBound(*pattern.variable);
  scope.Set(pattern.variable->text, Type::Of(Type::Kind::kPath));
}

}  // namespace papergraph::engine
