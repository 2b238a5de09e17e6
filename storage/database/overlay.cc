#include "storage/database/overlay.h"

#include <algorithm>

namespace papergraph {

void ListChange::Sort() const {
  if (sorted_ == added_.size()) return;
  auto middle = added_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  std::sort(middle, added_.end());
  std::inplace_merge(added_.begin(), middle, added_.end());
  sorted_ = added_.size();
}

void ListChange::Add(Neighbour entry) {
  is_merged_ = false;
  auto it = std::lower_bound(removed_.begin(), removed_.end(), entry);
  if (it != removed_.end() && *it == entry) {  // a deletion is taken back
    removed_.erase(it);
    return;
  }
  if (sorted_ == added_.size() && (added_.empty() || added_.back() < entry)) ++sorted_;
  added_.push_back(entry);
}

void ListChange::Remove(Neighbour entry) {
  is_merged_ = false;
  Sort();
  auto it = std::lower_bound(added_.begin(), added_.end(), entry);
  if (it != added_.end() && *it == entry) {
    added_.erase(it);
    --sorted_;
    return;
  }
  removed_.insert(std::lower_bound(removed_.begin(), removed_.end(), entry), entry);
}

std::span<const Neighbour> ListChange::Merge(std::span<const Neighbour> base) const {
  Sort();
  if (base.empty()) return added_;
  if (added_.empty() && removed_.empty()) return base;
  if (!is_merged_) {
    std::vector<Neighbour> kept;
    kept.reserve(base.size());
    std::set_difference(base.begin(), base.end(), removed_.begin(), removed_.end(), std::back_inserter(kept));
    merged_.clear();
    merged_.reserve(kept.size() + added_.size());
    std::merge(kept.begin(), kept.end(), added_.begin(), added_.end(), std::back_inserter(merged_));
    is_merged_ = true;
  }
  return merged_;
}

}  // namespace papergraph
