// CREATE, MERGE, SET and REMOVE, DELETE. The planner puts Eager where one clause must not see what a later one writes.
#include <algorithm>

#include "engine/exec/edges.h"
#include "engine/exec/fanout.h"
#include "engine/exec/rows.h"
#include "engine/exec/write.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

class CreateExec : public Operator {
 public:
  CreateExec(ops::Create& op, Builder& builder)
      : Operator(builder.context()), maker_(op.nodes, op.edges, builder), input_(builder.Input(op.input)) {}
  void Open() override { input_->Open(); }

 protected:
  bool Produce(Batch& out) override {
    if (!input_->Next(out)) return false;
    ctx_.CheckInterrupt();
    maker_.Prepare(out);
    for (size_t row = 0; row < out.size; ++row) maker_.MakeRow(out, row, ctx_);
    return true;
  }

 private:
  EntityMaker maker_;
  OperatorPtr input_;
};

class SetExec : public Operator {
 public:
  SetExec(ops::Set& op, Builder& builder)
      : Operator(builder.context()), setter_(op.items, builder), input_(builder.Input(op.input)) {}
  void Open() override { input_->Open(); }

 protected:
  bool Produce(Batch& out) override {
    if (!input_->Next(out)) return false;
    ctx_.CheckInterrupt();
    for (size_t row = 0; row < out.size; ++row) setter_.SetRow(out, row, ctx_);
    return true;
  }

 private:
  ItemSetter setter_;
  OperatorPtr input_;
};

class MergeExec : public Fanout {
 public:
  MergeExec(ops::Merge& op, Builder& builder)
      : Fanout(builder, op.input),
        maker_(op.nodes, op.edges, builder),
        on_create_(op.on_create, builder),
        on_match_(op.on_match, builder),
        source_(builder.slot_count()),
        found_(builder.slot_count()),
        made_(builder.slot_count()) {
    for (Assign& item : op.after_create) after_.emplace_back(item.slot.slot, builder.Evaluate(item.expr));
    for (Out out : op.outs) outs_.push_back(out.slot);
    // The row as the inner plan, the new entities and the SET items see it.
    std::vector<Slot> wanted = builder.live();
    live_ = Without(wanted, outs_);
    std::vector<Slot> needed = UnionOf(outs_, live_);
    match_ = builder.BuildInner(*op.match, needed, source_);
  }

 protected:
  void Prepare(Batch& out) override {
    for (Slot slot : outs_) out[slot].SetNull();
    given_ = 0;
  }
  void Start() override {
    for (Slot slot : live_) source_.batch[slot].AppendFrom(in_[slot], row_, 0);
    source_.batch.size = 1;
    maker_.RequireNoNulls(source_.batch, 0);
    match_->Open();
    found_.size = 0;
    position_ = 0;
    any_ = false;
    // All matches are seen before ON MATCH changes the first.
    matches_.clear();
    while (match_->Next(found_)) matches_.push_back(found_);
    for (Batch& batch : matches_) {
      for (size_t row = 0; row < batch.size; ++row) on_match_.SetRow(batch, row, ctx_);
    }
    if (!matches_.empty()) return;
    for (Slot slot : live_) made_[slot] = source_.batch[slot];
    made_.size = 1;
    maker_.Prepare(made_);
    maker_.MakeRow(made_, 0, ctx_);
    for (auto& [slot, eval] : after_) {
      made_[slot].Reset(Column::Type::kValue);
      made_[slot].values.push_back(eval->Row(made_, 0));
    }
    on_create_.SetRow(made_, 0, ctx_);
    matches_.push_back(made_);
  }
  bool Emit(Batch& out) override {
    while (!matches_.empty()) {
      const Batch& batch = matches_.front();
      const size_t count = std::min(room(), batch.size - position_);
      picked_.resize(count);
      for (size_t i = 0; i < count; ++i) picked_[i] = static_cast<uint32_t>(position_ + i);
      for (Slot slot : outs_) out[slot].AppendGather(batch[slot], picked_, given_);
      rows_.insert(rows_.end(), count, static_cast<uint32_t>(row_));
      given_ += count;
      position_ += count;
      if (position_ < batch.size) return false;
      matches_.erase(matches_.begin());
      position_ = 0;
    }
    return true;
  }

