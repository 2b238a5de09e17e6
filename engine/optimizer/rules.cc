#include "engine/optimizer/rules.h"

#include <algorithm>

#include "engine/algebra/walk.h"
#include "engine/optimizer/rewrites.h"

namespace papergraph::engine {

namespace {

constexpr RuleInfo kRules[] = {
    {Rule::kUseLabels, "use_labels", "start at the nodes of a label"},
    {Rule::kUseIndexes, "use_indexes", "start at the nodes of an index entry"},
    {Rule::kOrderJoins, "order_joins", "start where there is least, and go where there is least"},
    {Rule::kPushFilters, "push_filters", "test as soon as all that is asked for is there"},
    {Rule::kExpandInto, "expand_into", "look for a relationship between two known nodes"},
    {Rule::kJoinParts, "join_parts", "read a separate part of a pattern once, and join it"},
    {Rule::kReach, "reach", "ask which nodes, not which ways, where only nodes are counted"},
    {Rule::kTopK, "top_k", "keep only the first rows of ORDER BY with LIMIT, and read the rest of these alone"},
    {Rule::kNodeTests, "node_tests", "test a node that many relationships lead to once"},
    {Rule::kNodeKeys, "node_keys", "compute a key of groups that reads one node once a node"},
    {Rule::kSemiJoins, "semi_joins", "look for one relationship where only whether there is one counts"},
    {Rule::kStartByCost, "start_by_cost", "start a pattern where the whole of it is found with the least work"},
    {Rule::kCountEnds, "count_ends", "count how often each node is reached instead of a row for each time"},
    {Rule::kTopGroups, "top_groups", "leave out groups that cannot be among the first of ORDER BY with LIMIT"},
    {Rule::kBothCores, "both_cores", "group many rows by several threads"},
};

// Limit(Skip(Sort)) and Limit(Sort) -> TopK.
void UseTopK(Plan& plan) {
  auto* limit = std::get_if<ops::Limit>(&plan->op);
  if (limit) {
    auto* skip = std::get_if<ops::Skip>(&limit->input->op);
    Plan& below = skip ? skip->input : limit->input;
    // A plan that writes must run to its end, whatever is looked at: TopK reads all, too.
    if (auto* sort = std::get_if<ops::Sort>(&below->op)) {
      plan = MakePlan(
          ops::TopK{std::move(sort->input), std::move(sort->keys), skip ? skip->count : nullptr, limit->count});
    }
  }
  ForEachInput(*plan, UseTopK);
}

void EstimateAll(PlanNode& node) {
  ForEachInput(node, [](Plan& input) { EstimateAll(*input); });
  node.rows = EstimateOf(node);
}

// TopK(Project) -> Project(TopK), where only properties are read that the order does not ask for.
void ReadLate(Plan& plan) {
  ForEachInput(*plan, ReadLate);
  auto* top = std::get_if<ops::TopK>(&plan->op);
  auto* project = top ? std::get_if<ops::Project>(&top->input->op) : nullptr;
  if (!project) return;
  std::vector<Slot> sorted_by;
  for (const SortKey& key : top->keys) CollectSlots(*key.expr, sorted_by);
  for (const Assign& item : project->items) {
    const bool only_reads = item.expr->kind == ExprKind::kProperty && item.expr->args[0]->kind == ExprKind::kSlot;
    if (!only_reads || std::find(sorted_by.begin(), sorted_by.end(), item.slot.slot) != sorted_by.end()) return;
  }
  Plan below = std::move(project->input);
  Plan outer = std::move(top->input);
  top->input = std::move(below);
  std::get<ops::Project>(outer->op).input = std::move(plan);
  plan = std::move(outer);
}

// How often each slot is read anywhere.
void CountReads(PlanNode& plan, std::vector<int>& reads) {
  std::vector<Slot> slots;
  WalkFields(
      plan, [&](Plan& input) { CountReads(*input, reads); }, [&](Slot& slot) { slots.push_back(slot); }, [](Slot&) {},
      [&](ExprPtr& expr) { CollectSlots(*expr, slots); });
  for (Slot slot : slots) ++reads[static_cast<size_t>(slot.index)];
}

// Below what does not count how often a row comes, ways to the same node are one. min of 2 and more would need walks.
void UseReach(Plan& plan, bool once, const std::vector<int>& reads) {
  PlanNode& node = *plan;
  if (auto* expand = std::get_if<ops::VarExpand>(&node.op)) {
    if (once && expand->min <= 1 && expand->differs_from.empty() &&
        reads[static_cast<size_t>(expand->rels.slot.index)] == 0) {
      expand->reach_only = true;
    }
  } else if (std::holds_alternative<ops::Distinct>(node.op)) {
    once = true;
  } else if (auto* aggregate = std::get_if<ops::Aggregate>(&node.op)) {
    once = true;
    for (const AggregateItem& item : aggregate->items) once = once && item.call->distinct;
  } else if (!std::holds_alternative<ops::Filter>(node.op) && !std::holds_alternative<ops::Project>(node.op) &&
             !std::holds_alternative<ops::Expand>(node.op) && !std::holds_alternative<ops::ExpandInto>(node.op)) {
    once = false;
  }
  ForEachInput(node, [&](Plan& input) { UseReach(input, once, reads); });
}

}  // namespace

std::span<const RuleInfo> Rules() { return kRules; }

bool RuleSet::Disable(std::string_view name) {
  for (const RuleInfo& info : kRules) {
    if (info.name != name) continue;
    Disable(info.rule);
    return true;
  }
  return false;
}

void ApplyRules(Plan& plan, const RuleSet& rules, std::span<const Slot> outputs, SlotTable& slots,
                const GraphReader& graph) {
  if (rules.Has(Rule::kTopK)) UseTopK(plan);
  if (rules.Has(Rule::kTopK)) ReadLate(plan);
  EstimateAll(*plan);
  const bool writes = Writes(*plan);
  if (rules.Has(Rule::kCountEnds)) UseCountedEnds(plan, rules, slots);
  if (rules.Has(Rule::kNodeTests) && !writes) UseNodeTests(plan, rules, graph);
  if (rules.Has(Rule::kNodeKeys) && !writes) UseNodeKeys(plan, rules);
  std::vector<int> reads(slots.names.size());
  for (Slot slot : outputs) ++reads[static_cast<size_t>(slot.index)];
  CountReads(*plan, reads);
  if (rules.Has(Rule::kReach)) UseReach(plan, false, reads);
  if (rules.Has(Rule::kSemiJoins) && !writes) UseSemiJoins(plan, reads);
  if (rules.Has(Rule::kTopGroups)) UseTopGroups(plan);
  if (rules.Has(Rule::kBothCores) && !writes) UseBothCores(plan, rules);
}

}  // namespace papergraph::engine
