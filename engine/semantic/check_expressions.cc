#include <fmt/format.h>

#include "engine/functions/function.h"
#include "engine/semantic/checker.h"
#include "engine/semantic/operator_types.h"
#include "grammar/overloaded.h"

namespace papergraph::engine {
namespace {

// An aggregate within a comprehension would be one over its elements, which there is none of.
Aggregation Within(Aggregation aggregation) {
  return aggregation == Aggregation::kInside ? aggregation : Aggregation::kForbidden;
}

// Functions that say at run time, as the standard wants it, that an argument is of the wrong type.
bool IsCheckedAtRunTime(std::string_view name) {
  constexpr std::string_view kNames[] = {"range",         "date",     "time",     "localtime",
                                         "localdatetime", "datetime", "duration", "exists"};
  for (std::string_view known : kNames) {
    if (name == known) return true;
  }
  return name.starts_with("to") || name.find('.') != std::string_view::npos;
}

bool IsRandom(std::string_view name) { return name == "rand" || name == "randomUUID"; }

const ast::FunctionCall* FindRandom(const ast::Expr& expr) {
  if (const auto* call = std::get_if<ast::FunctionCall>(&expr.value)) {
    const Function* function = FindFunction(call->name.text);
    if (function && IsRandom(function->name)) return call;
  }
  const ast::FunctionCall* found = nullptr;
  ForEachChild(expr, [&found](const ast::Expr& child) {
    if (!found) found = FindRandom(child);
  });
  return found;
}

void RequireCount(const ast::FunctionCall& call, Span span, int least, int most, std::string_view signature) {
  const auto given = static_cast<int>(call.arguments.size());
  if (given >= least && (most < 0 || given <= most)) return;
  Reject("InvalidNumberOfArguments", span, fmt::format("{} arguments are given to {}", given, signature));
}

}  // namespace

Type Checker::VariableType(std::string_view name, Span span, const Scope& scope) const {
  if (const Variable* variable = scope.Find(name)) return variable->type;
  const std::string_view nearest = scope.Nearest(name);
  if (!nearest.empty())
    Reject("UndefinedVariable", span, fmt::format("`{}` is not defined here; did you mean `{}`?", name, nearest));
  Reject("UndefinedVariable", span,
         fmt::format("`{}` is not defined here; bind it in MATCH, or carry it through WITH", name));
}

void Checker::CheckPredicate(const ast::Expr& expr, const Scope& scope, Aggregation aggregation) {
  RequireBoolean(CheckExpr(expr, scope, aggregation, Use::kPredicate), expr.span);
}

// One expression's check; `Child` goes on below.
struct ExpressionCheck {
  Checker& checker;
  const ast::Expr& expr;
  const Scope& scope;
  Aggregation aggregation;
  Use use;

  Type Child(const ast::ExprPtr& child, Use child_use = Use::kValue) const {
    return child ? checker.CheckExpr(*child, scope, aggregation, child_use) : Type();
  }
  Type In(const ast::ExprPtr& child, const Scope& inner, Use child_use = Use::kValue) const {
    return child ? checker.CheckExpr(*child, inner, Within(aggregation), child_use) : Type();
  }
  void Condition(const ast::ExprPtr& child, const Scope& inner) const {
    if (child) RequireBoolean(In(child, inner, Use::kPredicate), child->span);
  }
  Type ListElement(const ast::ExprPtr& list) const {
    const Type type = Child(list);
    RequireList(type, list->span);
    return ElementOf(type);
  }

  Type operator()(const ast::NullLiteral&) const { return Type::Of(Type::Kind::kNull); }
  Type operator()(const ast::BoolLiteral&) const { return Type::Of(Type::Kind::kBool); }
  Type operator()(const ast::IntLiteral&) const { return Type::Of(Type::Kind::kInt); }
  Type operator()(const ast::FloatLiteral&) const { return Type::Of(Type::Kind::kFloat); }
  Type operator()(const ast::StringLiteral&) const { return Type::Of(Type::Kind::kString); }
  Type operator()(const ast::Parameter&) const { return Type(); }
  Type operator()(const ast::Variable& e) const { return checker.VariableType(e.name, expr.span, scope); }

  Type operator()(const ast::ListLiteral& e) const {
    if (e.items.empty()) return Type::ListOf(Type());
    Type element = Type::Of(Type::Kind::kNull);
    for (const ast::ExprPtr& item : e.items) element = Unify(element, Child(item));
    return Type::ListOf(element);
  }

