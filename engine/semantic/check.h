// Everything about a statement that is wrong before a row is read.
#pragma once

#include <functional>
#include <string_view>

#include "engine/procedures/procedure.h"
#include "grammar/ast.h"
#include "storage/value.h"

namespace papergraph::engine {

/// What may be asked while checking.
struct CheckContext {
  /// Null when there is no such procedure.
  std::function<const Procedure*(std::string_view)> find_procedure;
  /// The parameters of this run, a map or null (a missing one is ParameterMissing at run time, not here).
  const Value* parameters = nullptr;
};

/// Names and scopes, clause rules, aggregation, types that are known already, function names and argument counts.
/// Throws QueryError of phase kCompile, its detail as the TCK names it, its span at the offending piece.
void Check(const ast::Statement& statement, const CheckContext& context);

/// Whether it writes: CREATE, SET, REMOVE, MERGE, DELETE, FOREACH.
bool IsUpdate(const ast::Clause& clause);

/// The procedure that answers SHOW: "db.indexes".
std::string_view ProcedureOf(ast::Show::What what);

}  // namespace papergraph::engine
