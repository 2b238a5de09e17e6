// Where nodes come from: all, of a label, by index, by id.
#include <algorithm>
#include <cmath>
#include <type_traits>

#include "engine/exec/fanout.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

class ScanExec : public Fanout {
 public:
  ScanExec(Builder& builder, Plan& input, Slot node, std::optional<std::string> label)
      : Fanout(builder, input), node_(node) {
    if (label) label_.emplace(std::move(*label));
  }

 protected:
  void Prepare(Batch& out) override { out[node_].Reset(Column::Type::kNode); }
  void Start() override {
    next_ = NodeId{0};
    missing_ = label_ && !label_->Resolve(*ctx_.graph);
  }
  bool Emit(Batch& out) override {
    if (missing_) return true;
    std::vector<NodeId>& nodes = out[node_].nodes;
    const size_t before = nodes.size();
    const size_t want = room();
    nodes.resize(before + want);
    const std::span<NodeId> space(nodes.data() + before, want);
    const size_t got = ctx_.graph->ScanNodes(label_ ? label_->Resolve(*ctx_.graph) : std::nullopt, next_, space);
    nodes.resize(before + got);
    rows_.insert(rows_.end(), got, static_cast<uint32_t>(row_));
    if (got < want) return true;
    next_ = NodeId{Raw(nodes.back()) + 1};
    return false;
  }

 private:
  Slot node_;
  std::optional<NameRef<LabelId>> label_;
  NodeId next_{0};
  bool missing_ = false;
};

// Finds all nodes (relationships) of a row at its start.
template <typename Id>
class SeekExec : public Fanout {
 public:
  SeekExec(Builder& builder, Plan& input, Slot slot) : Fanout(builder, input), slot_(slot) {}

 protected:
  virtual void Find(std::vector<Id>& found) = 0;
  void Prepare(Batch& out) override {
    out[slot_].Reset(std::is_same_v<Id, NodeId> ? Column::Type::kNode : Column::Type::kEdge);
  }
  void Start() override {
    found_.clear();
    position_ = 0;
    Find(found_);
  }
  bool Emit(Batch& out) override {
    const size_t count = std::min(room(), found_.size() - position_);
    auto from = found_.begin() + static_cast<ptrdiff_t>(position_);
    std::vector<Id>& ids = IdsOf(out[slot_]);
    ids.insert(ids.end(), from, from + static_cast<ptrdiff_t>(count));
    rows_.insert(rows_.end(), count, static_cast<uint32_t>(row_));
    position_ += count;
    return position_ == found_.size();
  }

 private:
  static std::vector<Id>& IdsOf(Column& column) {
    if constexpr (std::is_same_v<Id, NodeId>) {
      return column.nodes;
    } else {
      return column.edges;
    }
  }

  Slot slot_;
  std::vector<Id> found_;
  size_t position_ = 0;
};

template <typename Id, typename Op>
class IndexSeekExec : public SeekExec<Id> {
 public:
  IndexSeekExec(Op& op, Builder& builder, Slot slot)
      : SeekExec<Id>(builder, op.input, slot), index_(op.index), each_of_(op.each_of), key_(builder.Evaluate(op.key)) {}

 protected:
  void Find(std::vector<Id>& found) override {
    const Value key = key_->Row(this->in_, this->row_);
    if (!each_of_) {
      if (!key.is_null()) this->ctx_.graph->IndexSeek(index_, key, found);
      return;
    }
    if (key.kind() != ValueKind::kList) return;
    for (const Value& item : key.as_list()) {
      if (!item.is_null()) this->ctx_.graph->IndexSeek(index_, item, found);
    }
    // IN asks whether, not how often.
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }

 private:
  uint32_t index_;
  bool each_of_;
  EvalPtr key_;
};

template <typename Id, typename Op>
class IndexRangeExec : public SeekExec<Id> {
 public:
  IndexRangeExec(Op& op, Builder& builder, Slot slot)
      : SeekExec<Id>(builder, op.input, slot),
        index_(op.index),
        lower_(builder.Evaluate(op.lower)),
        upper_(builder.Evaluate(op.upper)),
        lower_inclusive_(op.lower_inclusive),
        upper_inclusive_(op.upper_inclusive) {}

