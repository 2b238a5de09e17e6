// Any number of relationships: trails, lists that are known already, shortest paths.
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/exec/edges.h"
#include "engine/exec/fanout.h"
#include "engine/functions/operators.h"
#include "engine/graph/node_marks.h"
#include "engine/graph/one_path.h"
#include "engine/graph/shortest_paths.h"

namespace papergraph::engine {

namespace {

Value ListOf(const std::vector<EdgeId>& edges, bool backwards) {
  ValueList items;
  items.reserve(edges.size());
  for (EdgeId edge : edges) items.push_back(Value::Relationship(edge));
  if (backwards) std::reverse(items.begin(), items.end());
  return Value::List(std::move(items));
}

// Whether a relationship meets the pattern's own condition.
class ConditionTest {
 public:
  ConditionTest(ExecContext& context, EdgeCondition& condition, Builder& builder)
      : ctx_(context), edge_(condition.edge), predicate_(builder.Evaluate(condition.predicate)) {}
  bool Holds(EdgeId edge, const Batch& batch, size_t row) {
    if (!predicate_) return true;
    ctx_.locals[static_cast<size_t>(edge_.index)] = Value::Relationship(edge);
    const Ternary holds = ToTernary(predicate_->Row(batch, row), predicate_->span());
    return holds && *holds;
  }
  explicit operator bool() const { return predicate_ != nullptr; }

 private:
  ExecContext& ctx_;
  Slot edge_;
  EvalPtr predicate_;
};

class VarExpandExec : public Fanout {
 public:
  VarExpandExec(ops::VarExpand& op, Builder& builder)
      : Fanout(builder, op.input),
        op_(op),
        types_(op.types),
        want_rels_(builder.IsNeeded(op.rels.slot)),
        want_to_(builder.IsNeeded(op.to.slot)),
        condition_(builder.context(), op.condition, builder) {}

 protected:
  void Prepare(Batch& out) override {
    if (want_rels_) out[op_.rels.slot].Reset(Column::Type::kValue);
    if (want_to_) out[op_.to.slot].Reset(Column::Type::kNode);
  }

  void Start() override {
    depth_ = 0;
    trail_.clear();
    on_trail_.clear();
    start_ = NodeAt(in_[op_.from], row_);
    if (start_ == kNoNode) return;
    excluded_.clear();
    CollectEdges(in_, row_, op_.differs_from, excluded_);
    ids_ = &types_.Refresh(*ctx_.graph);
    give_start_ = op_.min == 0;
    if (op_.max > 0) Push(start_);
  }

  bool Emit(Batch& out) override {
    if (start_ == kNoNode) return true;
    if (give_start_) {
      give_start_ = false;
      Give(out, start_);
    }
    while (depth_ > 0 && !full()) {
      const Neighbour* next = levels_[depth_ - 1].Next();
      if (!next) {
        --depth_;
        if (depth_ > 0) {
          on_trail_.erase(Raw(trail_.back()));
          trail_.pop_back();
        }
        continue;
      }
      if (IsUsed(next->edge) || !condition_.Holds(next->edge, in_, row_)) continue;
      if (++steps_ % 4096 == 0) ctx_.CheckInterrupt();
      const NodeId node = next->node;
      trail_.push_back(next->edge);
      if (trail_.size() >= op_.min) Give(out, node);
      if (trail_.size() < op_.max) {
        on_trail_.insert(Raw(trail_.back()));
        Push(node);
      } else {
        trail_.pop_back();
      }
    }
    return depth_ == 0;
  }

 private:
  void Push(NodeId node) {
    if (levels_.size() == depth_) levels_.emplace_back();
    levels_[depth_++].Start(*ctx_.graph, node, *ids_, op_.flow);
  }
  bool IsUsed(EdgeId edge) const {
    if (Contains(excluded_, edge)) return true;
    return trail_.size() < 16 ? Contains(trail_, edge) : on_trail_.contains(Raw(edge));
  }
  void Give(Batch& out, NodeId node) {
    if (want_to_) out[op_.to.slot].nodes.push_back(node);
    if (want_rels_) out[op_.rels.slot].values.push_back(ListOf(trail_, op_.backwards));
    rows_.push_back(static_cast<uint32_t>(row_));
  }

  const ops::VarExpand& op_;
  TypeSet types_;
  bool want_rels_, want_to_;
  ConditionTest condition_;
  const std::vector<TypeId>* ids_ = nullptr;
  NodeId start_ = kNoNode;
  bool give_start_ = false;
  std::vector<EdgeId> excluded_;
  std::vector<EdgeId> trail_;  // one less than levels in use
  boost::unordered_flat_set<uint32_t> on_trail_;
  std::vector<NeighbourCursor> levels_;
  size_t depth_ = 0;
  uint64_t steps_ = 0;
};

// Which nodes, not which ways: breadth first, each node once for each input row.
class ReachExec : public Fanout {
 public:
  ReachExec(ops::VarExpand& op, Builder& builder)
      : Fanout(builder, op.input), op_(op), types_(op.types), condition_(builder.context(), op.condition, builder) {}

