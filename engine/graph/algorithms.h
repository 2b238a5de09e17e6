// The rows of GraphProcedures(), each in the file of its algorithm.
#pragma once

#include "engine/procedures/procedure.h"

namespace papergraph::engine {

Procedure PageRankProcedure();  // pagerank.cc
Procedure WccProcedure();       // components.cc
Procedure SccProcedure();
Procedure DegreeProcedure();  // centrality.cc
Procedure BetweennessProcedure();
Procedure KCoreProcedure();        // kcore.cc
Procedure CommunitiesProcedure();  // communities.cc
Procedure MstProcedure();          // spanning_tree.cc

}  // namespace papergraph::engine
