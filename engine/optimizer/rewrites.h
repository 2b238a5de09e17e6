// Rules that rewrite a finished plan (rules.cc says in which order). REQUIRES: the plan does not write.
#pragma once

#include "engine/algebra/ops.h"

namespace papergraph::engine {

/// node_tests: a filter on the node that an Expand leads to moves into it and is asked once a node.
void UseNodeTests(Plan& plan);
/// node_keys: keys of groups that read one node that comes in many rows are computed once a node.
void UseNodeKeys(Plan& plan);
/// semi_joins: where it does not count how often a row comes, an Expand to a node that nobody reads asks whether there
/// is one. `reads`: how often each slot is read anywhere.
void UseSemiJoins(Plan& plan, const std::vector<int>& reads);

/// The one variable that the expression reads, where its value is the same for the same node in every row; else
/// invalid.
Slot OnlyNodeOf(const Expr& expr);

}  // namespace papergraph::engine
