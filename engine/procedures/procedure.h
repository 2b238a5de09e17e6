// Procedures: what CALL can call.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/error.h"
#include "storage/graph_reader.h"
#include "storage/value.h"

namespace papergraph::engine {

struct ProcedureField {
  std::string name;
  std::string type;  // "STRING?", "INTEGER?", "NODE", "MAP", ... as the TCK writes signatures
};

struct ProcedureContext {
  const GraphReader& graph;
  Span call{};                            // of the CALL, for errors
  std::function<void()> check_interrupt;  // call now and then in long loops: throws when cancelled or out of time
};

/// For arguments that a procedure cannot take: an error at the CALL.
inline QueryError InvalidArgument(const ProcedureContext& context, const std::string& message) {
  return RuntimeError(ErrorType::kProcedureError, "InvalidArgument", context.call, message);
}

/// Receives one row of results, in the order of Procedure::results.
using ProcedureRow = std::function<void(std::span<const Value>)>;

struct Procedure {
  std::string name;  // "algo.pagerank"
  std::vector<ProcedureField> arguments;
  std::vector<ProcedureField> results;  // empty: a void procedure
  std::string help;
  std::function<void(ProcedureContext&, std::span<const Value>, const ProcedureRow&)> run;
  /// How many of `arguments` must be given; the rest may be left out.
  size_t required_arguments = 0;
};

/// The built-in ones by name: algo.* (engine/graph), db.labels, db.relationshipTypes, db.propertyKeys, ...
std::span<const Procedure> BuiltInProcedures();

}  // namespace papergraph::engine
