// Walks over plans through Fields(): inputs, slots read, slots filled, expressions. No case for an operator anywhere.
#pragma once

#include <type_traits>

#include "engine/algebra/ops.h"

namespace papergraph::engine {

/// Receives what a walk over one operator's fields finds; leave empty what you do not need.
template <typename OnPlan, typename OnSlot, typename OnOut, typename OnExpr>
struct FieldWalk {
  OnPlan on_plan;
  OnSlot on_slot;
  OnOut on_out;
  OnExpr on_expr;

  void operator()(Plan& plan) const {
    if (plan) on_plan(plan);
  }
  void operator()(Slot& slot) const {
    if (slot.valid()) on_slot(slot);
  }
  void operator()(Out& out) const {
    if (out.slot.valid()) on_out(out.slot);
  }
  void operator()(ExprPtr& expr) const {
    if (expr) on_expr(expr);
  }
  void operator()(EdgeCondition& condition) const { (*this)(condition.predicate); }
  void operator()(Assign& assign) const {
    (*this)(assign.slot);
    (*this)(assign.expr);
  }
  void operator()(AggregateItem& item) const {
    (*this)(item.slot);
    (*this)(item.call);
    (*this)(item.weight);
  }
  void operator()(SortKey& key) const { (*this)(key.expr); }
  void operator()(Mark&) const {}
  void operator()(OncePer&) const {}
  void operator()(TopGroups& top) const {
    (*this)(top.skip);
    (*this)(top.limit);
  }
  void operator()(ops::NewNode& node) const {
    (*this)(node.slot);
    (*this)(node.properties);
  }
  void operator()(ops::NewEdge& edge) const {
    (*this)(edge.slot);
    (*this)(edge.start);
    (*this)(edge.end);
    (*this)(edge.properties);
  }
  void operator()(ops::SetItem& item) const {
    (*this)(item.target);
    (*this)(item.key);
    (*this)(item.value);
  }
  template <typename T>
  void operator()(std::vector<T>& items) const {
    for (T& item : items) (*this)(item);
  }
  template <typename T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string> ||
           std::is_same_v<T, Types>) void
  operator()(T&) const {}
};

template <typename OnPlan, typename OnSlot, typename OnOut, typename OnExpr>
void WalkFields(PlanNode& node, OnPlan on_plan, OnSlot on_slot, OnOut on_out, OnExpr on_expr) {
  FieldWalk<OnPlan, OnSlot, OnOut, OnExpr> walk{on_plan, on_slot, on_out, on_expr};
  std::visit([&](auto& op) { std::apply([&](auto&... fields) { (walk(fields), ...); }, op.Fields()); }, node.op);
}

template <typename F>
void ForEachInput(PlanNode& node, F on_plan) {
  WalkFields(
      node, on_plan, [](Slot&) {}, [](Slot&) {}, [](ExprPtr&) {});
}

/// The slots that a plan reads but does not fill itself, each once, ascending: what its Arguments must give.
std::vector<Slot> ImportsOf(PlanNode& plan);
/// Every slot that an operator of the plan fills, ascending (subplans of expressions apart).
std::vector<Slot> OutsOf(PlanNode& plan);
std::string_view NameOf(const PlanNode& node);
/// Whether any operator (not subplans of expressions) changes the graph.
bool Writes(PlanNode& plan);
/// Whether the plan asks anything of the graph (subplans and functions of entities included, cautiously).
bool ReadsGraph(PlanNode& plan);

}  // namespace papergraph::engine