 protected:
  void Prepare(Batch& out) override { out[op_.to.slot].Reset(Column::Type::kNode); }

  void Start() override {
    marks_.Clear(std::span(order_).first(count_));
    count_ = position_ = 0;
    const NodeId start = NodeAt(in_[op_.from], row_);
    if (start == kNoNode) return;
    const auto& ids = types_.Refresh(*ctx_.graph);
    marks_.Fit(ctx_.graph->NodeIdLimit());
    Reserve(1);
    order_[count_++] = start;
    position_ = op_.min == 0 ? 0 : 1;
    // Along the arrows a way back to the start is a cycle: it is found as any other node is. Seen from both sides a
    // walk may come back on the relationship that it left by; only a real cycle counts.
    const bool both = op_.flow == Flow::kBoth;
    if (both || op_.min == 0) marks_.Add(start);
    size_t begin = 0;
    for (uint64_t hops = 0; hops < op_.max && begin < count_; ++hops) {
      ctx_.CheckInterrupt();
      const size_t end = count_;
      for (; begin < end; ++begin) {
        if (begin > 0 && order_[begin] == start) continue;
        if (begin % 4096 == 4095) ctx_.CheckInterrupt();
        Visit(order_[begin], ids);
      }
    }
    if (both && op_.min > 0 && op_.max > 0 && OnCycle(start, ids)) {
      Reserve(1);
      order_[count_++] = start;
    }
  }

  bool Emit(Batch& out) override {
    const size_t count = std::min(room(), count_ - position_);
    auto from = order_.begin() + static_cast<ptrdiff_t>(position_);
    out[op_.to.slot].nodes.insert(out[op_.to.slot].nodes.end(), from, from + static_cast<ptrdiff_t>(count));
    rows_.insert(rows_.end(), count, static_cast<uint32_t>(row_));
    position_ += count;
    return position_ == count_;
  }

 private:
  void Reserve(size_t more) {
    if (order_.size() - count_ < more) order_.resize(std::max(2 * order_.size(), count_ + more));
  }

  // Appends the neighbours that are new.
  void Visit(NodeId node, const std::vector<TypeId>& ids) {
    cursor_.Start(*ctx_.graph, node, ids, op_.flow);
    for (auto list = cursor_.Rest(); !list.empty(); list = cursor_.Rest()) {
      cursor_.Advance(list.size());
      Reserve(list.size());
      if (condition_) {
        for (const Neighbour& neighbour : list) {
          if (condition_.Holds(neighbour.edge, in_, row_) && marks_.Add(neighbour.node)) {
            order_[count_++] = neighbour.node;
          }
        }
        continue;
      }
      // Written without a branch: whether a neighbour is new cannot be foreseen.
      NodeId* at = order_.data() + count_;
      for (const Neighbour& neighbour : list) {
        *at = neighbour.node;
        at += marks_.Add(neighbour.node) ? 1 : 0;
      }
      count_ = static_cast<size_t>(at - order_.data());
    }
  }

  const Neighbour* NextThatHolds() {
    const Neighbour* next = cursor_.Next();
    while (next && !condition_.Holds(next->edge, in_, row_)) next = cursor_.Next();
    return next;
  }

  // Whether a closed trail of at most max relationships leads through the start: a breadth-first search in which each
  // node remembers by which first relationship it was reached; two of different origin that touch close a cycle.
  bool OnCycle(NodeId start, const std::vector<TypeId>& ids) {
    struct Reached {
      EdgeId origin;
      uint64_t hops;
    };
    std::vector<std::pair<NodeId, Reached>> frontier, next;
    boost::unordered_flat_map<uint32_t, Reached> first;
    cursor_.Start(*ctx_.graph, start, ids, op_.flow);
    while (const Neighbour* neighbour = NextThatHolds()) {
      if (neighbour->node == start) return true;  // a self-loop
      const Reached reached{neighbour->edge, 1};
      const auto [at, is_new] = first.emplace(Raw(neighbour->node), reached);
      if (!is_new) {
        if (op_.max >= 2) return true;  // parallel relationships
        continue;
      }
      frontier.emplace_back(neighbour->node, reached);
    }
    // Two nodes so far from the start that touch close a trail of twice that and one more.
    while (!frontier.empty() && frontier.front().second.hops <= (op_.max - 1) / 2) {
      ctx_.CheckInterrupt();
      next.clear();
      for (const auto& [node, reached] : frontier) {
        cursor_.Start(*ctx_.graph, node, ids, op_.flow);
        while (const Neighbour* neighbour = NextThatHolds()) {
          if (neighbour->node == start) continue;
          const Reached here{reached.origin, reached.hops + 1};
          const auto [at, is_new] = first.emplace(Raw(neighbour->node), here);
          if (is_new) {
            next.emplace_back(neighbour->node, here);
          } else if (at->second.origin != reached.origin && at->second.hops + reached.hops + 1 <= op_.max) {
            return true;
          }
        }
      }
      std::swap(frontier, next);
    }
    return false;
  }

