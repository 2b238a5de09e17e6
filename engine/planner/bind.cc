// Expressions of the syntax -> expressions of the plan.
#include <algorithm>

#include "engine/functions/function.h"
#include "engine/planner/planner.h"
#include "grammar/error.h"
#include "grammar/overloaded.h"

namespace papergraph::engine {

const Bindings::Binding* Bindings::Find(std::string_view name) const {
  for (auto it = bindings_.rbegin(); it != bindings_.rend(); ++it) {
    if (it->name == name) return &*it;
  }
  return nullptr;
}

void Bindings::Add(std::string name, Slot slot, bool local) {
  std::erase_if(bindings_, [&](const Binding& binding) { return binding.name == name; });
  bindings_.push_back({std::move(name), slot, local});
}

Bindings Bindings::Inside() const {
  Bindings inside = *this;
  for (Binding& binding : inside.bindings_) binding.local = false;
  return inside;
}

LabelTest BindLabels(const ast::LabelExpr& labels) {
  LabelTest test;
  test.kind = labels.kind;
  test.name = labels.name;
  for (const auto& operand : labels.operands) test.operands.push_back(BindLabels(*operand));
  return test;
}

std::vector<ExprPtr> Planner::BindAll(const std::vector<ast::ExprPtr>& exprs, const Bindings& scope) {
  std::vector<ExprPtr> bound;
  for (const auto& expr : exprs) bound.push_back(Bind(*expr, scope));
  return bound;
}

ExprPtr Planner::BindCall(const ast::FunctionCall& call, const Bindings& scope, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->span = span;
  expr->distinct = call.distinct;
  expr->args = BindAll(call.arguments, scope);
  if (const Aggregate* aggregate = FindAggregate(call.name.text)) {
    expr->kind = ExprKind::kAggregate;
    expr->aggregate = aggregate;
    return expr;
  }
  expr->kind = ExprKind::kCall;
  expr->function = FindFunction(call.name.text);
  if (!expr->function) {
    const std::string_view near = NearestFunction(call.name.text);
    throw QueryError(ErrorType::kSyntaxError, "UnknownFunction", call.name.span,
                     "there is no function `" + call.name.text + "`" +
                         (near.empty() ? std::string() : "; did you mean `" + std::string(near) + "`?"));
  }
  return expr;
}

namespace {

std::shared_ptr<Expr> NewExpr(ExprKind kind, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->kind = kind;
  expr->span = span;
  return expr;
}

ExprPtr NewNary(ExprKind kind, Span span, std::vector<ExprPtr> args) {
  auto expr = NewExpr(kind, span);
  for (ExprPtr& arg : args) {
    if (arg->kind == kind) {  // `a AND b AND c` is one
      expr->args.insert(expr->args.end(), arg->args.begin(), arg->args.end());
    } else {
      expr->args.push_back(std::move(arg));
    }
  }
  return expr;
}

// Sees to which locals of the expression around it a plan inside an expression reads.
void SetImports(SubPlan& subplan, const Bindings& scope) {
  for (Slot slot : ImportsOf(*subplan.plan)) {
    const auto& bindings = scope.bindings();
    const bool local = std::any_of(bindings.begin(), bindings.end(),
                                   [&](const auto& binding) { return binding.slot == slot && binding.local; });
    (local ? subplan.locals : subplan.imports).push_back(slot);
  }
}

}  // namespace

ExprPtr Planner::BindPattern(const ast::PathPattern& path, const ast::Expr* where, const ast::Expr* projection,
                             SubPlan::Mode mode, const Bindings& scope, Span span) {
  Bindings inside = scope.Inside();
  Pattern pattern = BuildPattern({&path}, inside);
  Slot shortest;
  for (const PatternRel& rel : pattern.rels) shortest = rel.path;
  if (where) SplitAnd(Bind(*where, inside), pattern.predicates);
  SubPlan subplan;
  subplan.mode = mode;
  subplan.plan = Solve(std::move(pattern), MakePlan(ops::Argument{}));
  if (projection) {
    subplan.result = slots_.New("item");
    std::vector<Assign> items;
    items.push_back({{subplan.result}, Bind(*projection, inside)});
    subplan.plan = MakePlan(ops::Project{std::move(subplan.plan), std::move(items)});
  } else if (mode == SubPlan::Mode::kFirst || mode == SubPlan::Mode::kCollect) {
    subplan.result = shortest;
  }
  SetImports(subplan, scope);
  auto expr = NewExpr(ExprKind::kSubPlan, span);
  expr->subplan = std::make_shared<SubPlan>(std::move(subplan));
  return expr;
}

ExprPtr Planner::Bind(const ast::Expr& ast_expr, const Bindings& scope) {
  const Span span = ast_expr.span;
  const auto bind = [&](const ast::ExprPtr& piece) { return piece ? Bind(*piece, scope) : nullptr; };
  const auto with = [&](ExprKind kind, std::vector<ExprPtr> args) {
    auto expr = NewExpr(kind, span);
    expr->args = std::move(args);
    return expr;
  };
  return std::visit(
      Overloaded{
          [&](const ast::NullLiteral&) -> ExprPtr { return MakeConstant(Value(), span); },
          [&](const ast::BoolLiteral& e) -> ExprPtr { return MakeConstant(Value::Bool(e.value), span); },
          [&](const ast::IntLiteral& e) -> ExprPtr { return MakeConstant(Value::Int(e.value), span); },
          [&](const ast::FloatLiteral& e) -> ExprPtr { return MakeConstant(Value::Float(e.value), span); },
          [&](const ast::StringLiteral& e) -> ExprPtr { return MakeConstant(Value::String(e.value), span); },
          [&](const ast::ListLiteral& e) -> ExprPtr {
            auto list = with(ExprKind::kList, BindAll(e.items, scope));
            ValueList values;
            for (const ExprPtr& item : list->args) {
              if (item->kind != ExprKind::kConstant) return list;
              values.push_back(item->constant);
            }
            return MakeConstant(Value::List(std::move(values)), span);
          },
          [&](const ast::MapLiteral& e) -> ExprPtr {
            auto map = NewExpr(ExprKind::kMap, span);
            for (const ast::MapEntry& entry : e.entries) {
              map->keys.push_back(entry.key.text);
              map->args.push_back(Bind(*entry.value, scope));
            }
            return map;
          },
          [&](const ast::Parameter& e) -> ExprPtr {
            auto expr = NewExpr(ExprKind::kParameter, span);
            expr->name = e.name;
            return expr;
          },
          [&](const ast::Variable& e) -> ExprPtr {
            const auto* binding = scope.Find(e.name);
            if (!binding) {
              throw QueryError(ErrorType::kSyntaxError, "UndefinedVariable", span,
                               "`" + e.name + "` is not defined here; carry it through WITH");
            }
            auto expr = NewExpr(binding->local ? ExprKind::kLocal : ExprKind::kSlot, span);
            expr->slot = binding->slot;
            return expr;
          },
          [&](const ast::Property& e) -> ExprPtr { return MakeProperty(bind(e.object), e.key.text, span); },
          [&](const ast::Subscript& e) -> ExprPtr {
            return with(ExprKind::kSubscript, {bind(e.object), bind(e.index)});
          },
          [&](const ast::Slice& e) -> ExprPtr {
            return with(ExprKind::kSlice, {bind(e.object), bind(e.from), bind(e.to)});
          },
          [&](const ast::Unary& e) -> ExprPtr {
            ExprPtr operand = bind(e.operand);
            switch (e.op) {
              case ast::UnaryOp::kNot:
                return with(ExprKind::kNot, {operand});
              case ast::UnaryOp::kPlus:
                return operand;
              case ast::UnaryOp::kMinus:
                return with(ExprKind::kNegate, {operand});
              case ast::UnaryOp::kIsNull:
                return with(ExprKind::kIsNull, {operand});
              case ast::UnaryOp::kIsNotNull:
                return with(ExprKind::kIsNotNull, {operand});
            }
            return operand;
          },
          [&](const ast::Binary& e) -> ExprPtr {
            std::vector<ExprPtr> args{bind(e.left), bind(e.right)};
            switch (e.op) {
              case ast::BinaryOp::kOr:
                return NewNary(ExprKind::kOr, span, std::move(args));
              case ast::BinaryOp::kAnd:
                return NewNary(ExprKind::kAnd, span, std::move(args));
              case ast::BinaryOp::kXor:
                return with(ExprKind::kXor, std::move(args));
              case ast::BinaryOp::kIn:
                return with(ExprKind::kIn, std::move(args));
              case ast::BinaryOp::kStartsWith:
              case ast::BinaryOp::kEndsWith:
              case ast::BinaryOp::kContains:
              case ast::BinaryOp::kRegex: {
                auto expr = with(ExprKind::kStringPredicate, std::move(args));
                expr->op = e.op;
                return expr;
              }
              default: {
                auto expr = with(ExprKind::kArithmetic, std::move(args));
                expr->op = e.op;
                return expr;
              }
            }
          },
          [&](const ast::Comparison& e) -> ExprPtr {
            std::vector<ExprPtr> operands = BindAll(e.operands, scope);
            std::vector<ExprPtr> parts;
            for (size_t i = 0; i < e.ops.size(); ++i) {
              parts.push_back(MakeCompare(e.ops[i], operands[i], operands[i + 1], span));
            }
            return parts.size() == 1 ? parts[0] : NewNary(ExprKind::kAnd, span, std::move(parts));
          },
          [&](const ast::IsTyped& e) -> ExprPtr {
            auto expr = with(ExprKind::kIsTyped, {bind(e.operand)});
            expr->distinct = e.negated;
            expr->type = std::make_shared<const ast::ValueType>(e.type);
            return expr;
          },
          [&](const ast::HasLabels& e) -> ExprPtr {
            return MakeHasLabels(bind(e.object), BindLabels(*e.labels), span);
          },
          [&](const ast::FunctionCall& e) -> ExprPtr { return BindCall(e, scope, span); },
          [&](const ast::CountStar&) -> ExprPtr { return NewExpr(ExprKind::kAggregate, span); },
          [&](const ast::Case& e) -> ExprPtr {
            std::vector<ExprPtr> args;
            const ExprPtr subject = bind(e.subject);
            for (const ast::CaseBranch& branch : e.branches) {
              ExprPtr when = bind(branch.when);
              args.push_back(subject ? MakeCompare(ast::CompareOp::kEqual, subject, when, when->span) : when);
              args.push_back(bind(branch.then));
            }
            args.push_back(e.otherwise ? bind(e.otherwise) : MakeConstant(Value(), span));
            return with(ExprKind::kCase, std::move(args));
          },
          [&](const ast::ListComprehension& e) -> ExprPtr {
            const Slot local = slots_.New(e.variable.text);
            Bindings inner = scope;
            inner.Add(e.variable.text, local, true);
            auto expr = with(ExprKind::kListComprehension, {bind(e.list), e.where ? Bind(*e.where, inner) : nullptr,
                                                            e.projection ? Bind(*e.projection, inner) : nullptr});
            expr->slot = local;
            return expr;
          },
          [&](const ast::PatternComprehension& e) -> ExprPtr {
            return BindPattern(e.pattern, e.where.get(), e.projection.get(), SubPlan::Mode::kCollect, scope, span);
          },
          [&](const ast::Quantifier& e) -> ExprPtr {
            const Slot local = slots_.New(e.variable.text);
            Bindings inner = scope;
            inner.Add(e.variable.text, local, true);
            ExprPtr where;
            if (e.where) {
              where = Bind(*e.where, inner);
            } else {
              auto element = NewExpr(ExprKind::kLocal, e.variable.span);
              element->slot = local;
              where = element;
            }
            auto expr = with(ExprKind::kQuantifier, {bind(e.list), where});
            expr->slot = local;
            expr->quantifier = e.kind;
            return expr;
          },
          [&](const ast::Reduce& e) -> ExprPtr {
            const Slot element = slots_.New(e.variable.text);
            const Slot accumulator = slots_.New(e.accumulator.text);
            Bindings inner = scope;
            inner.Add(e.accumulator.text, accumulator, true);
            inner.Add(e.variable.text, element, true);
            auto expr = with(ExprKind::kReduce, {bind(e.initial), bind(e.list), Bind(*e.expression, inner)});
            expr->slot = element;
            expr->second = accumulator;
            return expr;
          },
          [&](const ast::PatternExpr& e) -> ExprPtr {
            using Selector = ast::PathPattern::Selector;
            const auto mode = e.pattern.selector == Selector::kAll        ? SubPlan::Mode::kExists
                              : e.pattern.selector == Selector::kShortest ? SubPlan::Mode::kFirst
                                                                          : SubPlan::Mode::kCollect;
            return BindPattern(e.pattern, nullptr, nullptr, mode, scope, span);
          },
          [&](const ast::Subquery& e) -> ExprPtr {
            SubPlan subplan;
            subplan.mode = e.kind == ast::SubqueryKind::kExists  ? SubPlan::Mode::kExists
                           : e.kind == ast::SubqueryKind::kCount ? SubPlan::Mode::kCount
                                                                 : SubPlan::Mode::kCollect;
            Result result = PlanQuery(*e.query, scope.Inside());
            subplan.plan = std::move(result.plan);
            if (e.kind == ast::SubqueryKind::kCollect && !result.slots.empty()) subplan.result = result.slots[0];
            SetImports(subplan, scope);
            auto expr = NewExpr(ExprKind::kSubPlan, span);
            expr->subplan = std::make_shared<SubPlan>(std::move(subplan));
            return expr;
          },
          [&](const ast::MapProjection& e) -> ExprPtr {
            auto expr = NewExpr(ExprKind::kMapProjection, span);
            ast::Expr object;
            object.value = ast::Variable{e.variable.text};
            object.span = e.variable.span;
            expr->args.push_back(Bind(object, scope));
            for (const auto& item : e.items) {
              std::visit(Overloaded{[&](const ast::MapProjection::AllProperties&) { expr->distinct = true; },
                                    [&](const ast::Name& key) {
                                      expr->keys.push_back(key.text);
                                      expr->args.push_back(MakeProperty(expr->args[0], key.text, key.span));
                                    },
                                    [&](const ast::MapEntry& entry) {
                                      expr->keys.push_back(entry.key.text);
                                      expr->args.push_back(Bind(*entry.value, scope));
                                    }},
                         item);
            }
            return expr;
          },
      },
      ast_expr.value);
}

}  // namespace papergraph::engine
