// Decoded stretches of sorted keys: what makes a warm index seek cost less than a RocksDB iterator.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ids.h"
#include "storage/kv/kv.h"

namespace papergraph {

/// Pages of one group of keys without values (an index, the names), shared by all versions. A page or list serves from
/// the last change of the group before it was read until one of its keys changes. Any number of threads.
class KeyPages {
 public:
  /// The first `patience` questions get no page.
  explicit KeyPages(uint32_t patience) : patience_(patience) {}

  /// Calls `visit` with the keys in [begin, end) that pages have or are made to have, until it returns false. Returns
  /// the key from which on RocksDB must be asked; nullopt: nothing is left. A long scan gets few new pages. `snapshot`:
  /// that of version `sequence`.
  std::optional<std::string> Scan(std::string_view begin, std::string_view end, uint64_t sequence, KeyValue& kv,
                                  const KvSnapshot* snapshot,
                                  const std::function<bool(std::string_view key, std::string_view value)>& visit);

  /// Ids of the many entries of one prefix in version `sequence`, where they are kept. False: they are not.
  bool AppendList(std::string_view prefix, uint64_t sequence, std::vector<NodeId>& out) const;
  /// Keeps them where that is worth it.
  void KeepList(std::string_view prefix, uint64_t sequence, std::span<const NodeId> ids);

  /// These keys are not in version `sequence` as in the one before. REQUIRES: ascending calls, before anybody reads as
  /// `sequence`.
  void Change(uint64_t sequence, std::span<const std::string_view> keys);

  uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

  static constexpr uint32_t kPatience = 8;

 private:
  // All keys of the group in [the page's key in the map, end).
  struct Page {
    std::string end;
    std::string text;
    std::vector<uint32_t> offsets;  // one more than keys
    uint64_t since = 0;             // the first version that it serves

    uint64_t bytes() const { return text.size() + offsets.size() * sizeof(uint32_t) + 200; }
    size_t size() const { return offsets.size() - 1; }
    std::string_view Key(size_t i) const {
      return std::string_view(text).substr(offsets[i], offsets[i + 1] - offsets[i]);
    }
    // False: `visit` wants no more.
    bool Visit(std::string_view from, std::string_view to,
               const std::function<bool(std::string_view, std::string_view)>& visit) const;
  };
  using PagePointer = std::shared_ptr<const Page>;

  struct List {
    uint64_t since;
    std::vector<NodeId> ids;
  };

  PagePointer Find(std::string_view key, uint64_t sequence) const;
  void MakeRoom(uint64_t bytes);  // REQUIRES: the lock
  // The page that begins with this key. REQUIRES: no page had it just now. Null: none is worth it.
  PagePointer Read(std::string_view key, uint64_t sequence, KeyValue& kv, const KvSnapshot* snapshot);

  static constexpr size_t kKeysOfPage = 128;
  static constexpr int kPagesOfScan = 16;
  static constexpr uint64_t kMostBytes = 64ull << 20;

  const uint32_t patience_;
  std::atomic<uint32_t> questions_{0};
  std::atomic<bool> has_lists_{false};
  mutable std::shared_mutex mutex_;
  std::map<std::string, PagePointer, std::less<>> pages_;  // disjoint, by their first key
  std::map<std::string, List, std::less<>> lists_;         // of prefixes with more keys than a page
  uint64_t changed_ = 0;                                   // the last version with another key
  std::atomic<uint64_t> bytes_{0};
};

/// The pages of each group: by index id, and kNamesGroup for the names.
using KeyGroups = std::vector<std::pair<uint64_t, std::shared_ptr<KeyPages>>>;
inline constexpr uint64_t kNamesGroup = ~uint64_t{0};

/// The group that a key belongs to; nullopt: to none (records and everything with a value).
std::optional<uint64_t> GroupOfKey(std::string_view key);

}  // namespace papergraph
