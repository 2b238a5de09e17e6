#include "storage/import/unique_check.h"

#include <fmt/format.h>

#include "storage/format/bytes.h"
#include "storage/format/keys.h"
#include "storage/format/value_codec.h"

namespace papergraph {

void UniqueCheck::Visit(std::string_view key, std::string_view value) {
  if (key.empty()) return CheckValues();
  if (value.empty()) return;
  const std::string_view sort_key = key.substr(0, key.size() - 4);
  if (sort_key != sort_key_) {
    CheckValues();
    sort_key_ = sort_key;
    index_ = FindIndex(*before_.index_list(), GetBigEndian(key.data() + 1));
  }
  ByteReader in(value);
  values_.push_back(DecodeValue(in));
}

void UniqueCheck::CheckValues() {
  for (size_t i = 0; i < values_.size(); ++i) {
    const Value& value = values_[i];
    bool shared = false;
    for (size_t k = i + 1; k < values_.size(); ++k) shared = shared || Equals(value, values_[k]) == Ternary(true);
    if (!shared && (index_->type ? before_.EdgeCount(*index_->type) : before_.NodeCount(index_->label)) > 0) {
      std::vector<NodeId> nodes;
      std::vector<EdgeId> edges;
      before_.IndexSeek(index_->id, value, nodes);
      before_.IndexSeek(index_->id, value, edges);
      shared = !nodes.empty() || !edges.empty();
    }
    if (!shared) continue;
    std::string what = value.kind() == ValueKind::kString ? fmt::format("'{}'", value.as_string())
                       : value.kind() == ValueKind::kInt  ? fmt::format("{}", value.as_int())
                                                          : "the same value";
    throw StoreError(StoreError::Kind::kConstraint, fmt::format("constraint `{}`: two {} would have {} = {}",
                                                                index_->name, index_->type ? "relationships" : "nodes",
                                                                before_.NameOf(index_->properties[0]), what));
  }
  values_.clear();
}

}  // namespace papergraph
