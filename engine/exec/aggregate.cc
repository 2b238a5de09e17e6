// Grouping. Groups are found by small numbers for their keys, whatever the keys are.
#include "engine/exec/accumulators.h"
#include "engine/exec/build.h"
#include "engine/exec/group_table.h"
#include "engine/exec/node_memo.h"
#include "engine/optimizer/rewrites.h"

namespace papergraph::engine {

namespace {

using Type = Column::Type;

class AggregateExec : public Operator {
 public:
  AggregateExec(ops::Aggregate& op, Builder& builder)
      : Operator(builder.context()),
        input_(builder.InputWith(op.input, builder.reads())),
        in_(builder.slot_count()),
        table_(op.keys.size()) {
    for (Assign& key : op.keys) {
      key_slots_.push_back(key.slot.slot);
      const Slot node = key.expr->kind == ExprKind::kSlot ? Slot() : OnlyNodeOf(*key.expr);
      const auto& nodes = op.once_per.nodes;
      const bool once = node.valid() && std::find(nodes.begin(), nodes.end(), node) != nodes.end();
      keys_.push_back(once ? nullptr : builder.Evaluate(key.expr));
      node_keys_.push_back(once ? std::make_unique<NodeKey>(builder.Evaluate(key.expr), node, builder.slot_count())
                                : nullptr);
    }
    for (AggregateItem& item : op.items) {
      item_slots_.push_back(item.slot.slot);
      items_.push_back(MakeAccumulator(*item.call, builder));
    }
  }

  void Open() override {
    input_->Open();
    table_.Clear();
    for (auto& key : node_keys_) {
      if (key) key->Clear();
    }
    for (auto& item : items_) item->Clear();
    done_ = false;
    position_ = 0;
  }

 protected:
  bool Produce(Batch& out) override {
    if (!done_) Read();
    if (position_ == groups_total_) return false;
    const size_t count = std::min(kBatchRows, groups_total_ - position_);
    rows_.resize(count);
    for (size_t i = 0; i < count; ++i) rows_[i] = static_cast<uint32_t>(position_ + i);
    for (size_t i = 0; i < keys_.size(); ++i) table_.GatherKey(i, rows_, out[key_slots_[i]]);
    for (size_t i = 0; i < items_.size(); ++i) items_[i]->Finish(rows_, out[item_slots_[i]]);
    position_ += count;
    out.size = count;
    return true;
  }

 private:
  void Read() {
    done_ = true;
    size_t known = 0;
    while (input_->Next(in_)) {
      ctx_.CheckInterrupt();
      for (size_t i = 0; i < keys_.size(); ++i) {
        if (node_keys_[i]) {
          node_keys_[i]->Assign(in_, table_.key_table(i), table_.codes(i));
        } else {
          table_.key_table(i).Assign(keys_[i]->All(in_), in_.size, table_.codes(i));
        }
      }
      table_.Combine(in_.size, groups_);
      ctx_.Charge((table_.size() - known) * (GroupTable::kGroupBytes + 24 * keys_.size() + 64 * items_.size()));
      known = table_.size();
      for (auto& item : items_) item->Add(in_, groups_, table_.size());
    }
    groups_total_ = keys_.empty() ? 1 : table_.size();
  }

  OperatorPtr input_;
  Batch in_;
  std::vector<Slot> key_slots_, item_slots_;
  std::vector<EvalPtr> keys_;                        // null where ...
  std::vector<std::unique_ptr<NodeKey>> node_keys_;  // ... it is computed once a node
  std::vector<std::unique_ptr<Accumulator>> items_;
  GroupTable table_;
  std::vector<uint32_t> groups_;
  std::vector<uint32_t> rows_;
  bool done_ = false;
  size_t groups_total_ = 0;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::Aggregate& op, Builder& builder) { return std::make_unique<AggregateExec>(op, builder); }

}  // namespace papergraph::engine
