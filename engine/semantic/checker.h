// The checks of one statement, over several files: queries and clauses, expressions, patterns, projections, updates,
// calls.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/procedures/procedure.h"
#include "engine/semantic/check.h"
#include "engine/semantic/scope.h"
#include "engine/semantic/types.h"
#include "grammar/ast.h"
#include "grammar/error.h"

namespace papergraph::engine {

/// Where an expression stands, as far as it matters for what may stand in it.
enum class Aggregation {
  kForbidden,  // InvalidAggregation
  kAllowed,    // an item of WITH or RETURN
  kInside,     // the argument of an aggregate: NestedAggregation
};

/// What an expression must be for a pattern to stand for "there is such a path".
enum class Use { kValue, kPredicate };

/// Where a query stands.
enum class QueryPlace { kTop, kCall, kCallWithImports, kExists, kCount, kCollect };

/// What a query gives to the outside.
struct QueryResult {
  bool returns = false;
  std::vector<Variable> columns;
};

class Checker {
 public:
  explicit Checker(const CheckContext& context) : context_(context) {}

  void CheckStatement(const ast::Statement& statement);

  // check.cc
  QueryResult CheckQuery(const ast::Query& query, const Scope& outer, QueryPlace place);

  // check_expressions.cc, check_operators.cc
  Type CheckExpr(const ast::Expr& expr, const Scope& scope, Aggregation aggregation = Aggregation::kForbidden,
                 Use use = Use::kValue);
  /// A WHERE, or what else must be true.
  void CheckPredicate(const ast::Expr& expr, const Scope& scope, Aggregation aggregation = Aggregation::kForbidden);

  // check_patterns.cc
  void BindMatch(const std::vector<ast::PathPattern>& patterns, Scope& scope);
  void BindPattern(const ast::PathPattern& pattern, Scope& scope);

  // check_calls.cc
  void CheckCallProcedure(const ast::CallProcedure& call, Span span, Scope& scope, bool standalone);
  void CheckCallSubquery(const ast::CallSubquery& call, Scope& scope);

 private:
  friend struct ExpressionCheck;

  // check.cc
  QueryResult CheckSingleQuery(const ast::SingleQuery& query, const Scope& outer, QueryPlace place);
  void CheckOrder(const ast::SingleQuery& query, QueryPlace place) const;
  void CheckClause(const ast::Clause& clause, Scope& scope, const Scope& outer, bool standalone);
  void CheckMatch(const ast::Match& match, Scope& scope);
  void CheckShow(const ast::Show& show, Span span);

  // check_projection.cc
  /// The scope after WITH or RETURN: its columns alone.
  Scope CheckProjection(const ast::Projection& projection, const ast::Expr* where, const Scope& scope, bool is_with,
                        Span span);
  void CheckGroupingKeys(const ast::Projection& projection, const Scope& scope);
  void CheckSortItem(const ast::SortItem& item, const ast::Projection& projection, const Scope& before,
                     const Scope& after, bool grouped, bool aggregates);
  void CheckCount(const ast::Expr& expr, std::string_view keyword);

  // check_updates.cc
  void CheckCreate(const ast::Create& create, Scope& scope);
  void CheckMerge(const ast::Merge& merge, Scope& scope);
  void CheckSetItems(const std::vector<ast::SetItem>& items, const Scope& scope);
  void CheckRemove(const ast::Remove& remove, const Scope& scope);
  void CheckDelete(const ast::Delete& clause, const Scope& scope);
  void CheckForeach(const ast::Foreach& clause, const Scope& scope);

  // check_patterns.cc
  void CheckPath(const ast::PathPattern& pattern, Scope& scope, std::vector<std::string>& relationships);
  void BindElement(const ast::PathElement& element, Scope& scope, std::vector<std::string>& relationships);
  void CheckElementExpressions(const ast::PathElement& element, const Scope& scope);
  void CheckPatternExpressions(const ast::PathPattern& pattern, const Scope& scope);
  void CheckPatternProperties(const ast::Expr* properties, const Scope& scope);
  /// Variables of a pattern that stands in an expression: all must be known.
  void CheckBound(const ast::PathPattern& pattern, const Scope& scope);
  void CheckWritten(const ast::PathPattern& pattern, Scope& scope, bool is_merge);

  // check_expressions.cc
  Type CheckCall(const ast::FunctionCall& call, Span span, const Scope& scope, Aggregation aggregation);
  Type VariableType(std::string_view name, Span span, const Scope& scope) const;

  const CheckContext& context_;
};

/// Throws SyntaxError with the detail: most of what is checked here is one.
[[noreturn]] void Reject(std::string_view detail, Span span, const std::string& message);

/// Whether an aggregate stands in it, subqueries apart.
bool HasAggregate(const ast::Expr& expr);
bool IsAggregateCall(const ast::Expr& expr);

/// Calls `visit` with each direct sub-expression; those of subqueries and patterns apart.
void ForEachChild(const ast::Expr& expr, const std::function<void(const ast::Expr&)>& visit);

/// The parts of `[x IN list | ...]` and its kin see `x`, too: children that stand in such an inner scope come last in
/// ForEachChild, and this says which names it adds.
std::vector<std::string_view> InnerNames(const ast::Expr& expr);

}  // namespace papergraph::engine
