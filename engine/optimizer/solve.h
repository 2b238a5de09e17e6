// A pattern becomes scans, seeks and expansions: where to start, which way to go, when to test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "engine/optimizer/cost.h"
#include "engine/optimizer/rules.h"
#include "engine/planner/pattern.h"
#include "engine/planner/planner.h"

namespace papergraph::engine {

/// The number of a node or relationship of a pattern, where there is none.
inline constexpr size_t kNowhere = SIZE_MAX;

/// Finds one pattern for each row of the input. With all rules off: as written, left to right, tests last.
class Solver {
 public:
  Solver(Pattern pattern, const PlanContext& context, SlotTable& slots);
  Plan Solve(Plan input);

 private:
  // What has been found so far.
  struct Part {
    Plan plan;
    std::set<int32_t> have;  // slots
    double rows = 1;
    bool standalone = false;                      // the right side of a join: nothing of the row may be used
    std::vector<Slot> rel_slots;                  // relationships of this MATCH that are placed, and ...
    std::vector<size_t> rel_index;                // ... which they are
    std::map<size_t, std::vector<NodeId>> found;  // pattern nodes that are known while planning: few, by an index
  };

  bool Has(const Part& part, size_t node) const { return part.have.contains(pattern_.nodes[node].slot.index); }
  bool CanTest(const Part& part, const Expr& expr) const;
  void Test(Part& part);
  void PlaceNode(Part& part, size_t node);
  void PlaceRel(Part& part, size_t rel);
  /// Begins with relationships of an index, where none of the nodes gives less to begin with.
  bool PlaceIndexedRel(Part& part, size_t best_node);
  void PlaceConnected(Part& part);
  void PlaceParts(Part& part);
  bool JoinPart(Part& part, size_t start);
  /// Both parts as one: rows where the join's keys are equal, and what else can now be compared.
  void Join(Part& part, Part right, ops::HashJoin join);
  void SolveAsWritten(Part& part);
  /// Rows for each row, when this relationship is placed next.
  double CostOf(const Part& part, size_t rel) const;
  double SelectivityAt(const Part& part, size_t node) const;
  std::vector<Slot> DiffersFrom(const Part& part, size_t rel) const;
  bool MayBeSame(size_t a, size_t b) const;
  size_t BestStart(const Part& part);
  std::vector<NodeId> FindNow(const AccessPath& access) const;
  /// Relationships at the pattern node, on average.
  double DegreeAt(const Part& part, size_t node, const Types& types, Flow flow) const;
  size_t NextRel(const Part& part) const;
  double WorkFrom(const Part& part, size_t node, const AccessPath& access);
  // hints.cc
  void CheckHints() const;
  void FollowJoinHints(Part& part);
  void JoinOn(Part& part, const ast::Hint& hint, size_t node);
  std::vector<size_t> SidesAround(size_t node) const;
  void PlaceSide(Part& part, const std::vector<bool>& rels);
  /// Whether going along the relationship would reach a node that a hint wants looked up instead.
  bool IsHeldBack(const Part& part, size_t rel) const;
  [[noreturn]] void RefuseUnusedHint(size_t node) const;
  /// The predicates that nothing has tested yet; `at[i]` is the place of the i-th in the pattern's.
  std::vector<ExprPtr> OpenPredicates(std::vector<size_t>& at) const;
  AccessPath Access(const Part& part, size_t node) const;
  Slot EndSlot(Part& part, size_t node, bool& check);
  void CheckEnd(Part& part, Slot found, size_t node);

  Pattern pattern_;
  const PlanContext& context_;
  SlotTable& slots_;
  std::set<int32_t> new_slots_;
  std::vector<bool> placed_;   // relationships
  std::vector<bool> tested_;   // predicates
  std::vector<bool> allowed_;  // relationships that may be placed now; empty: all
};

/// Splits conjunctions of labels, which the nodes get to know, and (`as_lists`) makes equalities of one property joined
/// by OR one IN.
void Normalise(Pattern& pattern, bool as_lists);

}  // namespace papergraph::engine
