// Plan -> operators.
#pragma once

#include <span>
#include <vector>

#include "engine/algebra/walk.h"
#include "engine/exec/eval.h"
#include "engine/exec/operator.h"

namespace papergraph::engine {

/// What Make functions ask while a plan becomes operators. Knows which slots are needed where.
class Builder {
 public:
  Builder(ExecContext& context, const SlotTable& slots) : ctx_(context), slots_(slots) {}

  /// `needed`: the slots that the receiver reads.
  OperatorPtr Build(PlanNode& plan, std::span<const Slot> needed);
  /// An inner plan whose Arguments give `source`.
  OperatorPtr BuildInner(PlanNode& plan, std::span<const Slot> needed, ArgumentSource& source);

  // For Make functions, about the operator that is made.
  /// Its input, which gives what is needed above (but for what this operator fills) and what the operator reads itself.
  OperatorPtr Input(Plan& input);
  /// An input that must give exactly `needed`.
  OperatorPtr InputWith(Plan& input, std::vector<Slot> needed);
  /// The columns that must pass through: needed above and not filled here.
  const std::vector<Slot>& carry() const { return carry_; }
  const std::vector<Slot>& needed() const { return needed_; }
  /// What Input() gives.
  std::vector<Slot> live() const { return UnionOfSlots(carry_, reads_); }
  const std::vector<Slot>& reads() const { return reads_; }
  bool IsNeeded(Slot slot) const;
  EvalPtr Evaluate(const ExprPtr& expr) { return expr ? MakeEval(expr, *this) : nullptr; }
  std::vector<EvalPtr> Evaluate(const std::vector<ExprPtr>& exprs);

  ExecContext& context() { return ctx_; }
  size_t slot_count() const { return slots_.names.size(); }
  const SlotTable& slots() const { return slots_; }
  ArgumentSource* source() { return source_; }

 private:
  static std::vector<Slot> UnionOfSlots(std::vector<Slot> a, const std::vector<Slot>& b);
  ExecContext& ctx_;
  const SlotTable& slots_;
  std::vector<Slot> needed_;
  std::vector<Slot> carry_;
  std::vector<Slot> reads_;
  ArgumentSource* source_ = nullptr;
};

/// Sorted, each once.
std::vector<Slot> UniqueSlots(std::vector<Slot> slots);
std::vector<Slot> Without(const std::vector<Slot>& slots, const std::vector<Slot>& remove);
std::vector<Slot> UnionOf(std::vector<Slot> a, const std::vector<Slot>& b);

// One line an operator.
OperatorPtr Make(ops::Argument&, Builder&);
OperatorPtr Make(ops::AllNodesScan&, Builder&);
OperatorPtr Make(ops::LabelScan&, Builder&);
OperatorPtr Make(ops::IndexSeek&, Builder&);
OperatorPtr Make(ops::IndexRange&, Builder&);
OperatorPtr Make(ops::IndexPrefix&, Builder&);
OperatorPtr Make(ops::NodeById&, Builder&);
OperatorPtr Make(ops::EdgeIndexSeek&, Builder&);
OperatorPtr Make(ops::EdgeIndexRange&, Builder&);
OperatorPtr Make(ops::EdgeIndexPrefix&, Builder&);
OperatorPtr Make(ops::Expand&, Builder&);
OperatorPtr Make(ops::ExpandInto&, Builder&);
OperatorPtr Make(ops::VarExpand&, Builder&);
OperatorPtr Make(ops::Endpoints&, Builder&);
OperatorPtr Make(ops::WalkList&, Builder&);
OperatorPtr Make(ops::ShortestPath&, Builder&);
OperatorPtr Make(ops::Repeat&, Builder&);
OperatorPtr Make(ops::SelectPaths&, Builder&);
OperatorPtr Make(ops::Filter&, Builder&);
OperatorPtr Make(ops::Project&, Builder&);
OperatorPtr Make(ops::Aggregate&, Builder&);
OperatorPtr Make(ops::Distinct&, Builder&);
OperatorPtr Make(ops::Sort&, Builder&);
OperatorPtr Make(ops::TopK&, Builder&);
OperatorPtr Make(ops::Skip&, Builder&);
OperatorPtr Make(ops::Limit&, Builder&);
OperatorPtr Make(ops::Unwind&, Builder&);
OperatorPtr Make(ops::Apply&, Builder&);
/// IN TRANSACTIONS that outlives errors.
OperatorPtr MakeTransactionApply(ops::Apply& op, Builder& builder);
OperatorPtr Make(ops::Union&, Builder&);
OperatorPtr Make(ops::HashJoin&, Builder&);
OperatorPtr Make(ops::Eager&, Builder&);
OperatorPtr Make(ops::EmptyResult&, Builder&);
OperatorPtr Make(ops::ProcedureCall&, Builder&);
OperatorPtr Make(ops::LoadCsv&, Builder&);
OperatorPtr Make(ops::Create&, Builder&);
OperatorPtr Make(ops::Merge&, Builder&);
OperatorPtr Make(ops::Set&, Builder&);
OperatorPtr Make(ops::Delete&, Builder&);
OperatorPtr Make(ops::Foreach&, Builder&);

}  // namespace papergraph::engine
