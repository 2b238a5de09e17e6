#include "engine/semantic/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/semantic/checker.h"

namespace papergraph::engine {
namespace {

template <typename T>
bool Is(const ast::Clause& clause) {
  return std::holds_alternative<T>(clause.value);
}

bool IsReading(const ast::Clause& clause) {
  return Is<ast::Match>(clause) || Is<ast::Unwind>(clause) || Is<ast::LoadCsv>(clause) ||
         Is<ast::CallProcedure>(clause);
}

std::string_view KeywordOf(const ast::Clause& clause) {
  constexpr std::string_view kNames[] = {"MATCH", "UNWIND", "CREATE", "SET",  "REMOVE",  "MERGE",   "DELETE",
                                         "WITH",  "RETURN", "CALL",   "CALL", "FOREACH", "LOAD CSV"};
  return kNames[clause.value.index()];
}

// A `WITH a, b` that begins a CALL subquery: plain variables, nothing else. It names what comes from outside.
bool IsImport(const ast::Clause& clause) {
  const auto* with = std::get_if<ast::With>(&clause.value);
  if (!with || with->where || with->projection.distinct || !with->projection.order_by.empty() ||
      with->projection.skip || with->projection.limit) {
    return false;
  }
  return std::all_of(with->projection.items.begin(), with->projection.items.end(), [](const ast::ProjectionItem& item) {
    const auto* variable = std::get_if<ast::Variable>(&item.expr->value);
    return variable && (!item.alias || item.alias->text == variable->name);
  });
}

bool Updates(const ast::Query& query);

bool Updates(const ast::Clause& clause) {
  if (const auto* call = std::get_if<ast::CallSubquery>(&clause.value)) return Updates(*call->query);
  return IsUpdate(clause);
}

bool Updates(const ast::Query& query) {
  return std::any_of(query.parts.begin(), query.parts.end(), [](const ast::SingleQuery& part) {
    return std::any_of(part.clauses.begin(), part.clauses.end(),
                       [](const ast::Clause& clause) { return Updates(clause); });
  });
}

}  // namespace

bool IsUpdate(const ast::Clause& clause) {
  return Is<ast::Create>(clause) || Is<ast::Set>(clause) || Is<ast::Remove>(clause) || Is<ast::Merge>(clause) ||
         Is<ast::Delete>(clause) || Is<ast::Foreach>(clause);
}

void Reject(std::string_view detail, Span span, const std::string& message) {
  throw QueryError(ErrorType::kSyntaxError, std::string(detail), span, message);
}

void Check(const ast::Statement& statement, const CheckContext& context) { Checker(context).CheckStatement(statement); }

void Checker::CheckStatement(const ast::Statement& statement) {
  if (const auto* query = std::get_if<ast::Query>(&statement.value)) CheckQuery(*query, Scope(), QueryPlace::kTop);
  if (const auto* show = std::get_if<ast::Show>(&statement.value)) CheckShow(*show, statement.span);
}

void Checker::CheckShow(const ast::Show& show, Span span) {
  const Procedure* procedure = context_.find_procedure ? context_.find_procedure(ProcedureOf(show.what)) : nullptr;
  if (!procedure) return;
  Scope scope;
  for (const ProcedureField& field : procedure->results) scope.Set(field.name, ParseType(field.type));
  if (show.yield) {
    scope = CheckProjection(*show.yield, show.where.get(), scope, true, span);
  } else if (show.where) {
    CheckPredicate(*show.where, scope);
  }
  if (show.returns) CheckProjection(*show.returns, nullptr, scope, false, span);
}

std::string_view ProcedureOf(ast::Show::What what) {
  switch (what) {
    case ast::Show::What::kIndexes:
      return "db.indexes";
    case ast::Show::What::kConstraints:
      return "db.constraints";
    case ast::Show::What::kProcedures:
      return "db.procedures";
    case ast::Show::What::kFunctions:
      return "db.functions";
  }
  return "";
}

QueryResult Checker::CheckQuery(const ast::Query& query, const Scope& outer, QueryPlace place) {
  if (std::find(query.union_all.begin(), query.union_all.end(), !query.union_all.empty() && !query.union_all.front()) !=
      query.union_all.end()) {
    Reject("InvalidClauseComposition", query.span,
           "UNION and UNION ALL cannot be mixed in one query; use one of them throughout");
  }
  QueryResult result;
  for (size_t i = 0; i < query.parts.size(); ++i) {
    QueryResult part = CheckSingleQuery(query.parts[i], outer, place);
    if (i == 0) {
      result = std::move(part);
      continue;
    }
    if (part.returns != result.returns) {
      Reject("InvalidClauseComposition", query.parts[i].span, "either all parts of a UNION end with RETURN, or none");
    }
    bool same = part.columns.size() == result.columns.size();
    for (size_t c = 0; same && c < part.columns.size(); ++c) same = part.columns[c].name == result.columns[c].name;
    if (!same) {
      Reject("DifferentColumnsInUnion", query.parts[i].span,
             "all parts of a UNION must return the same columns in the same order; rename with AS");
    }
    for (size_t c = 0; c < part.columns.size(); ++c)
      result.columns[c].type = Unify(result.columns[c].type, part.columns[c].type);
  }
  return result;
}

void Checker::CheckOrder(const ast::SingleQuery& query, QueryPlace place) const {
  const auto& clauses = query.clauses;
  bool updated = false;
  for (size_t i = 0; i < clauses.size(); ++i) {
    const ast::Clause& clause = clauses[i];
    if (Is<ast::Return>(clause) && i + 1 < clauses.size()) {
      Reject("InvalidClauseComposition", clauses[i + 1].span, "RETURN ends a query; nothing may follow but UNION");
    }
    const bool reads_only =
        place == QueryPlace::kExists || place == QueryPlace::kCount || place == QueryPlace::kCollect;
    if (reads_only && Updates(clause)) {
      Reject("InvalidClauseComposition", clause.span,
             fmt::format("{} cannot stand in EXISTS, COUNT or COLLECT: they only read", KeywordOf(clause)));
    }
    if (updated && IsReading(clause)) {
      Reject("InvalidClauseComposition", clause.span,
             fmt::format("a WITH is needed between what changes the graph and {}; write `WITH *`", KeywordOf(clause)));
    }
    if (IsUpdate(clause)) updated = true;
    if (Is<ast::With>(clause)) updated = false;
  }
  if (clauses.empty() || place == QueryPlace::kExists || place == QueryPlace::kCount) return;
  const ast::Clause& last = clauses.back();
  if (Is<ast::Match>(last) || Is<ast::With>(last) || Is<ast::Unwind>(last) || Is<ast::LoadCsv>(last)) {
    Reject("InvalidClauseComposition", last.span,
           fmt::format("a query cannot end with {}; add RETURN, or a clause that changes the graph", KeywordOf(last)));
  }
}

QueryResult Checker::CheckSingleQuery(const ast::SingleQuery& query, const Scope& outer, QueryPlace place) {
  CheckOrder(query, place);
  // A CALL subquery sees the outside only through the WITH it begins with, or what its parentheses import.
  const bool sees_outer = place != QueryPlace::kCall || (!query.clauses.empty() && IsImport(query.clauses.front()));
  Scope scope = sees_outer ? outer : Scope();
  // The parts of an expression see the outside throughout, also behind a WITH of theirs.
  const Scope kept = place == QueryPlace::kTop || place == QueryPlace::kCall ? Scope() : outer;
  QueryResult result;
  for (const ast::Clause& clause : query.clauses) {
    CheckClause(clause, scope, kept, query.clauses.size() == 1 && place == QueryPlace::kTop);
    if (Is<ast::Return>(clause)) {
      result.returns = true;
      result.columns = scope.variables();
    }
  }
  if (place == QueryPlace::kCollect && (!result.returns || result.columns.size() != 1)) {
    Reject("InvalidClauseComposition", query.span, "COLLECT needs a query that returns exactly one column");
  }
  // `CALL proc()` alone returns what the procedure yields.
  if (!result.returns && query.clauses.size() == 1 && Is<ast::CallProcedure>(query.clauses.front())) {
    result.returns = !scope.empty();
    result.columns = scope.variables();
  }
  return result;
}

void Checker::CheckMatch(const ast::Match& match, Scope& scope) {
  BindMatch(match.patterns, scope);
  for (const ast::Hint& hint : match.hints) {
    for (const ast::Name& name : hint.variables) VariableType(name.text, name.span, scope);
  }
  if (match.where) CheckPredicate(*match.where, scope);
}

void Checker::CheckClause(const ast::Clause& clause, Scope& scope, const Scope& outer, bool standalone) {
  auto declare = [&scope](const ast::Name& name, Type type) {
    if (scope.Has(name.text)) {
      Reject("VariableAlreadyBound", name.span, fmt::format("`{}` is there already; choose another name", name.text));
    }
    scope.Set(name.text, std::move(type));
  };
  if (const auto* match = std::get_if<ast::Match>(&clause.value)) {
    CheckMatch(*match, scope);
  } else if (const auto* unwind = std::get_if<ast::Unwind>(&clause.value)) {
    const Type type = CheckExpr(*unwind->list, scope);
    declare(unwind->variable, type.kind == Type::Kind::kList ? ElementOf(type) : Type());
  } else if (const auto* create = std::get_if<ast::Create>(&clause.value)) {
    CheckCreate(*create, scope);
  } else if (const auto* set = std::get_if<ast::Set>(&clause.value)) {
    CheckSetItems(set->items, scope);
  } else if (const auto* remove = std::get_if<ast::Remove>(&clause.value)) {
    CheckRemove(*remove, scope);
  } else if (const auto* merge = std::get_if<ast::Merge>(&clause.value)) {
    CheckMerge(*merge, scope);
  } else if (const auto* del = std::get_if<ast::Delete>(&clause.value)) {
    CheckDelete(*del, scope);
  } else if (const auto* with = std::get_if<ast::With>(&clause.value)) {
    scope = CheckProjection(with->projection, with->where.get(), scope, true, clause.span);
    for (const Variable& variable : outer.variables()) {
      if (!scope.Has(variable.name)) scope.Set(variable.name, variable.type);
    }
  } else if (const auto* ret = std::get_if<ast::Return>(&clause.value)) {
    scope = CheckProjection(ret->projection, nullptr, scope, false, clause.span);
  } else if (const auto* call = std::get_if<ast::CallProcedure>(&clause.value)) {
    CheckCallProcedure(*call, clause.span, scope, standalone);
  } else if (const auto* subquery = std::get_if<ast::CallSubquery>(&clause.value)) {
    CheckCallSubquery(*subquery, scope);
  } else if (const auto* loop = std::get_if<ast::Foreach>(&clause.value)) {
    CheckForeach(*loop, scope);
  } else if (const auto* load = std::get_if<ast::LoadCsv>(&clause.value)) {
    CheckExpr(*load->from, scope);
    if (load->field_terminator) CheckExpr(*load->field_terminator, scope);
    declare(load->variable,
            load->with_headers ? Type::Of(Type::Kind::kMap) : Type::ListOf(Type::Of(Type::Kind::kString)));
  }
}

}  // namespace papergraph::engine
