// Plans as text: EXPLAIN, PROFILE, and the golden plans of tests.
#pragma once

#include <string>

#include "engine/algebra/ops.h"

namespace papergraph::engine {

struct PrintOptions {
  bool estimates = false;  // "~12 rows"
  bool seen = false;       // "12 rows", after a run
};

/// One operator a line, inputs indented below it, the last line a leaf.
std::string PrintPlan(const QueryPlan& plan, const PrintOptions& options);

}  // namespace papergraph::engine
