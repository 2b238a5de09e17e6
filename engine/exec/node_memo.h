// What an expression says of a node, computed once for each node however many rows have it. REQUIRES: the expression
// reads one variable, always says the same of the same node, and the graph does not change meanwhile.
#pragma once

#include <vector>

#include "engine/exec/build.h"
#include "engine/exec/group_table.h"
#include "engine/exec/paged_array.h"

namespace papergraph::engine {

/// The number of a key's value in a KeyTable.
class NodeKey {
 public:
  NodeKey(EvalPtr eval, Slot node, size_t slots) : eval_(std::move(eval)), node_(node), unknown_(slots) {}
  void Clear();
  /// codes := one a row; new values are entered in the table.
  void Assign(const Batch& batch, KeyTable& table, std::vector<uint32_t>& codes);

 private:
  EvalPtr eval_;
  Slot node_;
  PagedArray<uint32_t, kNoGroup> code_of_;
  uint32_t code_of_null_ = kNoGroup;
  Batch unknown_;
  std::vector<uint32_t> new_codes_;
};

/// Whether all of some predicates are true.
class NodeTests {
 public:
  NodeTests(std::vector<EvalPtr> predicates, Slot node, size_t slots)
      : predicates_(std::move(predicates)), node_(node), batch_(slots) {}
  bool empty() const { return predicates_.empty(); }
  void Clear() { states_.Clear(); }

  enum class State : uint8_t { kUnknown, kFails, kAsked, kHolds };
  State Of(NodeId node) const { return states_.Get(Raw(node)); }
  /// Asks for a node of which nothing is known; Answer() follows.
  void Ask(NodeId node) {
    State& state = states_.At(Raw(node));
    if (state != State::kUnknown) return;
    state = State::kAsked;
    asked_.push_back(node);
  }
  void Answer();

 private:
  std::vector<EvalPtr> predicates_;
  Slot node_;
  Batch batch_;
  PagedArray<State, State::kUnknown> states_;
  std::vector<NodeId> asked_;
  std::vector<uint32_t> rows_;
};

}  // namespace papergraph::engine
