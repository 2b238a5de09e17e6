// Grouping. Groups are found by small numbers for their keys, whatever the keys are. Many rows are read by several
// threads, each with a lane of its own: a copy of the operators that make rows of a source's rows, and a table.
#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>

#include "engine/exec/accumulators.h"
#include "engine/exec/build.h"
#include "engine/exec/group_table.h"
#include "engine/exec/node_memo.h"
#include "engine/exec/rows.h"
#include "engine/optimizer/rewrites.h"

namespace papergraph::engine {

namespace {

// Rows become groups here.
class Grouping {
 public:
  Grouping(ops::Aggregate& op, Builder& builder) : ctx_(builder.context()), table_(op.keys.size()) {
    for (Assign& key : op.keys) {
      const Slot node = key.expr->kind == ExprKind::kSlot ? Slot() : OnlyNodeOf(*key.expr);
      const auto& nodes = op.once_per.nodes;
      const bool once = node.valid() && std::find(nodes.begin(), nodes.end(), node) != nodes.end();
      keys_.push_back(once ? nullptr : builder.Evaluate(key.expr));
      node_keys_.push_back(once ? std::make_unique<NodeKey>(builder.Evaluate(key.expr), node, builder.slot_count())
                                : nullptr);
    }
    for (AggregateItem& item : op.items) items_.push_back(MakeAccumulator(item, builder));
  }

  void Clear() {
    table_.Clear();
    for (auto& key : node_keys_) {
      if (key) key->Clear();
    }
    for (auto& item : items_) item->Clear();
    born_.clear();
  }

  void Add(const Batch& in) {
    ctx_.CheckInterrupt();
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (node_keys_[i]) {
        node_keys_[i]->Assign(in, table_.key_table(i), table_.codes(i));
      } else {
        table_.key_table(i).Assign(keys_[i]->All(in), in.size, table_.codes(i));
      }
    }
    const size_t known = table_.size();
    table_.Combine(in.size, groups_);
    ctx_.Charge((table_.size() - known) * (GroupTable::kGroupBytes + 24 * keys_.size() + 64 * items_.size()));
    for (auto& item : items_) item->Add(in, groups_, table_.size());
  }

  /// Groups that are new since the last call began with this piece of the input.
  void MarkBirths(uint32_t piece) { born_.resize(table_.size(), piece); }

  bool CanMerge() const {
    return std::all_of(items_.begin(), items_.end(), [](const auto& item) { return item->CanMerge(); });
  }
  /// Takes over what `other` holds; false where that is impossible. Then order() is the order of first rows.
  bool Merge(Grouping& other) {
    const size_t own = table_.size();
    std::vector<uint32_t> to;
    table_.Merge(other.table_, to);
    for (size_t i = 0; i < items_.size(); ++i) {
      if (!items_[i]->Merge(*other.items_[i], to, table_.size())) return false;
    }
    // Both lists of births ascend; no piece is in both.
    order_.clear();
    std::vector<bool> given(table_.size());
    const auto give = [&](uint32_t group) {
      if (!given[group]) order_.push_back(group);
      given[group] = true;
    };
    size_t left = 0, right = 0;
    while (left < own || right < to.size()) {
      const bool take_left = right == to.size() || (left < own && born_[left] < other.born_[right]);
      give(take_left ? static_cast<uint32_t>(left++) : to[right++]);
    }
    return true;
  }

  const GroupTable& table() const { return table_; }
  std::vector<std::unique_ptr<Accumulator>>& items() { return items_; }
  /// After Merge: all groups in the order of their first rows. Else empty: it is that of their numbers.
  std::vector<uint32_t>& order() { return order_; }