  Type operator()(const ast::MapLiteral& e) const {
    for (const ast::MapEntry& entry : e.entries) Child(entry.value);
    return Type::Of(Type::Kind::kMap);
  }

  Type operator()(const ast::Property& e) const {
    RequireProperties(Child(e.object), e.key);
    return Type();
  }

  Type operator()(const ast::Subscript& e) const {
    const Type object = Child(e.object);
    Child(e.index);
    RequireSubscript(object, expr.span);
    return ElementOf(object);
  }

  Type operator()(const ast::Slice& e) const {
    const Type object = Child(e.object);
    RequireList(object, e.object->span);
    Child(e.from);
    Child(e.to);
    return object.kind == Type::Kind::kList ? object : Type::ListOf(Type());
  }

  Type operator()(const ast::Unary& e) const {
    switch (e.op) {
      case ast::UnaryOp::kNot: {
        RequireBoolean(Child(e.operand, Use::kPredicate), e.operand->span);
        return Type::Of(Type::Kind::kBool);
      }
      case ast::UnaryOp::kIsNull:
      case ast::UnaryOp::kIsNotNull:
        Child(e.operand);
        return Type::Of(Type::Kind::kBool);
      default:
        return SignedType(Child(e.operand), e.operand->span);
    }
  }

  Type operator()(const ast::Binary& e) const {
    const bool is_logic = e.op == ast::BinaryOp::kOr || e.op == ast::BinaryOp::kXor || e.op == ast::BinaryOp::kAnd;
    const Use operand_use = is_logic ? Use::kPredicate : Use::kValue;
    const Type left = Child(e.left, operand_use), right = Child(e.right, operand_use);
    if (is_logic) {
      RequireBoolean(left, e.left->span);
      RequireBoolean(right, e.right->span);
      return Type::Of(Type::Kind::kBool);
    }
    if (e.op == ast::BinaryOp::kIn) RequireList(right, e.right->span);
    return BinaryType(e.op, left, right, expr.span);
  }

  Type operator()(const ast::Comparison& e) const {
    for (const ast::ExprPtr& operand : e.operands) Child(operand);
    return Type::Of(Type::Kind::kBool);
  }

  Type operator()(const ast::IsTyped& e) const {
    Child(e.operand);
    return Type::Of(Type::Kind::kBool);
  }

  Type operator()(const ast::HasLabels& e) const {
    const Type object = Child(e.object);
    if (!IsUnknown(object) && !IsEntity(object)) {
      Reject("InvalidArgumentType", e.object->span,
             fmt::format("only a node or a relationship can have labels, not {}", Describe(object)));
    }
    return Type::Of(Type::Kind::kBool);
  }

  Type operator()(const ast::FunctionCall& e) const { return checker.CheckCall(e, expr.span, scope, aggregation); }

  Type operator()(const ast::CountStar&) const {
    RequireAggregation(aggregation, expr.span);
    return Type::Of(Type::Kind::kInt);
  }

  Type operator()(const ast::Case& e) const {
    if (e.subject) Child(e.subject);
    Type result = Type::Of(Type::Kind::kNull);
    for (const ast::CaseBranch& branch : e.branches) {
      const Type when = Child(branch.when, e.subject ? Use::kValue : Use::kPredicate);
      if (!e.subject) RequireBoolean(when, branch.when->span);
      result = Unify(result, Child(branch.then));
    }
    return e.otherwise ? Unify(result, Child(e.otherwise)) : result;
  }

  Type operator()(const ast::ListComprehension& e) const {
    Scope inner = scope;
    const Type element = ListElement(e.list);
    inner.Set(e.variable.text, element);
    Condition(e.where, inner);
    return Type::ListOf(e.projection ? In(e.projection, inner) : element);
  }

  Type operator()(const ast::PatternComprehension& e) const {
    Scope inner = scope;
    checker.BindPattern(e.pattern, inner);
    Condition(e.where, inner);
    return Type::ListOf(In(e.projection, inner));
  }

  Type operator()(const ast::Quantifier& e) const {
    Scope inner = scope;
    inner.Set(e.variable.text, ListElement(e.list));
    if (e.where)
      Condition(e.where, inner);
    else
      RequireBoolean(inner.Find(e.variable.text)->type, e.list->span);
    return Type::Of(Type::Kind::kBool);
  }

