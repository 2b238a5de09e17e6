#include "engine/graph/procedures.h"

#include "engine/graph/algorithms.h"

namespace papergraph::engine {

std::vector<Procedure> GraphProcedures() {
  return {BetweennessProcedure(), CommunitiesProcedure(), DegreeProcedure(), KCoreProcedure(),
          MstProcedure(),         PageRankProcedure(),    SccProcedure(),    WccProcedure()};
}

}  // namespace papergraph::engine
