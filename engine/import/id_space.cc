#include "engine/import/id_space.h"

#include <algorithm>

namespace papergraph::engine {

// Only the canonical spelling: "7" and "07" are different ids.
bool IdSpace::ReadNumber(std::string_view id, uint64_t& number) {
  if (id.empty() || id.size() > 9 || (id[0] == '0' && id.size() > 1)) return false;
  number = 0;
  for (char c : id) {
    const auto digit = static_cast<unsigned char>(c - '0');
    if (digit > 9) return false;
    number = number * 10 + digit;
  }
  return true;
}

bool IdSpace::Add(std::string_view id, NodeId node, bool stable) {
  uint64_t number;
  if (ReadNumber(id, number) && number < 8 * count_ + (1 << 16) && !sparse_.contains(id)) {
    if (number >= dense_.size()) dense_.resize(std::max<size_t>(number + 1, 2 * dense_.size()), kNoNode);
    if (dense_[number] != kNoNode) return false;
    dense_[number] = node;
    ++count_;
    return true;
  }
  if (Find(id) != kNoNode) return false;
  sparse_.emplace(stable ? id : std::string_view(texts_.emplace_back(id)), node);
  ++count_;
  return true;
}

NodeId IdSpace::Find(std::string_view id) const {
  uint64_t number;
  if (ReadNumber(id, number) && number < dense_.size() && dense_[number] != kNoNode) return dense_[number];
  if (sparse_.empty()) return kNoNode;
  const auto found = sparse_.find(id);
  return found == sparse_.end() ? kNoNode : found->second;
}

}  // namespace papergraph::engine
