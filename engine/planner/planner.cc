#include "engine/planner/planner.h"

#include <algorithm>

#include "engine/semantic/check.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

bool HasTransactions(const ast::Query& query) {
  for (const auto& part : query.parts) {
    for (const auto& clause : part.clauses) {
      const auto* call = std::get_if<ast::CallSubquery>(&clause.value);
      if (call && call->in_transactions) return true;
    }
  }
  return false;
}

}  // namespace

QueryPlan Planner::PlanStatement(const ast::Query& query, const PlanContext& context) {
  QueryPlan plan;
  Planner planner(context, plan.slots);
  Result result = planner.PlanQuery(query, Bindings());
  plan.root = std::move(result.plan);
  if (!result.returns) plan.root = MakePlan(ops::EmptyResult{std::move(plan.root)});
  plan.columns = std::move(result.names);
  plan.outputs = std::move(result.slots);
  plan.writes = Writes(*plan.root);
  plan.in_transactions = HasTransactions(query);
  ApplyRules(plan.root, context.rules, plan.outputs, plan.slots, *context.graph);
  return plan;
}

QueryPlan Planner::PlanShow(const ast::Show& show, const PlanContext& context) {
  QueryPlan plan;
  Planner planner(context, plan.slots);
  ops::ProcedureCall call;
  call.name = ProcedureOf(show.what);
  call.procedure = context.find_procedure(call.name);
  Bindings scope;
  Result result;
  for (const ProcedureField& field : call.procedure->results) {
    const Slot slot = plan.slots.New(field.name);
    scope.Add(field.name, slot);
    call.fields.push_back(field.name);
    call.outs.push_back({slot});
    result.names.push_back(field.name);
    result.slots.push_back(slot);
  }
  call.input = MakePlan(ops::Argument{});
  result.plan = MakePlan(std::move(call));
  if (show.yield) {
    result.names.clear();
    result.slots.clear();
    planner.PlanProjection(*show.yield, show.where.get(), scope, result.plan, show.returns ? nullptr : &result);
    if (show.returns) planner.PlanProjection(*show.returns, nullptr, scope, result.plan, &result);
  } else if (show.where) {
    std::vector<ExprPtr> predicates;
    SplitAnd(planner.Bind(*show.where, scope), predicates);
    result.plan = AddFilter(std::move(result.plan), std::move(predicates));
  }
  plan.root = std::move(result.plan);
  plan.columns = std::move(result.names);
  plan.outputs = std::move(result.slots);
  return plan;
}

Planner::Result Planner::PlanQuery(const ast::Query& query, const Bindings& scope) {
  Result all = PlanSingle(query.parts[0], scope);
  for (size_t i = 1; i < query.parts.size(); ++i) {
    Result next = PlanSingle(query.parts[i], scope);
    ops::Union op;
    op.left_columns = all.slots;
    std::vector<Slot> outs;
    for (const std::string& name : all.names) {
      const auto at = std::find(next.names.begin(), next.names.end(), name);
      if (at == next.names.end()) {
        throw QueryError(ErrorType::kSyntaxError, "DifferentColumnsInUnion", query.parts[i].span,
                         "all parts of a UNION return columns of the same names");
      }
      op.right_columns.push_back(next.slots[static_cast<size_t>(at - next.names.begin())]);
      outs.push_back(slots_.New(name));
      op.outs.push_back({outs.back()});
    }
    // A part that writes must not see, nor be seen by, rows that the other has yet to give.
    if (Writes(*all.plan) || Writes(*next.plan)) all.plan = MakePlan(ops::Eager{std::move(all.plan)});
    op.left = std::move(all.plan);
    op.right = std::move(next.plan);
    all.plan = MakePlan(std::move(op));
    all.slots = outs;
    if (!query.union_all[i - 1] && all.returns)
      all.plan = MakePlan(ops::Distinct{std::move(all.plan), std::move(outs)});
  }
  return all;
}

