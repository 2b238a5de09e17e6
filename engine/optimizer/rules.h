// The optimiser's rules, in the order in which they apply. Each can be switched off by its name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/algebra/ops.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

enum class Rule : uint8_t {
  kUseLabels,    // start at the nodes of a label
  kUseIndexes,   // start at the nodes of an index entry
  kOrderJoins,   // start where there is least, go where there is least
  kPushFilters,  // test as soon as all that is asked for is there
  kExpandInto,   // look for a relationship between two known nodes instead of walking to all
  kJoinParts,    // parts of a pattern that hang together by equality alone, or not at all: read the second once
  kReach,        // which nodes, not which ways
  kTopK,         // ORDER BY with LIMIT keeps only the first
  kNodeTests,    // a test of a node that many relationships lead to: once a node
  kNodeKeys,     // a key of groups that reads one node: once a node
  kSemiJoins,    // whether there is a relationship, not each
  kStartByCost,  // start where the whole pattern is found with the least work
  kCountEnds,    // how often each node is reached, not a row for each time
  kTopGroups,    // groups that cannot be among the first of ORDER BY with LIMIT are not made into rows
  kBothCores,    // groups of many rows: by several threads
};

struct RuleInfo {
  Rule rule;
  std::string_view name;
  std::string_view what;
};
std::span<const RuleInfo> Rules();

/// Which are on.
class RuleSet {
 public:
  static RuleSet All() { return RuleSet(~0u); }
  static RuleSet None() { return RuleSet(0); }
  RuleSet() : RuleSet(~0u) {}
  bool Has(Rule rule) const { return bits_ >> static_cast<unsigned>(rule) & 1; }
  void Disable(Rule rule) { bits_ &= ~(1u << static_cast<unsigned>(rule)); }
  /// For tests: rules that pay only where many rows are expected apply everywhere.
  void IgnoreEstimates() { ignores_estimates_ = true; }
  bool ignores_estimates() const { return ignores_estimates_; }
  /// False when there is no such rule.
  bool Disable(std::string_view name);

 private:
  explicit RuleSet(uint32_t bits) : bits_(bits) {}
  uint32_t bits_;
  bool ignores_estimates_ = false;
};

/// The rules that rewrite a finished plan (the others decide while a pattern becomes operators: optimizer/solve.cc).
void ApplyRules(Plan& plan, const RuleSet& rules, std::span<const Slot> outputs, SlotTable& slots,
                const GraphReader& graph);

}  // namespace papergraph::engine
