// One relationship further, to new nodes: the lists of a whole batch of nodes are looked up at once, then copied out.
#include <algorithm>

#include "engine/exec/edges.h"
#include "engine/exec/expand_lists.h"
#include "engine/exec/node_memo.h"

namespace papergraph::engine {

namespace {

class ExpandExec : public Operator {
 public:
  ExpandExec(ops::Expand& op, Builder& builder)
      : Operator(builder.context()),
        from_(op.from),
        lists_(op.types, op.flow),
        rel_(op.rel.slot),
        to_(op.to.slot),
        want_rel_(builder.IsNeeded(op.rel.slot)),
        want_to_(builder.IsNeeded(op.to.slot)),
        once_(op.once.on),
        differs_(op.differs_from),
        tests_(builder.Evaluate(op.tests), op.to.slot, builder.slot_count()),
        carry_(builder.carry()),
        input_(builder.Input(op.input)),
        in_(builder.slot_count()) {}

  void Open() override {
    input_->Open();
    if (run_ != ctx_.run) tests_.Clear();
    run_ = ctx_.run;
    in_.size = 0;
    row_ = 0;
    list_ = 0;
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    NodeId* to = nullptr;
    EdgeId* rel = nullptr;
    if (want_to_) {
      out[to_].Reset(Column::Type::kNode);
      out[to_].nodes.resize(kBatchRows);
      to = out[to_].nodes.data();
    }
    if (want_rel_) {
      out[rel_].Reset(Column::Type::kEdge);
      out[rel_].edges.resize(kBatchRows);
      rel = out[rel_].edges.data();
    }
    rows_.resize(kBatchRows);
    count_ = flushed_ = 0;
    while (count_ < kBatchRows) {
      if (row_ >= in_.size) {
        Flush(out);
        if (count_ >= kBatchRows / 2 || !NextInput()) break;
      }
      for (; row_ < in_.size && count_ < kBatchRows; ++row_) {
        if (!EmitRow(to, rel)) break;
      }
    }
    Flush(out);
    if (want_to_) out[to_].nodes.resize(count_);
    if (want_rel_) out[rel_].edges.resize(count_);
    out.size = count_;
    return count_ > 0;
  }

 private:
  bool NextInput() {
    ctx_.CheckInterrupt();
    row_ = list_ = position_ = 0;
    in_.size = 0;
    if (!input_->Next(in_)) {
      in_.size = 0;
      return false;
    }
    lists_.LookUp(*ctx_.graph, in_[from_], in_.size);
    return true;
  }

  // Appends what row_ gives; false when there was no room for all of it.
  bool EmitRow(NodeId* to, EdgeId* rel) {
    if (const size_t ahead = (row_ + 12) * lists_.per_row(); ahead < lists_.all().size()) {
      __builtin_prefetch(lists_.all()[ahead].data());
    }
    if (!differs_.empty() && list_ == 0 && position_ == 0) {
      excluded_.clear();
      CollectEdges(in_, row_, differs_, excluded_);
    }
    while (list_ < lists_.per_row()) {
      const auto list = lists_.all()[row_ * lists_.per_row() + list_];
      // A self-loop comes once when both directions are asked.
      const bool skip_loops = lists_.SkipsLoops(list_);
      if (!skip_loops && excluded_.empty() && !once_) {
        const size_t part = std::min(list.size() - position_, kBatchRows - count_);
        const auto entries = list.subspan(position_, part);
        position_ += part;
        count_ += tests_.empty() ? CopyAll(entries, to, rel) : CopyPassing(entries, to, rel);
        if (position_ < list.size()) {
          if (count_ == kBatchRows) return false;
          continue;
        }
      } else {
        for (; position_ < list.size(); ++position_) {
          const Neighbour neighbour = list[position_];
          if (skip_loops && neighbour.node == lists_.from(row_)) continue;
          if (!excluded_.empty() && Contains(excluded_, neighbour.edge)) continue;
          if (!tests_.empty() && !Passes(neighbour.node)) continue;
          if (count_ == kBatchRows) return false;
          if (to) to[count_] = neighbour.node;
          if (rel) rel[count_] = neighbour.edge;
          rows_[count_++] = static_cast<uint32_t>(row_);
          if (once_) {
            list_ = position_ = 0;
            return true;
          }
        }
      }
      position_ = 0;
      ++list_;
    }
    list_ = 0;
    return true;
  }

  size_t CopyAll(std::span<const Neighbour> entries, NodeId* to, EdgeId* rel) {
    if (to) {
      for (size_t i = 0; i < entries.size(); ++i) to[count_ + i] = entries[i].node;
    }
    if (rel) {
      for (size_t i = 0; i < entries.size(); ++i) rel[count_ + i] = entries[i].edge;
    }
    std::fill_n(rows_.data() + count_, entries.size(), static_cast<uint32_t>(row_));
    return entries.size();
  }

  size_t CopyPassing(std::span<const Neighbour> entries, NodeId* to, EdgeId* rel) {
    size_t count = count_;
    uint32_t* const rows = rows_.data();
    for (const Neighbour& neighbour : entries) {
      if (!Passes(neighbour.node)) continue;
      if (to) to[count] = neighbour.node;
      if (rel) rel[count] = neighbour.edge;
      rows[count++] = static_cast<uint32_t>(row_);
    }
    return count - count_;
  }

  bool Passes(NodeId node) {
    NodeTests::State state = tests_.Of(node);
    if (state == NodeTests::State::kUnknown) [[unlikely]] {
      AskAhead();
      state = tests_.Of(node);
    }
    return state == NodeTests::State::kHolds;
  }

  // What the next lists may ask, too, so that the predicates run on many nodes at once.
  void AskAhead() {
    constexpr size_t kEntries = 1024;
    size_t entries = 0;
    const auto& all = lists_.all();
    for (size_t i = row_ * lists_.per_row() + list_; i < all.size() && entries < kEntries; ++i) {
      for (const Neighbour& neighbour : all[i]) tests_.Ask(neighbour.node);
      entries += all[i].size();
    }
    tests_.Answer();
  }

  void Flush(Batch& out) {
    if (flushed_ == count_) return;
    const auto rows = std::span(rows_).subspan(flushed_, count_ - flushed_);
    for (Slot slot : carry_) out[slot].AppendGather(in_[slot], rows, flushed_);
    flushed_ = count_;
  }

  Slot from_;
  NeighbourListsOfRows lists_;
  Slot rel_, to_;
  bool want_rel_, want_to_, once_;
  std::vector<Slot> differs_;
  NodeTests tests_;
  uint64_t run_ = 0;  // that the tests' answers are of
  std::vector<Slot> carry_;
  OperatorPtr input_;
  Batch in_;

  std::vector<EdgeId> excluded_;
  size_t row_ = 0, list_ = 0, position_ = 0;  // what comes next
  std::vector<uint32_t> rows_;                // for each new row, the row of in_ that it comes from
  size_t count_ = 0, flushed_ = 0;
};

}  // namespace

OperatorPtr Make(ops::Expand& op, Builder& builder) {
  if (op.count.slot.valid()) return MakeCountedExpand(op, builder);
  return std::make_unique<ExpandExec>(op, builder);
}

}  // namespace papergraph::engine
