#include "storage/database/key_pages.h"

#include <algorithm>
#include <mutex>

#include "storage/format/bytes.h"
#include "storage/format/keys.h"

namespace papergraph {

std::optional<uint64_t> GroupOfKey(std::string_view key) {
  if (key.empty()) return std::nullopt;
  if (static_cast<KeyTag>(key[0]) == KeyTag::kFoldedName) return kNamesGroup;
  if (static_cast<KeyTag>(key[0]) == KeyTag::kIndexEntry && key.size() > 5) return GetBigEndian(key.data() + 1);
  return std::nullopt;
}

bool KeyPages::Page::Visit(std::string_view from, std::string_view to,
                           const std::function<bool(std::string_view, std::string_view)>& visit) const {
  size_t low = 0, high = size();
  while (low < high) {
    size_t middle = (low + high) / 2;
    Key(middle) < from ? low = middle + 1 : high = middle;
  }
  for (; low < size() && Key(low) < to; ++low) {
    if (!visit(Key(low), {})) return false;
  }
  return true;
}

std::optional<std::string> KeyPages::Scan(std::string_view begin, std::string_view end, uint64_t sequence, KeyValue& kv,
                                          const KvSnapshot* snapshot,
                                          const std::function<bool(std::string_view, std::string_view)>& visit) {
  PagePointer last;  // keeps what `begin` points to
  for (int read = 0;;) {
    PagePointer page = Find(begin, sequence);
    if (page == nullptr) {
      if (questions_.load(std::memory_order_relaxed) < patience_) {
        questions_.fetch_add(1, std::memory_order_relaxed);
        return std::string(begin);
      }
      if (++read <= kPagesOfScan) page = Read(begin, sequence, kv, snapshot);
      if (page == nullptr) return std::string(begin);
    }
    if (!page->Visit(begin, end, visit) || end <= page->end) return std::nullopt;
    begin = page->end;
    last = std::move(page);
  }
}

KeyPages::PagePointer KeyPages::Find(std::string_view key, uint64_t sequence) const {
  std::shared_lock lock(mutex_);
  auto it = pages_.upper_bound(key);
  if (it == pages_.begin()) return nullptr;
  const PagePointer& page = std::prev(it)->second;
  return key < page->end && page->since <= sequence ? page : nullptr;
}

KeyPages::PagePointer KeyPages::Read(std::string_view key, uint64_t sequence, KeyValue& kv,
                                     const KvSnapshot* snapshot) {
  // The page goes on to where the next one begins, or the group ends.
  std::string limit = std::string(key.substr(0, static_cast<KeyTag>(key[0]) == KeyTag::kFoldedName ? 1 : 5));
  limit.back() = static_cast<char>(static_cast<unsigned char>(limit.back()) + 1);
  if (limit.back() == 0) return nullptr;  // index ids of which the last byte is 255 go without
  {
    std::shared_lock lock(mutex_);
    if (sequence < changed_) return nullptr;  // an old version; its page would be of no use to others
    auto it = pages_.upper_bound(key);
    if (it != pages_.end()) limit = std::min(limit, it->first);
  }
  auto page = std::make_shared<Page>();
  page->offsets.push_back(0);
  page->end = limit;
  auto cursor = kv.Scan(snapshot, limit);
  for (cursor->Seek(key); cursor->Valid(); cursor->Next()) {
    if (page->size() == kKeysOfPage) {
      page->end = cursor->key();
      break;
    }
    page->text += cursor->key();
    page->offsets.push_back(static_cast<uint32_t>(page->text.size()));
  }
  std::unique_lock lock(mutex_);
  if (sequence < changed_) return page;
  page->since = changed_;
  // Another thread may have read around here in the meantime: then its pages stay, and this one is used once.
  auto next = pages_.upper_bound(key);
  const bool overlaps = (next != pages_.end() && next->first < page->end) ||
                        (next != pages_.begin() && key < std::prev(next)->second->end);
  if (overlaps) return page;
  MakeRoom(page->bytes());
  pages_.emplace(key, page);
  return page;
}

void KeyPages::MakeRoom(uint64_t bytes) {
  if (bytes_ > kMostBytes) {
    pages_.clear();
    lists_.clear();
    bytes_ = 0;
  }
  bytes_ += bytes;
}

bool KeyPages::AppendList(std::string_view prefix, uint64_t sequence, std::vector<NodeId>& out) const {
  if (!has_lists_.load(std::memory_order_relaxed)) return false;
  std::shared_lock lock(mutex_);
  const auto found = lists_.find(prefix);
  if (found == lists_.end() || found->second.since > sequence) return false;
  out.insert(out.end(), found->second.ids.begin(), found->second.ids.end());
  return true;
}

void KeyPages::KeepList(std::string_view prefix, uint64_t sequence, std::span<const NodeId> ids) {
  if (ids.size() <= kKeysOfPage || questions_.load(std::memory_order_relaxed) < patience_) return;
  std::unique_lock lock(mutex_);
  if (sequence < changed_ || lists_.find(prefix) != lists_.end()) return;
  MakeRoom(ids.size() * sizeof(NodeId) + prefix.size() + 200);
  lists_.emplace(prefix, List{changed_, {ids.begin(), ids.end()}});
  has_lists_.store(true, std::memory_order_relaxed);
}

void KeyPages::Change(uint64_t sequence, std::span<const std::string_view> keys) {
  std::unique_lock lock(mutex_);
  changed_ = sequence;
  for (const std::string_view key : keys) {
    const auto behind = pages_.upper_bound(key);
    if (behind != pages_.begin() && key < std::prev(behind)->second->end) {
      bytes_ -= std::prev(behind)->second->bytes();
      pages_.erase(std::prev(behind));
    }
    for (size_t size = 1; !lists_.empty() && size <= key.size(); ++size) {
      const auto list = lists_.find(key.substr(0, size));
      if (list == lists_.end()) continue;
      bytes_ -= list->second.ids.size() * sizeof(NodeId) + size + 200;
      lists_.erase(list);
    }
  }
}

}  // namespace papergraph
