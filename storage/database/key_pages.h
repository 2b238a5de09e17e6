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

/// Pages of one group of keys without values (an index, the names), shared by all versions in which the group is the
/// same. Any number of threads.
class KeyPages {
 public:
  /// The first `patience` questions get no page: a group that changes with every commit is not worth pages.
  explicit KeyPages(uint32_t patience) : patience_(patience) {}

  /// Calls `visit` with the keys in [begin, end) that pages have or are made to have, until it returns false. Returns
  /// the key from which on RocksDB must be asked; nullopt: nothing is left. A long scan gets few new pages.
  std::optional<std::string> Scan(std::string_view begin, std::string_view end, KeyValue& kv,
                                  const KvSnapshot* snapshot,
                                  const std::function<bool(std::string_view key, std::string_view value)>& visit);

  /// Ids of the many entries of one prefix, where they are kept. False: they are not.
  bool AppendList(std::string_view prefix, std::vector<NodeId>& out) const;
  /// Keeps them where that is worth it.
  void KeepList(std::string_view prefix, std::span<const NodeId> ids);

  static constexpr uint32_t kPatience = 8;

 private:
  // All keys of the group in [the page's key in the map, end).
  struct Page {
    std::string end;
    std::string text;
    std::vector<uint32_t> offsets;  // one more than keys

    size_t size() const { return offsets.size() - 1; }
    std::string_view Key(size_t i) const {
      return std::string_view(text).substr(offsets[i], offsets[i + 1] - offsets[i]);
    }
    // False: `visit` wants no more.
    bool Visit(std::string_view from, std::string_view to,
               const std::function<bool(std::string_view, std::string_view)>& visit) const;
  };
  using PagePointer = std::shared_ptr<const Page>;

  PagePointer Find(std::string_view key) const;
  void MakeRoom(uint64_t bytes);  // REQUIRES: the lock
  // The page that begins with this key. REQUIRES: no page had it just now.
  PagePointer Read(std::string_view key, KeyValue& kv, const KvSnapshot* snapshot);

  static constexpr size_t kKeysOfPage = 128;
  static constexpr int kPagesOfScan = 16;
  static constexpr uint64_t kMostBytes = 64ull << 20;

  const uint32_t patience_;
  std::atomic<uint32_t> questions_{0};
  std::atomic<bool> has_lists_{false};
  mutable std::shared_mutex mutex_;
  std::map<std::string, PagePointer, std::less<>> pages_;          // disjoint, by their first key
  std::map<std::string, std::vector<NodeId>, std::less<>> lists_;  // of prefixes with more keys than a page
  uint64_t bytes_ = 0;
};

/// The pages of each group of a version: by index id, and kNamesGroup for the names.
using KeyGroups = std::vector<std::pair<uint64_t, std::shared_ptr<KeyPages>>>;
inline constexpr uint64_t kNamesGroup = ~uint64_t{0};

/// The group that a key belongs to; nullopt: to none (records and everything with a value).
std::optional<uint64_t> GroupOfKey(std::string_view key);

}  // namespace papergraph