  const ops::VarExpand& op_;
  TypeSet types_;
  ConditionTest condition_;
  NeighbourCursor cursor_;
  NodeMarks marks_;
  std::vector<NodeId> order_;  // [0, count_): the start, then as they are reached
  size_t count_ = 0;
  size_t position_ = 0;
};

class WalkListExec : public Fanout {
 public:
  WalkListExec(ops::WalkList& op, Builder& builder) : Fanout(builder, op.input), op_(op), types_(op.types) {}

 protected:
  void Prepare(Batch& out) override { out[op_.to.slot].Reset(Column::Type::kNode); }
  void Start() override { end_ = Walk(); }
  bool Emit(Batch& out) override {
    if (end_ == kNoNode) return true;
    out[op_.to.slot].nodes.push_back(end_);
    rows_.push_back(static_cast<uint32_t>(row_));
    return true;
  }

 private:
  NodeId Walk() {
    NodeId node = NodeAt(in_[op_.from], row_);
    const Value list = in_[op_.rels].Get(row_);
    if (node == kNoNode || list.kind() != ValueKind::kList) return kNoNode;
    const ValueList& items = list.as_list();
    if (items.size() < op_.min || items.size() > op_.max) return kNoNode;
    types_.Refresh(*ctx_.graph);
    std::vector<EdgeId> seen;
    for (const Value& item : items) {
      if (item.kind() != ValueKind::kRelationship || Contains(seen, item.as_relationship())) return kNoNode;
      seen.push_back(item.as_relationship());
      const EdgeRecord record = ctx_.graph->EdgeOf(item.as_relationship());
      if (!types_.Contains(record.type)) return kNoNode;
      if (op_.flow != Flow::kIn && record.start == node) {
        node = record.end;
      } else if (op_.flow != Flow::kOut && record.end == node) {
        node = record.start;
      } else {
        return kNoNode;
      }
    }
    return node;
  }

  const ops::WalkList& op_;
  TypeSet types_;
  NodeId end_ = kNoNode;
};

class ShortestPathExec : public Fanout {
 public:
  ShortestPathExec(ops::ShortestPath& op, Builder& builder)
      : Fanout(builder, op.input),
        op_(op),
        types_(op.types),
        want_rels_(builder.IsNeeded(op.rels.slot)),
        want_path_(builder.IsNeeded(op.path.slot)),
        condition_(builder.context(), op.condition, builder) {}

 protected:
  void Prepare(Batch& out) override {
    if (want_rels_) out[op_.rels.slot].Reset(Column::Type::kValue);
    if (want_path_) out[op_.path.slot].Reset(Column::Type::kValue);
  }
  void Start() override {
    paths_.clear();
    position_ = 0;
    ShortestPathQuery query;
    query.from = NodeAt(in_[op_.from], row_);
    query.to = NodeAt(in_[op_.to], row_);
    if (query.from == kNoNode || query.to == kNoNode) return;
    query.types = types_.Refresh(*ctx_.graph);
    query.any_type = op_.types.any;
    if (op_.types.any) query.types.clear();
    query.direction = op_.flow == Flow::kOut ? Traverse::kOut : op_.flow == Flow::kIn ? Traverse::kIn : Traverse::kBoth;
    query.min_length = op_.min;
    query.max_length = op_.max;
    query.all = op_.all;
    if (condition_) query.edge_filter = [this](EdgeId edge) { return condition_.Holds(edge, in_, row_); };
    query.check_interrupt = [this] { ctx_.CheckInterrupt(); };
    paths_ = ShortestPaths(*ctx_.graph, query, search_);
  }
  bool Emit(Batch& out) override {
    for (; position_ < paths_.size() && !full(); ++position_) {
      if (want_rels_) out[op_.rels.slot].values.push_back(ListOf(paths_[position_].edges, false));
      if (want_path_) out[op_.path.slot].values.push_back(Value::OfPath(std::move(paths_[position_])));
      rows_.push_back(static_cast<uint32_t>(row_));
    }
    return position_ == paths_.size();
  }

 private:
  const ops::ShortestPath& op_;
  TypeSet types_;
  bool want_rels_, want_path_;
  ConditionTest condition_;
  OnePathSearch search_;
  std::vector<Path> paths_;
  size_t position_ = 0;
};

}  // namespace

OperatorPtr Make(ops::VarExpand& op, Builder& builder) {
  if (op.reach_only) return std::make_unique<ReachExec>(op, builder);
  return std::make_unique<VarExpandExec>(op, builder);
}
OperatorPtr Make(ops::WalkList& op, Builder& builder) { return std::make_unique<WalkListExec>(op, builder); }
OperatorPtr Make(ops::ShortestPath& op, Builder& builder) { return std::make_unique<ShortestPathExec>(op, builder); }

}  // namespace papergraph::engine
