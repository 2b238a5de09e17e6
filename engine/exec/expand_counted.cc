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
    end_count_ = 0;
    excluded_.clear();
    read_ = false;
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    if (!read_) Read();
    if (position_ == end_count_) return false;
    const size_t count = std::min(kBatchRows, end_count_ - position_);
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
  static constexpr uint64_t kBytesOfEnd = sizeof(NodeId) + 2 * sizeof(int64_t);

  void Read() {
    read_ = true;
    while (input_->Next(in_)) {
      ctx_.CheckInterrupt();
      const size_t known = end_count_;
      lists_.LookUp(*ctx_.graph, in_[from_], in_.size);
      const auto& all = lists_.all();
      if (lists_.per_row() == 1 && differs_.empty()) {
        CountRuns(all);
        ctx_.Charge((end_count_ - known) * kBytesOfEnd);
        continue;
      }
      for (size_t row = 0, at = 0; row < in_.size; ++row) {
        if (!differs_.empty()) {
          excluded_.clear();
          CollectEdges(in_, row, differs_, excluded_);
        }
        for (size_t i = 0; i < lists_.per_row(); ++i, ++at) {
          if (at + 12 < all.size()) __builtin_prefetch(all[at + 12].data());
          if (lists_.SkipsLoops(i) || excluded_.size() > 1) {
            CountSome(all[at], lists_.SkipsLoops(i) ? lists_.from(row) : kNoNode);
          } else {
            CountAllBut(excluded_.empty() ? kNoEdge : excluded_[0], all[at]);
          }
        }
      }
      ctx_.Charge((end_count_ - known) * kBytesOfEnd);
    }
  }

  // Nodes with ids next to each other have lists next to each other: one long loop instead of one for each.
  void CountRuns(std::span<const std::span<const Neighbour>> all) {
    for (size_t at = 0; at < all.size();) {
      std::span<const Neighbour> run = all[at];
      if (at + 12 < all.size()) __builtin_prefetch(all[at + 12].data());
      for (++at; at < all.size() && all[at].data() == run.data() + run.size(); ++at) {
        run = {run.data(), run.size() + all[at].size()};
      }
      CountAllBut(kNoEdge, run);
    }
  }

  // Without a branch for a node that comes for the first time.
  void CountAllBut(EdgeId excluded, std::span<const Neighbour> list) {
    MakeRoom(list.size());
    PagedArray<int64_t, 0>::Writer counts(counts_);
    NodeId* end = ends_.data() + end_count_;
    for (const Neighbour& neighbour : list) {
      const bool counts_here = neighbour.edge != excluded;
      int64_t& count = counts.At(Raw(neighbour.node));
      *end = neighbour.node;
      end += static_cast<int>(counts_here) & static_cast<int>(count == 0);
      count += counts_here;
    }
    end_count_ = static_cast<size_t>(end - ends_.data());
  }

  void CountSome(std::span<const Neighbour> list, NodeId but) {
    MakeRoom(list.size());
    for (const Neighbour& neighbour : list) {
      if (neighbour.node == but || Contains(excluded_, neighbour.edge)) continue;
      if (counts_.At(Raw(neighbour.node))++ == 0) ends_[end_count_++] = neighbour.node;
    }
  }

  void MakeRoom(size_t more) {
    if (ends_.size() - end_count_ < more) ends_.resize(std::max(2 * ends_.size(), end_count_ + more));
  }

  Slot from_, to_, count_;
  NeighbourListsOfRows lists_;
  std::vector<Slot> differs_;
  OperatorPtr input_;
  Batch in_;
  std::vector<EdgeId> excluded_;
  PagedArray<int64_t, 0> counts_;
  std::vector<NodeId> ends_;  // in the order in which they were found, end_count_ of them
  size_t end_count_ = 0;
  bool read_ = false;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr MakeCountedExpand(ops::Expand& op, Builder& builder) {
  return std::make_unique<CountedExpandExec>(op, builder);
}

}  // namespace papergraph::engine
