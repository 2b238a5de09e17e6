// The optimiser's rules, in the order in which they apply. Each can be switched off by its name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/algebra/ops.h"

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
  /// False when there is no such rule.
  bool Disable(std::string_view name);

 private:
  explicit RuleSet(uint32_t bits) : bits_(bits) {}
  uint32_t bits_;
};

/// The rules that rewrite a finished plan (the others decide while a pattern becomes operators: optimizer/solve.cc).
void ApplyRules(Plan& plan, const RuleSet& rules, std::span<const Slot> outputs, SlotTable& slots);

}  // namespace papergraph::engine