 private:
  ExecContext& ctx_;
  std::vector<EvalPtr> keys_;                        // null where ...
  std::vector<std::unique_ptr<NodeKey>> node_keys_;  // ... it is computed once a node
  std::vector<std::unique_ptr<Accumulator>> items_;
  GroupTable table_;
  std::vector<uint32_t> groups_;
  std::vector<uint32_t> born_;
  std::vector<uint32_t> order_;
};

// A second thread's operators and groups.
struct Lane {
  ExecContext context;
  ArgumentSource source;
  OperatorPtr input;
  std::unique_ptr<Grouping> grouping;
  Batch in;
  explicit Lane(size_t slots) : source(slots), in(slots) { context.locals.resize(slots); }
};

class AggregateExec : public Operator {
 public:
  AggregateExec(ops::Aggregate& op, Builder& builder)
      : Operator(builder.context()), grouping_(op, builder), in_(builder.slot_count()), top_(op.top) {
    for (Assign& key : op.keys) key_slots_.push_back(key.slot.slot);
    for (AggregateItem& item : op.items) item_slots_.push_back(item.slot.slot);
    if (top_.limit) {
      skip_ = builder.Evaluate(top_.skip);
      limit_ = builder.Evaluate(top_.limit);
    }
    if (!op.source) {
      input_ = builder.InputWith(op.input, builder.reads());
      return;
    }
    const std::vector<Slot> needed = builder.reads();
    const std::vector<Slot> given = UnionOf(ImportsOf(*op.input), Without(needed, OutsOf(*op.input)));
    source_ = builder.InputWith(op.source, given);
    rows_of_source_.emplace(builder.slot_count(), given);
    argument_.emplace(builder.slot_count());
    input_ = builder.BuildInner(*op.input, needed, *argument_);
    if (std::thread::hardware_concurrency() < 2) return;
    lane_ = std::make_unique<Lane>(builder.slot_count());
    Builder second(lane_->context, builder.slots());
    lane_->input = second.BuildInner(*op.input, needed, lane_->source);
    lane_->grouping = std::make_unique<Grouping>(op, second);
  }

  void Open() override {
    if (source_) {
      source_->Open();
    } else {
      input_->Open();
    }
    grouping_.Clear();
    done_ = false;
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    if (!done_) Read();
    const size_t total = chosen_.empty() ? total_ : chosen_.size();
    if (position_ == total) return false;
    const size_t count = std::min(kBatchRows, total - position_);
    rows_.resize(count);
    for (size_t i = 0; i < count; ++i) {
      rows_[i] = chosen_.empty() ? static_cast<uint32_t>(position_ + i) : chosen_[position_ + i];
    }
    for (size_t i = 0; i < key_slots_.size(); ++i) grouping_.table().GatherKey(i, rows_, out[key_slots_[i]]);
    for (size_t i = 0; i < item_slots_.size(); ++i) grouping_.items()[i]->Finish(rows_, out[item_slots_[i]]);
    position_ += count;
    out.size = count;
    return true;
  }

 private:
  void Read() {
    done_ = true;
    if (source_) {
      ReadSource();
    } else {
      while (input_->Next(in_)) grouping_.Add(in_);
    }
    total_ = key_slots_.empty() ? 1 : grouping_.table().size();
    chosen_ = std::move(grouping_.order());
    grouping_.order().clear();
    if (limit_) KeepTop();
  }

  // ---- the same rows by several threads

  void ReadSource() {
    rows_of_source_->Clear(ctx_);
    while (source_->Next(in_)) {
      ctx_.CheckInterrupt();
      rows_of_source_->Append(in_, ctx_);
    }
    const size_t rows = rows_of_source_->size();
    // Pieces small enough that no thread waits long for the other's last one.
    piece_rows_ = std::clamp<size_t>(rows / 64, 1, kBatchRows);
    if (lane_ && rows >= 2 && ctx_.graph->IsShared()) {
      if (ReadWithLane()) return;
      grouping_.Clear();
    }
    next_piece_ = 0;
    piece_rows_ = kBatchRows;
    ReadPieces(ctx_, *argument_, *input_, in_, grouping_);
  }

  void ReadPieces(ExecContext& context, ArgumentSource& argument, Operator& input, Batch& in, Grouping& grouping) {
    const size_t rows = rows_of_source_->size();
    std::vector<uint32_t> piece;
    while (!stopped_.load(std::memory_order_relaxed)) {
      const size_t number = next_piece_.fetch_add(1, std::memory_order_relaxed);
      const size_t begin = number * piece_rows_;
      if (begin >= rows) return;
      piece.resize(std::min(piece_rows_, rows - begin));
      for (size_t i = 0; i < piece.size(); ++i) piece[i] = static_cast<uint32_t>(begin + i);
      rows_of_source_->Give(piece, argument.batch);
      input.Open();
      while (input.Next(in)) grouping.Add(in);
      grouping.MarkBirths(static_cast<uint32_t>(number));
      if (shares_ && !grouping.CanMerge()) stopped_ = true;
      context.CheckInterrupt();
    }
  }

