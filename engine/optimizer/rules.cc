#include "engine/optimizer/rules.h"

#include "engine/algebra/walk.h"

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
    {Rule::kTopK, "top_k", "keep only the first rows of ORDER BY with LIMIT"},
    {Rule::kLateProperties, "late_properties", "read what is returned after it is known which rows are"},
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

void ApplyRules(Plan& plan, const RuleSet& rules, std::span<const Slot> outputs, SlotTable& slots) {
  (void)outputs;
  (void)slots;
  if (rules.Has(Rule::kTopK)) UseTopK(plan);
}

}  // namespace papergraph::engine
