// The finished segments of an import, until they are written.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "storage/format/keys.h"
#include "storage/kv/kv.h"

namespace papergraph {

/// Segments of one kind and label, property or type come in ascending order and are a range of keys in which nothing
/// else lies: what is too much for memory becomes a file, the longest such range first. Any number of threads, but each
/// range by one at a time.
class SegmentOutput {
 public:
  /// Ids below are of the graph before. About `memory` bytes wait.
  SegmentOutput(KvImport& import, uint32_t old_nodes, uint32_t old_edges, uint64_t memory)
      : import_(import), old_nodes_(old_nodes), old_edges_(old_edges), memory_(memory) {}

  /// Whether no older id lies in this segment: then it is given whole, else as a delta.
  bool IsFresh(const SegmentKey& key) const {
    return uint64_t{key.segment} << kSegmentShift >= (IsByEdge(key.kind) ? old_edges_ : old_nodes_);
  }
  /// Throws StoreError kIo.
  void Put(const SegmentKey& key, std::string value, bool is_delta);

  /// What is in no file.
  std::vector<KvEntry> TakeEntries();
  /// All segments that were put.
  const std::vector<SegmentKey>& changed() const { return changed_; }

 private:
  struct Range {
    std::vector<KvEntry> entries;
    uint64_t bytes = 0;
  };

  KvImport& import_;
  const uint32_t old_nodes_, old_edges_;
  const uint64_t memory_;
  std::mutex mutex_;  // guards what follows
  std::map<std::pair<SegmentKind, uint32_t>, Range> ranges_;
  uint64_t bytes_ = 0;
  std::vector<SegmentKey> changed_;
};

}  // namespace papergraph