  Type operator()(const ast::Reduce& e) const {
    Scope inner = scope;
    Child(e.initial);
    inner.Set(e.variable.text, ListElement(e.list));
    inner.Set(e.accumulator.text, Type());  // may become another type on the way
    In(e.expression, inner);
    return Type();
  }

  Type operator()(const ast::PatternExpr& e) const {
    if (e.pattern.selector == ast::PathPattern::Selector::kAll && use != Use::kPredicate) {
      Reject("UnexpectedSyntax", expr.span,
             "a pattern stands for a truth value only in WHERE; write EXISTS { ... }, COUNT { ... } or a pattern "
             "comprehension");
    }
    checker.CheckBound(e.pattern, scope);
    if (e.pattern.selector == ast::PathPattern::Selector::kShortest) return Type::Of(Type::Kind::kPath);
    if (e.pattern.selector == ast::PathPattern::Selector::kAllShortest)
      return Type::ListOf(Type::Of(Type::Kind::kPath));
    return Type::Of(Type::Kind::kBool);
  }

  Type operator()(const ast::Subquery& e) const {
    const QueryPlace place = e.kind == ast::SubqueryKind::kExists  ? QueryPlace::kExists
                             : e.kind == ast::SubqueryKind::kCount ? QueryPlace::kCount
                                                                   : QueryPlace::kCollect;
    const QueryResult result = checker.CheckQuery(*e.query, scope, place);
    if (place == QueryPlace::kExists) return Type::Of(Type::Kind::kBool);
    if (place == QueryPlace::kCount) return Type::Of(Type::Kind::kInt);
    return Type::ListOf(result.columns.front().type);
  }

  Type operator()(const ast::MapProjection& e) const {
    const Type type = checker.VariableType(e.variable.text, e.variable.span, scope);
    if (!IsUnknown(type) && !IsEntity(type) && type.kind != Type::Kind::kMap) {
      Reject("InvalidArgumentType", e.variable.span,
             fmt::format("a map projection needs a node, a relationship or a map, not {}", Describe(type)));
    }
    for (const auto& item : e.items) {
      if (const auto* entry = std::get_if<ast::MapEntry>(&item)) Child(entry->value);
    }
    return Type::Of(Type::Kind::kMap);
  }
};

Type Checker::CheckExpr(const ast::Expr& expr, const Scope& scope, Aggregation aggregation, Use use) {
  return std::visit(ExpressionCheck{*this, expr, scope, aggregation, use}, expr.value);
}

Type Checker::CheckCall(const ast::FunctionCall& call, Span span, const Scope& scope, Aggregation aggregation) {
  if (const Aggregate* aggregate = FindAggregate(call.name.text)) {
    RequireAggregation(aggregation, span);
    RequireCount(call, span, aggregate->arguments, aggregate->arguments, aggregate->signature);
    Type first;
    for (size_t i = 0; i < call.arguments.size(); ++i) {
      const Type type = CheckExpr(*call.arguments[i], scope, Aggregation::kInside);
      if (const auto* random = FindRandom(*call.arguments[i])) {
        Reject("NonConstantExpression", random->name.span,
               fmt::format("an aggregate cannot take {}(), which differs from row to row; compute it in a WITH before",
                           random->name.text));
      }
      if (i == 0) first = type;
    }
    if (aggregate->name == "collect") return Type::ListOf(first);
    if (aggregate->name == "min" || aggregate->name == "max") return first;
    return ResultType(aggregate->signature);
  }
  const Function* function = FindFunction(call.name.text);
  if (!function) {
    const std::string_view nearest = NearestFunction(call.name.text);
    Reject("UnknownFunction", call.name.span,
           nearest.empty() ? fmt::format("there is no function `{}`; SHOW FUNCTIONS lists all", call.name.text)
                           : fmt::format("there is no function `{}`; did you mean `{}`?", call.name.text, nearest));
  }
  RequireCount(call, span, function->min_arguments, function->max_arguments, function->signature);
  if (call.distinct)
    Reject("UnexpectedSyntax", span, fmt::format("{}() is no aggregate; leave DISTINCT out", function->name));
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const Type type = CheckExpr(*call.arguments[i], scope, aggregation);
    if (IsCheckedAtRunTime(function->name) || FitsArgument(function->signature, i, type)) continue;
    Reject("InvalidArgumentType", call.arguments[i]->span,
           fmt::format("{} cannot take {} here", function->signature, Describe(type)));
  }
  return ResultType(function->signature);
}

}  // namespace papergraph::engine