 private:
  EntityMaker maker_;
  ItemSetter on_create_, on_match_;
  ArgumentSource source_;
  Batch found_, made_;
  std::vector<std::pair<Slot, EvalPtr>> after_;
  std::vector<Slot> outs_, live_;
  OperatorPtr match_;
  std::vector<Batch> matches_;
  size_t position_ = 0;
  size_t given_ = 0;
  bool any_ = false;
  std::vector<uint32_t> picked_;
};

// Relationships go first, over all rows, so that DELETE n, r works whichever row names which.
class DeleteExec : public Operator {
 public:
  DeleteExec(ops::Delete& op, Builder& builder)
      : Operator(builder.context()),
        detach_(op.detach),
        targets_(builder.Evaluate(op.targets)),
        input_(builder.Input(op.input)),
        store_(builder.slot_count(), builder.live()),
        in_(builder.slot_count()) {}
  void Open() override {
    input_->Open();
    store_.Clear(ctx_);
    done_ = false;
    position_ = 0;
    nodes_.clear();
    edges_.clear();
  }

 protected:
  bool Produce(Batch& out) override {
    if (!done_) {
      done_ = true;
      while (input_->Next(in_)) {
        ctx_.CheckInterrupt();
        store_.Append(in_, ctx_);
        for (EvalPtr& target : targets_) {
          for (size_t row = 0; row < in_.size; ++row) Mark(target->Row(in_, row), target->span());
        }
      }
      DeleteMarked();
    }
    if (position_ == store_.size()) return false;
    rows_.clear();
    while (position_ < store_.size() && rows_.size() < kBatchRows) rows_.push_back(static_cast<uint32_t>(position_++));
    store_.Give(rows_, out);
    return true;
  }

 private:
  void Mark(const Value& value, Span span) {
    switch (value.kind()) {
      case ValueKind::kNull:
        return;
      case ValueKind::kNode:
        nodes_.emplace_back(value.as_node(), span);
        return;
      case ValueKind::kRelationship:
        edges_.push_back(value.as_relationship());
        return;
      case ValueKind::kPath:
        for (NodeId node : value.as_path().nodes) nodes_.emplace_back(node, span);
        for (EdgeId edge : value.as_path().edges) edges_.push_back(edge);
        return;
      default:
        throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                           "DELETE takes nodes, relationships and paths, not " + std::string(NameOf(value.kind())));
    }
  }

  void DeleteMarked() {
    for (EdgeId edge : edges_) DeleteEdge(edge);
    std::vector<EdgeId> attached;
    for (const auto& [node, span] : nodes_) {
      if (!ctx_.graph->HasNode(node)) continue;
      ctx_.CheckInterrupt();
      attached.clear();
      for (uint32_t type = 0; type < ctx_.graph->TypeCount(); ++type) {
        for (EdgeDirection direction : {EdgeDirection::kOut, EdgeDirection::kIn}) {
          for (const Neighbour& neighbour : ctx_.graph->Neighbours(node, TypeId{type}, direction)) {
            attached.push_back(neighbour.edge);
          }
        }
      }
      if (!attached.empty() && !detach_) {
        throw RuntimeError(ErrorType::kConstraintVerificationFailed, "DeleteConnectedNode", span,
                           "this node still has relationships; delete them too, or use DETACH DELETE");
      }
      for (EdgeId edge : attached) DeleteEdge(edge);
      ctx_.writer->DeleteNode(node);
      ++ctx_.stats.nodes_deleted;
    }
  }

  void DeleteEdge(EdgeId edge) {
    if (!ctx_.graph->HasEdge(edge)) return;
    ctx_.writer->DeleteEdge(edge);
    ++ctx_.stats.relationships_deleted;
  }

  bool detach_;
  std::vector<EvalPtr> targets_;
  OperatorPtr input_;
  RowStore store_;
  Batch in_;
  bool done_ = false;
  size_t position_ = 0;
  std::vector<std::pair<NodeId, Span>> nodes_;
  std::vector<EdgeId> edges_;
  std::vector<uint32_t> rows_;
};

}  // namespace

OperatorPtr Make(ops::Create& op, Builder& builder) { return std::make_unique<CreateExec>(op, builder); }
OperatorPtr Make(ops::Set& op, Builder& builder) { return std::make_unique<SetExec>(op, builder); }
OperatorPtr Make(ops::Merge& op, Builder& builder) { return std::make_unique<MergeExec>(op, builder); }
OperatorPtr Make(ops::Delete& op, Builder& builder) { return std::make_unique<DeleteExec>(op, builder); }

}  // namespace papergraph::engine
