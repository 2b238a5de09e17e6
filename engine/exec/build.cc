#include "engine/exec/build.h"

#include <algorithm>
#include <chrono>

#include "storage/segment_loads.h"

namespace papergraph::engine {

namespace {

bool Before(Slot a, Slot b) { return a.index < b.index; }

class ArgumentExec : public Operator {
 public:
  ArgumentExec(ExecContext& context, const ArgumentSource* source, std::vector<Slot> slots)
      : Operator(context), source_(source), slots_(std::move(slots)) {}
  void Open() override { done_ = false; }

 protected:
  bool Produce(Batch& out) override {
    if (done_) return false;
    done_ = true;
    if (!source_) {  // the start of a statement
      out.size = 1;
      return true;
    }
    out.size = source_->batch.size;
    for (Slot slot : slots_) out[slot] = source_->batch[slot];
    return out.size > 0;
  }

 private:
  const ArgumentSource* source_;
  std::vector<Slot> slots_;
  bool done_ = true;
};

}  // namespace

bool Operator::NextCounted(Batch& out) {
  const auto add = [](uint64_t& sum, uint64_t amount) {
    std::atomic_ref<uint64_t>(sum).fetch_add(amount, std::memory_order_relaxed);
  };
  const uint64_t loads = SegmentLoadsOfThread();
  const auto begin = std::chrono::steady_clock::now();
  const bool more = Produce(out);
  const auto took = std::chrono::steady_clock::now() - begin;
  add(node_->nanos, static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(took).count()));
  add(node_->segment_loads, SegmentLoadsOfThread() - loads);
  if (more) {
    add(node_->seen, out.size);
    add(node_->batches, 1);
  }
  return more;
}

std::vector<Slot> UniqueSlots(std::vector<Slot> slots) {
  std::sort(slots.begin(), slots.end(), Before);
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  return slots;
}

std::vector<Slot> Without(const std::vector<Slot>& slots, const std::vector<Slot>& remove) {
  std::vector<Slot> rest;
  for (Slot slot : slots) {
    if (std::find(remove.begin(), remove.end(), slot) == remove.end()) rest.push_back(slot);
  }
  return rest;
}

std::vector<Slot> UnionOf(std::vector<Slot> a, const std::vector<Slot>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return UniqueSlots(std::move(a));
}

OperatorPtr Builder::Build(PlanNode& plan, std::span<const Slot> needed) {
  auto outer_needed = std::move(needed_);
  auto outer_carry = std::move(carry_);
  auto outer_reads = std::move(reads_);

  needed_ = UniqueSlots({needed.begin(), needed.end()});
  std::vector<Slot> filled;
  reads_.clear();
  // Inner plans read the row, too; inputs that are not inner get their wishes from their own Build.
  const auto add_imports = [&](Plan& inner) {
    const auto imports = ImportsOf(*inner);
    reads_.insert(reads_.end(), imports.begin(), imports.end());
  };
  if (auto* apply = std::get_if<ops::Apply>(&plan.op)) add_imports(apply->inner);
  if (auto* merge = std::get_if<ops::Merge>(&plan.op)) add_imports(merge->match);
  if (auto* repeat = std::get_if<ops::Repeat>(&plan.op)) add_imports(repeat->inner);
  WalkFields(
      plan, [](Plan&) {}, [&](Slot& slot) { reads_.push_back(slot); }, [&](Slot& slot) { filled.push_back(slot); },
      [&](ExprPtr& expr) { CollectSlots(*expr, reads_); });
  carry_ = Without(needed_, filled);
  reads_ = Without(reads_, filled);
  OperatorPtr made = std::visit([&](auto& op) { return Make(op, *this); }, plan.op);
  made->Count(&plan);

  needed_ = std::move(outer_needed);
  carry_ = std::move(outer_carry);
  reads_ = std::move(outer_reads);
  return made;
}

OperatorPtr Builder::BuildInner(PlanNode& plan, std::span<const Slot> needed, ArgumentSource& source) {
  ArgumentSource* outer = source_;
  source_ = &source;
  OperatorPtr made = Build(plan, needed);
  source_ = outer;
  return made;
}

std::vector<Slot> Builder::UnionOfSlots(std::vector<Slot> a, const std::vector<Slot>& b) {
  return UnionOf(std::move(a), b);
}

OperatorPtr Builder::Input(Plan& input) { return Build(*input, UnionOf(carry_, reads_)); }

OperatorPtr Builder::InputWith(Plan& input, std::vector<Slot> needed) { return Build(*input, needed); }

bool Builder::IsNeeded(Slot slot) const {
  return slot.valid() && std::binary_search(needed_.begin(), needed_.end(), slot, Before);
}

std::vector<EvalPtr> Builder::Evaluate(const std::vector<ExprPtr>& exprs) {
  std::vector<EvalPtr> evals;
  evals.reserve(exprs.size());
  for (const ExprPtr& expr : exprs) evals.push_back(MakeEval(expr, *this));
  return evals;
}

OperatorPtr Make(ops::Argument&, Builder& builder) {
  return std::make_unique<ArgumentExec>(builder.context(), builder.source(),
                                        builder.source() ? builder.carry() : std::vector<Slot>{});
}

}  // namespace papergraph::engine
