#include "engine/exec/node_memo.h"

namespace papergraph::engine {

namespace {

constexpr uint32_t kAskedFor = kNoGroup - 1;

}  // namespace

void NodeKey::Clear() {
  code_of_.Clear();
  code_of_null_ = kNoGroup;
}

void NodeKey::Assign(const Batch& batch, KeyTable& table, std::vector<uint32_t>& codes) {
  const Column& column = batch[node_];
  if (column.type != Column::Type::kNode) {
    table.Assign(eval_->All(batch), batch.size, codes);
    return;
  }
  codes.resize(batch.size);
  const auto look_up = [&](NodeId node) -> uint32_t& {
    return node == kNoNode ? code_of_null_ : code_of_.At(Raw(node));
  };
  Column& unknown = unknown_[node_];
  unknown.Reset(Column::Type::kNode);
  for (size_t row = 0; row < batch.size; ++row) {
    uint32_t& code = look_up(column.nodes[row]);
    codes[row] = code;
    if (code != kNoGroup) continue;
    code = kAskedFor;
    unknown.nodes.push_back(column.nodes[row]);
  }
  if (unknown.nodes.empty()) return;
  unknown_.size = unknown.nodes.size();
  table.Assign(eval_->All(unknown_), unknown_.size, new_codes_);
  for (size_t i = 0; i < unknown_.size; ++i) look_up(unknown.nodes[i]) = new_codes_[i];
  for (size_t row = 0; row < batch.size; ++row) {
    if (codes[row] >= kAskedFor) codes[row] = look_up(column.nodes[row]);
  }
}

void NodeTests::Answer() {
  for (size_t begin = 0; begin < asked_.size(); begin += kBatchRows) {
    const auto part = std::span(asked_).subspan(begin, std::min(kBatchRows, asked_.size() - begin));
    Column& column = batch_[node_];
    column.Reset(Column::Type::kNode);
    column.nodes.assign(part.begin(), part.end());
    batch_.size = part.size();
    for (EvalPtr& predicate : predicates_) {
      rows_.clear();
      SelectRows(*predicate, batch_, rows_);
      batch_.Keep(rows_, std::span(&node_, 1));
      if (rows_.empty()) break;
    }
    for (NodeId node : part) states_.At(Raw(node)) = State::kFails;
    for (size_t i = 0; i < batch_.size; ++i) states_.At(Raw(column.nodes[i])) = State::kHolds;
  }
  asked_.clear();
}

}  // namespace papergraph::engine
