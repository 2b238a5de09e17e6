// One relationship further where only the ends count, and how often each is reached.
#include "engine/exec/expand_lists.h"
#include "engine/exec/paged_array.h"

namespace papergraph::engine {

namespace {

class CountedExpandExec : public Operator {
 public:
  CountedExpandExec(ops::Expand& op, Builder& builder)
      : Operator(builder.context()),
        from_(op.from),
        to_(op.to.slot),
        count_(op.count.slot),
        lists_(op.types, op.flow),
        differs_(op.differs_from),
        input_(builder.Input(op.input)),
        in_(builder.slot_count()) {}

  void Open() override {
    input_->Open();
    counts_.Clear();
    ends_.clear();
    read_ = false;
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    if (!read_) Read();
    if (position_ == ends_.size()) return false;
    const size_t count = std::min(kBatchRows, ends_.size() - position_);
    Column& ends = out[to_];
    ends.Reset(Column::Type::kNode);
    Column& counts = out[count_];
    counts.Reset(Column::Type::kInt);
    counts.valid.assign(count, 1);
    for (size_t i = 0; i < count; ++i) {
      const NodeId end = ends_[position_++];
      ends.nodes.push_back(end);
      counts.ints.push_back(counts_.Get(Raw(end)));
    }
    out.size = count;
    return true;
  }

 private:
  void Read() {
    read_ = true;
    while (input_->Next(in_)) {
      ctx_.CheckInterrupt();
      const size_t known = ends_.size();
      lists_.LookUp(*ctx_.graph, in_[from_], in_.size);
      const auto& all = lists_.all();
      for (size_t row = 0, at = 0; row < in_.size; ++row) {
        if (!differs_.empty()) {
          excluded_.clear();
          CollectEdges(in_, row, differs_, excluded_);
        }
        for (size_t i = 0; i < lists_.per_row(); ++i, ++at) {
          if (at + 12 < all.size()) __builtin_prefetch(all[at + 12].data());
          const bool skips_loops = lists_.SkipsLoops(i);
          if (!skips_loops && differs_.empty()) {
            for (const Neighbour& neighbour : all[at]) {
              if (counts_.At(Raw(neighbour.node))++ == 0) ends_.push_back(neighbour.node);
            }
            continue;
          }
          for (const Neighbour& neighbour : all[at]) {
            if (skips_loops && neighbour.node == lists_.from(row)) continue;
            if (!excluded_.empty() && Contains(excluded_, neighbour.edge)) continue;
            if (counts_.At(Raw(neighbour.node))++ == 0) ends_.push_back(neighbour.node);
          }
        }
      }
      ctx_.Charge((ends_.size() - known) * (sizeof(NodeId) + 2 * sizeof(int64_t)));
    }
  }

  Slot from_, to_, count_;
  NeighbourListsOfRows lists_;
  std::vector<Slot> differs_;
  OperatorPtr input_;
  Batch in_;
  std::vector<EdgeId> excluded_;
  PagedArray<int64_t, 0> counts_;
  std::vector<NodeId> ends_;  // in the order in which they were found
  bool read_ = false;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr MakeCountedExpand(ops::Expand& op, Builder& builder) {
  return std::make_unique<CountedExpandExec>(op, builder);
}

}  // namespace papergraph::engine
