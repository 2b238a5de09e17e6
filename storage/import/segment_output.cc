#include "storage/import/segment_output.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace papergraph {

void SegmentOutput::Put(const SegmentKey& key, std::string value, bool is_delta) {
  constexpr uint64_t kOverhead = 96;  // of an entry, beside its value
  const uint64_t bytes = value.capacity() + kOverhead;
  Range longest;
  {
    std::lock_guard lock(mutex_);
    Range& range = ranges_[{key.kind, key.of}];
    range.entries.push_back({EncodeKey(key), std::move(value), is_delta});
    range.bytes += bytes;
    bytes_ += bytes;
    changed_.push_back(key);
    if (bytes_ <= memory_) return;
    const auto by_bytes = [](const auto& a, const auto& b) { return a.second.bytes < b.second.bytes; };
    longest = std::exchange(std::max_element(ranges_.begin(), ranges_.end(), by_bytes)->second, Range());
    bytes_ -= longest.bytes;
  }
  import_.PutFiles(longest.entries);
}

std::vector<KvEntry> SegmentOutput::TakeEntries() {
  std::lock_guard lock(mutex_);
  std::vector<KvEntry> entries;
  for (auto& [of, range] : ranges_) std::move(range.entries.begin(), range.entries.end(), std::back_inserter(entries));
  ranges_.clear();
  bytes_ = 0;
  return entries;
}

}  // namespace papergraph