Planner::Result Planner::PlanSingle(const ast::SingleQuery& query, Bindings scope) {
  Result result;
  result.plan = MakePlan(ops::Argument{});
  bool wrote = false;
  for (const ast::Clause& clause : query.clauses) {
    // CIP2015-10-27: a clause sees all that clauses before it wrote, and nothing of those behind it.
    const bool update = IsUpdate(clause);
    if (wrote || (update && ReadsGraph(*result.plan))) {
      result.plan = MakePlan(ops::Eager{std::move(result.plan)});
    }
    if (const auto* call = std::get_if<ast::CallProcedure>(&clause.value)) {
      PlanCall(*call, scope, result, query.clauses.size() == 1);
    } else {
      PlanClause(clause, scope, result);
    }
    wrote = update;
    if (std::holds_alternative<ast::CallSubquery>(clause.value)) wrote = Writes(*result.plan);
  }
  return result;
}

void Planner::PlanClause(const ast::Clause& clause, Bindings& scope, Result& result) {
  Plan& plan = result.plan;
  if (const auto* match = std::get_if<ast::Match>(&clause.value)) {
    PlanMatch(*match, scope, plan);
  } else if (const auto* unwind = std::get_if<ast::Unwind>(&clause.value)) {
    PlanUnwind(*unwind, scope, plan);
  } else if (const auto* create = std::get_if<ast::Create>(&clause.value)) {
    PlanCreate(*create, scope, plan);
  } else if (const auto* set = std::get_if<ast::Set>(&clause.value)) {
    PlanSet(set->items, scope, plan);
  } else if (const auto* remove = std::get_if<ast::Remove>(&clause.value)) {
    PlanRemove(*remove, scope, plan);
  } else if (const auto* merge = std::get_if<ast::Merge>(&clause.value)) {
    PlanMerge(*merge, scope, plan);
  } else if (const auto* del = std::get_if<ast::Delete>(&clause.value)) {
    PlanDelete(*del, scope, plan);
  } else if (const auto* with = std::get_if<ast::With>(&clause.value)) {
    PlanProjection(with->projection, with->where.get(), scope, plan, nullptr);
  } else if (const auto* ret = std::get_if<ast::Return>(&clause.value)) {
    PlanProjection(ret->projection, nullptr, scope, plan, &result);
  } else if (const auto* call = std::get_if<ast::CallProcedure>(&clause.value)) {
    PlanCall(*call, scope, result, false);
  } else if (const auto* subquery = std::get_if<ast::CallSubquery>(&clause.value)) {
    PlanSubquery(*subquery, scope, plan);
  } else if (const auto* foreach = std::get_if<ast::Foreach>(&clause.value)) {
    PlanForeach(*foreach, scope, plan);
  } else if (const auto* load = std::get_if<ast::LoadCsv>(&clause.value)) {
    PlanLoadCsv(*load, scope, plan, clause.span);
  }
}

void Planner::PlanUnwind(const ast::Unwind& unwind, Bindings& scope, Plan& plan) {
  ExprPtr list = Bind(*unwind.list, scope);
  const Slot element = slots_.New(unwind.variable.text);
  plan = MakePlan(ops::Unwind{std::move(plan), std::move(list), {element}});
  scope.Add(unwind.variable.text, element);
}

void Planner::PlanLoadCsv(const ast::LoadCsv& load, Bindings& scope, Plan& plan, Span span) {
  ops::LoadCsv op;
  op.from = Bind(*load.from, scope);
  op.with_headers = load.with_headers;
  if (load.field_terminator) op.terminator = Bind(*load.field_terminator, scope);
  op.row = {slots_.New(load.variable.text)};
  op.span = span;
  scope.Add(load.variable.text, op.row.slot);
  op.input = std::move(plan);
  plan = MakePlan(std::move(op));
}

