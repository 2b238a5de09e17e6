// Relationships between nodes that are known, and the ends of relationships that are known.
#include "engine/exec/edges.h"
#include "engine/exec/fanout.h"

namespace papergraph::engine {

namespace {

class ExpandIntoExec : public Fanout {
 public:
  ExpandIntoExec(ops::ExpandInto& op, Builder& builder)
      : Fanout(builder, op.input),
        from_(op.from),
        flow_(op.flow),
        types_(op.types),
        rel_(op.rel.slot),
        to_(op.to),
        want_rel_(builder.IsNeeded(op.rel.slot)),
        differs_(op.differs_from) {}

 protected:
  void Prepare(Batch& out) override {
    if (want_rel_) out[rel_].Reset(Column::Type::kEdge);
  }
  void Start() override {
    found_.clear();
    position_ = 0;
    const NodeId from = NodeAt(in_[from_], row_);
    const NodeId to = NodeAt(in_[to_], row_);
    if (from == kNoNode || to == kNoNode) return;
    excluded_.clear();
    CollectEdges(in_, row_, differs_, excluded_);
    for (TypeId type : types_.Refresh(*ctx_.graph)) {
      if (flow_ != Flow::kIn) Search(from, type, EdgeDirection::kOut, to);
      if (flow_ == Flow::kIn || (flow_ == Flow::kBoth && from != to)) Search(from, type, EdgeDirection::kIn, to);
    }
  }
  bool Emit(Batch& out) override {
    for (; position_ < found_.size() && !full(); ++position_) {
      if (want_rel_) out[rel_].edges.push_back(found_[position_]);
      rows_.push_back(static_cast<uint32_t>(row_));
    }
    return position_ == found_.size();
  }

 private:
  // Lists ascend by neighbour: the shorter of the two ends is searched.
  void Search(NodeId from, TypeId type, EdgeDirection direction, NodeId to) {
    auto list = ctx_.graph->Neighbours(from, type, direction);
    NodeId wanted = to;
    if (list.size() > 64) {
      const auto other =
          ctx_.graph->Neighbours(to, type, direction == EdgeDirection::kOut ? EdgeDirection::kIn : EdgeDirection::kOut);
      if (other.size() < list.size()) {
        list = other;
        wanted = from;
      }
    }
    auto at = std::lower_bound(list.begin(), list.end(), wanted,
                               [](const Neighbour& neighbour, NodeId node) { return neighbour.node < node; });
    for (; at != list.end() && at->node == wanted; ++at) {
      if (!Contains(excluded_, at->edge)) found_.push_back(at->edge);
    }
  }

  Slot from_;
  Flow flow_;
  TypeSet types_;
  Slot rel_, to_;
  bool want_rel_;
  std::vector<Slot> differs_;
  std::vector<EdgeId> excluded_;
  std::vector<EdgeId> found_;
  size_t position_ = 0;
};

class EndpointsExec : public Fanout {
 public:
  EndpointsExec(ops::Endpoints& op, Builder& builder)
      : Fanout(builder, op.input),
        rel_(op.rel),
        flow_(op.flow),
        types_(op.types),
        from_(op.from.slot),
        to_(op.to.slot),
        differs_(op.differs_from) {}

 protected:
  void Prepare(Batch& out) override {
    out[from_].Reset(Column::Type::kNode);
    out[to_].Reset(Column::Type::kNode);
  }
  void Start() override {
    pairs_.clear();
    position_ = 0;
    const EdgeId edge = EdgeAt(in_[rel_], row_);
    if (edge == kNoEdge) return;
    excluded_.clear();
    CollectEdges(in_, row_, differs_, excluded_);
    if (Contains(excluded_, edge)) return;
    const EdgeRecord record = ctx_.graph->EdgeOf(edge);
    types_.Refresh(*ctx_.graph);
    if (!types_.Contains(record.type)) return;
    if (flow_ != Flow::kIn) pairs_.emplace_back(record.start, record.end);
    if (flow_ == Flow::kIn || (flow_ == Flow::kBoth && record.start != record.end)) {
      pairs_.emplace_back(record.end, record.start);
    }
  }
  bool Emit(Batch& out) override {
    for (; position_ < pairs_.size() && !full(); ++position_) {
      out[from_].nodes.push_back(pairs_[position_].first);
      out[to_].nodes.push_back(pairs_[position_].second);
      rows_.push_back(static_cast<uint32_t>(row_));
    }
    return position_ == pairs_.size();
  }

 private:
  Slot rel_;
  Flow flow_;
  TypeSet types_;
  Slot from_, to_;
  std::vector<Slot> differs_;
  std::vector<EdgeId> excluded_;
  std::vector<std::pair<NodeId, NodeId>> pairs_;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::ExpandInto& op, Builder& builder) { return std::make_unique<ExpandIntoExec>(op, builder); }
OperatorPtr Make(ops::Endpoints& op, Builder& builder) { return std::make_unique<EndpointsExec>(op, builder); }

}  // namespace papergraph::engine
