// Decoded segments: immutable, shared by all readers, found with two array lookups and no lock.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <vector>

#include "storage/format/keys.h"
#include "storage/kv/kv.h"
#include "storage/segment/segment.h"

namespace papergraph {

/// Where the newest decoded form of a segment hangs. `segment` is read without a lock (std::atomic_ref).
struct Slot {
  const Segment* segment = nullptr;
  // Under the cache's mutex: the last version that changed it, and whether it is in `filled_`.
  uint64_t touched : 63 = 0;
  uint64_t listed : 1 = 0;
};

/// The slots of all segments of one label, property or type.
struct SlotTable {
  Slot* slots = nullptr;
  uint32_t count = 0;
};
using SlotTables = std::array<std::vector<SlotTable>, kSegmentKinds>;

/// How many of each there are in a version: what slots are needed for.
struct TableSizes {
  uint32_t labels = 0, types = 0, properties = 0, node_segments = 0, edge_segments = 0;
};

/// Segments that only one old version can use, because a later one has changed them already.
struct PrivateSegments {
  std::mutex mutex;
  std::map<SegmentKey, std::unique_ptr<const Segment>> segments;
};

/// The versions' common memory. A version sees a segment from the version that made it until the one that changes it;
/// what is changed or evicted is freed when no version is left that could have seen it. Any number of threads.
class SegmentCache {
 public:
  SegmentCache() = default;
  ~SegmentCache();
  SegmentCache(const SegmentCache&) = delete;
  SegmentCache& operator=(const SegmentCache&) = delete;

  /// Version `sequence` begins to exist; `changed` are the segments that differ from the version before. Returns the
  /// slots it reads. REQUIRES: ascending, one caller at a time, before anybody reads as `sequence`.
  SlotTables AddVersion(uint64_t sequence, const TableSizes& sizes, std::span<const SegmentKey> changed);
  /// As AddVersion without a change, but with empty slots: the way to give memory back.
  SlotTables AddEmptyVersion(uint64_t sequence, const TableSizes& sizes);
  /// Nobody reads as `sequence` any more.
  void DropVersion(uint64_t sequence);

  /// For a slot that `sequence` finds empty or too new: reads the segment as of `snapshot` and keeps it, for all
  /// readers when it can, else in `own`. Throws StoreError kCorrupt (naming the segment), kIo.
  const Segment* Load(const SegmentKey& key, const SlotTable& table, uint64_t sequence, KeyValue& kv,
                      const KvSnapshot* snapshot, PrivateSegments& own);

  /// Bytes of what is in slots.
  uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  struct Retired {
    uint64_t sequence;  // readers from here on do not see it
    const Segment* segment;
    Slot* slots;  // or an array of slots that became too small
  };
  void Resize(const TableSizes& sizes, uint64_t sequence);
  void Empty(Slot& slot, uint64_t sequence);
  uint64_t Collect();  // bytes that it freed

  std::mutex mutex_;
  SlotTables tables_;
  std::multiset<uint64_t> live_;
  std::vector<Retired> retired_;
  std::vector<SegmentKey> filled_;  // every slot that has or had a segment since the last emptying, once
  std::atomic<uint64_t> bytes_{0};
};

/// Reads and decodes one segment of the shape that its key has. Throws StoreError kCorrupt, naming it.
std::unique_ptr<Segment> DecodeSegment(const SegmentKey& key, std::string_view bytes);

}  // namespace papergraph
