// A MATCH as a graph of its own: what is looked for, before it is decided where to start and which way to go.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/algebra/ops.h"

namespace papergraph::engine {

struct PatternNode {
  Slot slot;
  std::vector<std::string> labels;  // that it must have; also among the predicates, as HasLabels
  bool bound = false;               // the row has it before the pattern is looked for
  const ast::Hint* hint = nullptr;  // USING INDEX or USING SCAN: the way to it that must be taken
};

struct PatternRel {
  enum class Kind { kSingle, kVariable, kShortest, kRepeat };
  Kind kind = Kind::kSingle;
  Slot slot;        // the relationship, or the list of them
  size_t from = 0;  // positions in Pattern::nodes, as written
  size_t to = 0;
  Flow flow = Flow::kOut;
  Types types;
  uint64_t min = 1;
  uint64_t max = kUnbounded;
  bool bound = false;
  EdgeCondition condition;  // kVariable, kShortest
  bool all_shortest = false;
  Slot path;   // kShortest: the path itself, may be invalid
  Plan inner;  // kRepeat, with what ops::Repeat says
  Slot inner_from, inner_to;
  std::vector<Slot> inner_rels, inner_values;
  std::vector<Out> lists;
};

struct Pattern {
  std::vector<PatternNode> nodes;
  std::vector<PatternRel> rels;
  std::vector<ExprPtr> predicates;
  std::vector<const ast::Hint*> joins;                 // USING JOIN
  std::vector<Assign> paths;                           // named paths, computed from the rest
  std::vector<std::function<void(Pattern&)>> pending;  // what can only be bound when all variables are known
  /// Every slot that finding the pattern fills.
  std::vector<Slot> NewSlots() const;
};

}  // namespace papergraph::engine