  // False: what came out is of no use, and all is to be read again by one thread; that also says what is wrong, and
  // where first.
  bool ReadWithLane() {
    Lane& lane = *lane_;
    ExecContext& context = lane.context;
    context.graph = ctx_.graph;
    context.parameters = ctx_.parameters;
    context.function.emplace(FunctionContext{*ctx_.graph, ctx_.function->now});
    context.cancelled = ctx_.cancelled;
    context.profile = ctx_.profile;
    context.run = ctx_.run;
    context.deadline = ctx_.deadline;
    // Half of what is left for each; who needs more is alone afterwards.
    const uint64_t left = ctx_.memory_limit > ctx_.memory_used ? ctx_.memory_limit - ctx_.memory_used : 1;
    const uint64_t limit = ctx_.memory_limit;
    const uint64_t used = ctx_.memory_used;
    context.memory_limit = limit == 0 ? 0 : std::max<uint64_t>(left / 2, 1);
    context.memory_used = 0;
    if (limit != 0) ctx_.memory_limit = used + std::max<uint64_t>(left / 2, 1);
    lane.grouping->Clear();
    next_piece_ = 0;
    stopped_ = false;
    shares_ = true;
    {
      std::jthread thread;
      try {
        thread = std::jthread(
            [&] { StopOnError([&] { ReadPieces(context, lane.source, *lane.input, lane.in, *lane.grouping); }); });
      } catch (const std::system_error&) {  // no thread is to be had: this one reads all
      }
      StopOnError([&] { ReadPieces(ctx_, *argument_, *input_, in_, grouping_); });
    }
    shares_ = false;
    const bool stopped = stopped_.exchange(false);
    ctx_.memory_limit = limit;
    if (stopped) {
      ctx_.memory_used = used;
      ctx_.CheckInterrupt();
      return false;
    }
    ctx_.memory_used += context.memory_used;
    return grouping_.Merge(*lane.grouping);
  }

  // What went wrong is found again by the one thread that reads all afterwards.
  template <typename F>
  void StopOnError(const F& run) {
    try {
      run();
    } catch (const std::exception&) {
      stopped_ = true;
    }
  }

  // ---- ORDER BY with LIMIT above

  // Leaves out groups that cannot be among the first, as far as the first sort key tells.
  void KeepTop() {
    constexpr uint64_t kMost = 4096;
    const auto values = grouping_.items()[top_.item]->Integers(total_);
    const uint64_t keep = CountOf(skip_) + CountOf(limit_);
    if (values.empty() || keep == 0 || keep > kMost || keep >= total_) return;
    // The greatest (smallest) `keep` values; the first of the heap is the last of them.
    const auto before = [this](int64_t a, int64_t b) { return top_.descending ? a > b : a < b; };
    std::vector<int64_t> heap(values.begin(), values.begin() + static_cast<ptrdiff_t>(keep));
    std::make_heap(heap.begin(), heap.end(), before);
    for (size_t group = keep; group < total_; ++group) {
      if (!before(values[group], heap.front())) continue;
      std::pop_heap(heap.begin(), heap.end(), before);
      heap.back() = values[group];
      std::push_heap(heap.begin(), heap.end(), before);
    }
    const int64_t last = heap.front();
    if (chosen_.empty()) {
      for (uint32_t group = 0; group < total_; ++group) {
        if (!before(last, values[group])) chosen_.push_back(group);
      }
    } else {
      std::erase_if(chosen_, [&](uint32_t group) { return before(last, values[group]); });
    }
  }

  // What the operator above has checked already.
  static uint64_t CountOf(EvalPtr& eval) {
    static const Batch kNoRow(0);
    return eval ? static_cast<uint64_t>(eval->Row(kNoRow, 0).as_int()) : 0;
  }

  OperatorPtr source_;  // null: the rows come from input_ alone
  OperatorPtr input_;   // where there is a source: of the rows in argument_
  Grouping grouping_;
  std::optional<RowStore> rows_of_source_;
  std::optional<ArgumentSource> argument_;
  std::unique_ptr<Lane> lane_;
  std::atomic<size_t> next_piece_{0};
  std::atomic<bool> stopped_{false};  // what two threads make is of no use
  bool shares_ = false;
  size_t piece_rows_ = kBatchRows;
  Batch in_;
  std::vector<Slot> key_slots_, item_slots_;
  TopGroups top_;
  EvalPtr skip_, limit_;
  std::vector<uint32_t> chosen_;  // the groups that are given, in this order; empty: all
  std::vector<uint32_t> rows_;
  bool done_ = false;
  size_t total_ = 0;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::Aggregate& op, Builder& builder) { return std::make_unique<AggregateExec>(op, builder); }

}  // namespace papergraph::engine
