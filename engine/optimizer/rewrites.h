// Rules that rewrite a finished plan (rules.cc says in which order). REQUIRES: the plan does not write.
#pragma once

#include "engine/optimizer/rules.h"

namespace papergraph::engine {

/// count_ends: below an aggregate that only counts rows, by keys that read nothing but the end of an Expand, each end
/// comes once with its count.
void UseCountedEnds(Plan& plan, const RuleSet& rules, SlotTable& slots);
/// node_tests: a filter on the node that an Expand leads to moves into it and is asked once a node.
void UseNodeTests(Plan& plan, const RuleSet& rules, const GraphReader& graph);
/// node_keys: keys of groups that read one node that comes in many rows are computed once a node.
void UseNodeKeys(Plan& plan, const RuleSet& rules);
/// semi_joins: where it does not count how often a row comes, an Expand to a node that nobody reads asks whether there
/// is one. `reads`: how often each slot is read anywhere.
void UseSemiJoins(Plan& plan, const std::vector<int>& reads);

/// top_groups: below ORDER BY an aggregate with LIMIT, groups that cannot be among the first are not given.
void UseTopGroups(Plan& plan);
/// both_cores: groups of many rows are made by several threads.
void UseBothCores(Plan& plan, const RuleSet& rules);

/// Rows to expect from an operator; where nobody estimated it, from those of its input.
double EstimateOf(PlanNode& node);

/// The one variable that the expression reads, where its value is the same for the same node in every row; else
/// invalid.
Slot OnlyNodeOf(const Expr& expr);

}  // namespace papergraph::engine
