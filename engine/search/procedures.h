// search.text and its kin: full-text indexes as procedures.
#pragma once

#include <vector>

#include "engine/procedures/procedure.h"

namespace papergraph::engine {

/// search.text, search.relationships, and Neo4j's names for them.
std::vector<Procedure> SearchProcedures();

}  // namespace papergraph::engine