 protected:
  void Find(std::vector<Id>& found) override {
    std::optional<IndexBound> lower, upper;
    if (lower_) lower = IndexBound{lower_->Row(this->in_, this->row_), lower_inclusive_};
    if (upper_) upper = IndexBound{upper_->Row(this->in_, this->row_), upper_inclusive_};
    if ((lower && lower->value.is_null()) || (upper && upper->value.is_null())) return;
    this->ctx_.graph->IndexRange(index_, lower, upper, found);
  }

 private:
  uint32_t index_;
  EvalPtr lower_, upper_;
  bool lower_inclusive_, upper_inclusive_;
};

template <typename Id, typename Op>
class IndexPrefixExec : public SeekExec<Id> {
 public:
  IndexPrefixExec(Op& op, Builder& builder, Slot slot)
      : SeekExec<Id>(builder, op.input, slot), index_(op.index), prefix_(builder.Evaluate(op.prefix)) {}

 protected:
  void Find(std::vector<Id>& found) override {
    const Value prefix = prefix_->Row(this->in_, this->row_);
    if (prefix.kind() == ValueKind::kString) this->ctx_.graph->IndexPrefix(index_, prefix.as_string(), found);
  }

 private:
  uint32_t index_;
  EvalPtr prefix_;
};

class NodeByIdExec : public SeekExec<NodeId> {
 public:
  NodeByIdExec(ops::NodeById& op, Builder& builder)
      : SeekExec(builder, op.input, op.node.slot), each_of_(op.each_of), id_(builder.Evaluate(op.id)) {}

 protected:
  void Find(std::vector<NodeId>& found) override {
    const Value id = id_->Row(in_, row_);
    if (!each_of_) {
      FindOne(id, found);
    } else if (id.kind() == ValueKind::kList) {
      for (const Value& item : id.as_list()) FindOne(item, found);
      // IN asks whether, not how often.
      std::sort(found.begin(), found.end());
      found.erase(std::unique(found.begin(), found.end()), found.end());
    }
  }

 private:
  void FindOne(const Value& id, std::vector<NodeId>& found) const {
    double number = -1;  // exact: ids have 32 bits
    if (id.kind() == ValueKind::kInt) number = static_cast<double>(id.as_int());
    if (id.kind() == ValueKind::kFloat) number = id.as_float();
    if (!(number >= 0) || number >= ctx_.graph->NodeIdLimit() || number != std::floor(number)) return;
    const NodeId node{static_cast<uint32_t>(number)};
    if (ctx_.graph->HasNode(node)) found.push_back(node);
  }

  bool each_of_;
  EvalPtr id_;
};

}  // namespace

OperatorPtr Make(ops::AllNodesScan& op, Builder& builder) {
  return std::make_unique<ScanExec>(builder, op.input, op.node.slot, std::nullopt);
}
OperatorPtr Make(ops::LabelScan& op, Builder& builder) {
  return std::make_unique<ScanExec>(builder, op.input, op.node.slot, op.label);
}
OperatorPtr Make(ops::IndexSeek& op, Builder& builder) {
  return std::make_unique<IndexSeekExec<NodeId, ops::IndexSeek>>(op, builder, op.node.slot);
}
OperatorPtr Make(ops::EdgeIndexSeek& op, Builder& builder) {
  return std::make_unique<IndexSeekExec<EdgeId, ops::EdgeIndexSeek>>(op, builder, op.rel.slot);
}
OperatorPtr Make(ops::IndexRange& op, Builder& builder) {
  return std::make_unique<IndexRangeExec<NodeId, ops::IndexRange>>(op, builder, op.node.slot);
}
OperatorPtr Make(ops::EdgeIndexRange& op, Builder& builder) {
  return std::make_unique<IndexRangeExec<EdgeId, ops::EdgeIndexRange>>(op, builder, op.rel.slot);
}
OperatorPtr Make(ops::IndexPrefix& op, Builder& builder) {
  return std::make_unique<IndexPrefixExec<NodeId, ops::IndexPrefix>>(op, builder, op.node.slot);
}
OperatorPtr Make(ops::EdgeIndexPrefix& op, Builder& builder) {
  return std::make_unique<IndexPrefixExec<EdgeId, ops::EdgeIndexPrefix>>(op, builder, op.rel.slot);
}
OperatorPtr Make(ops::NodeById& op, Builder& builder) { return std::make_unique<NodeByIdExec>(op, builder); }

}  // namespace papergraph::engine
