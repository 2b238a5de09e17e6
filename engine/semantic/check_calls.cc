// CALL: procedures and subqueries.
#include <fmt/format.h>

#include <algorithm>

#include "engine/nearest.h"
#include "engine/semantic/checker.h"

namespace papergraph::engine {
namespace {

[[noreturn]] void NotFound(const ast::CallProcedure& call) {
  std::vector<std::string_view> names;
  for (const Procedure& procedure : BuiltInProcedures()) names.push_back(procedure.name);
  const std::string_view nearest = Nearest(call.name.text, names);
  throw QueryError(ErrorType::kProcedureError, "ProcedureNotFound", call.name.span,
                   nearest.empty()
                       ? fmt::format("there is no procedure `{}`; SHOW PROCEDURES lists all", call.name.text)
                       : fmt::format("there is no procedure `{}`; did you mean `{}`?", call.name.text, nearest));
}

const ProcedureField* FindField(const std::vector<ProcedureField>& fields, std::string_view name) {
  for (const ProcedureField& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::string CallOf(const Procedure& procedure) {
  std::string text = procedure.name + "(";
  for (const ProcedureField& field : procedure.arguments) {
    if (text.back() != '(') text += ", ";
    text += field.name + " :: " + field.type;
  }
  return text + ")";
}

}  // namespace

void Checker::CheckCallProcedure(const ast::CallProcedure& call, Span span, Scope& scope, bool standalone) {
  for (const ast::ExprPtr& argument : call.arguments) CheckExpr(*argument, scope);
  const Procedure* procedure = context_.find_procedure ? context_.find_procedure(call.name.text) : nullptr;
  if (!procedure) NotFound(call);
  if (call.implicit_arguments) {
    if (!standalone) {
      Reject("InvalidArgumentPassingMode", call.name.span,
             fmt::format("within a query the arguments must be written: {}", CallOf(*procedure)));
    }
    for (const ProcedureField& field : procedure->arguments) {
      const bool is_given = context_.parameters && context_.parameters->kind() == ValueKind::kMap &&
                            context_.parameters->Find(field.name);
      if (!is_given) {
        throw QueryError(ErrorType::kParameterMissing, "MissingParameter", call.name.span,
                         fmt::format("{} takes its arguments from parameters here, and ${} is not given",
                                     procedure->name, field.name));
      }
    }
  } else {
    const size_t given = call.arguments.size();
    if (given > procedure->arguments.size() || given < procedure->required_arguments) {
      Reject("InvalidNumberOfArguments", span, fmt::format("{} arguments are given to {}", given, CallOf(*procedure)));
    }
    for (size_t i = 0; i < given; ++i) {
      const Type type = CheckExpr(*call.arguments[i], scope);
      if (Fits(type, ParseType(procedure->arguments[i].type))) continue;
      Reject(
          "InvalidArgumentType", call.arguments[i]->span,
          fmt::format("{} cannot take {} for `{}`", CallOf(*procedure), Describe(type), procedure->arguments[i].name));
    }
  }
  if (call.yield_star && !standalone) {
    Reject("UnexpectedSyntax", span, "`YIELD *` is for CALL alone; within a query name the columns");
  }
  if (standalone && (call.yield_star || !call.yield)) {
    for (const ProcedureField& field : procedure->results) scope.Set(field.name, ParseType(field.type));
  }
  for (const ast::YieldItem& item : call.yield ? *call.yield : std::vector<ast::YieldItem>()) {
    const ProcedureField* field = FindField(procedure->results, item.field.text);
    if (!field) {
      Reject("UndefinedVariable", item.field.span, fmt::format("{} yields no `{}`", procedure->name, item.field.text));
    }
    const ast::Name& name = item.alias ? *item.alias : item.field;
    if (scope.Has(name.text)) {
      Reject("VariableAlreadyBound", name.span, fmt::format("`{}` is there already; rename it with AS", name.text));
    }
    scope.Set(name.text, ParseType(field->type));
  }
  if (call.where) CheckPredicate(*call.where, scope);
}

void Checker::CheckCallSubquery(const ast::CallSubquery& call, Scope& scope) {
  Scope outer = scope;
  QueryPlace place = QueryPlace::kCall;
  if (call.imports || call.import_all) {
    outer = call.import_all ? scope : Scope();
    for (const ast::Name& name : call.imports ? *call.imports : std::vector<ast::Name>()) {
      outer.Set(name.text, VariableType(name.text, name.span, scope));
    }
    place = QueryPlace::kCallWithImports;
  }
  if (call.batch_rows) CheckCount(*call.batch_rows, "OF ... ROWS");
  const QueryResult result = CheckQuery(*call.query, outer, place);
  if (call.status) {
    if (scope.Has(call.status->text)) {
      Reject("VariableAlreadyBound", call.status->span,
             fmt::format("`{}` is there already; choose another name for the status", call.status->text));
    }
    scope.Set(call.status->text, Type::Of(Type::Kind::kMap));
  }
  if (!result.returns) return;
  for (const Variable& column : result.columns) {
    if (scope.Has(column.name)) {
      Reject("VariableAlreadyBound", call.query->span,
             fmt::format("the subquery returns `{}`, which is there already outside; rename it with AS", column.name));
    }
  }
  for (const Variable& column : result.columns) scope.Set(column.name, column.type);
}

}  // namespace papergraph::engine
