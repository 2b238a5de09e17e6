// The graph algorithms that CALL can call: algo.* of CONTRACT.md.
#pragma once

#include <vector>

#include "engine/procedures/procedure.h"

namespace papergraph::engine {

/// By name. Each takes one map (which may be left out): `label` and `type` are a name or a list of names, absent means
/// all, a name that the graph does not have selects nothing. Rows come by node id (algo.mst: by relationship id) and
/// are the same in every run. A key that is not known, or a value of a wrong kind: RuntimeError kProcedureError, detail
/// InvalidArgument.
std::vector<Procedure> GraphProcedures();

}  // namespace papergraph::engine