void Planner::PlanCall(const ast::CallProcedure& call, Bindings& scope, Result& result, bool standalone) {
  ops::ProcedureCall op;
  op.name = call.name.text;
  op.span = call.name.span;
  op.optional = call.optional;
  op.procedure = context_.find_procedure(call.name.text);
  if (!op.procedure) {
    throw QueryError(ErrorType::kProcedureError, "ProcedureNotFound", call.name.span,
                     "there is no procedure `" + call.name.text + "`; SHOW PROCEDURES lists them");
  }
  if (call.implicit_arguments) {
    for (const ProcedureField& field : op.procedure->arguments) {
      auto parameter = std::make_shared<Expr>();
      parameter->kind = ExprKind::kParameter;
      parameter->name = field.name;
      parameter->span = call.name.span;
      op.arguments.push_back(parameter);
    }
  } else {
    op.arguments = BindAll(call.arguments, scope);
  }
  std::vector<std::pair<std::string, std::string>> yields;  // field, name
  if (call.yield && !call.yield_star) {
    for (const ast::YieldItem& item : *call.yield) {
      yields.emplace_back(item.field.text, item.alias ? item.alias->text : item.field.text);
    }
  } else if (standalone || call.yield_star) {
    for (const ProcedureField& field : op.procedure->results) yields.emplace_back(field.name, field.name);
  }
  for (auto& [field, name] : yields) {
    const Slot slot = slots_.New(name);
    op.fields.push_back(field);
    op.outs.push_back({slot});
    scope.Add(name, slot);
    if (standalone) {
      result.names.push_back(name);
      result.slots.push_back(slot);
      result.returns = true;
    }
  }
  op.input = std::move(result.plan);
  result.plan = MakePlan(std::move(op));
  if (call.where) {
    std::vector<ExprPtr> predicates;
    SplitAnd(Bind(*call.where, scope), predicates);
    result.plan = AddFilter(std::move(result.plan), std::move(predicates));
  }
}

void Planner::PlanSubquery(const ast::CallSubquery& call, Bindings& scope, Plan& plan) {
  Bindings inside;
  if (call.imports) {
    for (const ast::Name& name : *call.imports) {
      if (const auto* binding = scope.Find(name.text)) inside.Add(name.text, binding->slot);
    }
  } else if (call.import_all) {
    inside = scope;
  } else {
    // An importing WITH stands first; without one nothing of the surroundings is seen.
    for (const auto& part : call.query->parts) {
      if (!part.clauses.empty() && std::holds_alternative<ast::With>(part.clauses[0].value)) inside = scope;
    }
  }
  Result inner = PlanQuery(*call.query, inside);
  ops::Apply op;
  op.optional = call.optional;
  op.unit = !inner.returns;
  op.in_transactions = call.in_transactions;
  op.on_error = call.on_error;
  if (call.status) op.status = {slots_.New(call.status->text)};
  if (call.batch_rows) op.batch_rows = Bind(*call.batch_rows, scope);
  for (size_t i = 0; i < inner.names.size(); ++i) {
    Slot slot = inner.slots[i];
    // A column that is a variable of outside under another name must not be taken for it.
    const auto& outer = scope.bindings();
    if (std::any_of(outer.begin(), outer.end(), [&](const auto& binding) { return binding.slot == slot; })) {
      const Slot copy = slots_.New(inner.names[i]);
      std::vector<Assign> items;
      items.push_back({{copy}, MakeSlot(slot)});
      inner.plan = MakePlan(ops::Project{std::move(inner.plan), std::move(items)});
      slot = copy;
    }
    op.outs.push_back({slot});
    scope.Add(inner.names[i], slot);
  }
  if (call.status) scope.Add(call.status->text, op.status.slot);
  const bool writes = Writes(*inner.plan);
  if (writes && (ReadsGraph(*plan) || call.in_transactions)) plan = MakePlan(ops::Eager{std::move(plan)});
  op.input = std::move(plan);
  op.inner = std::move(inner.plan);
  plan = MakePlan(std::move(op));
}

}  // namespace papergraph::engine
