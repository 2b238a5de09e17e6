// How many deltas wait behind each segment, and when a commit should fold them.
#pragma once

#include <cstdint>
#include <map>

#include "storage/format/keys.h"

namespace papergraph {

/// A reader folds every delta that waits, so chains must end; but a fold rewrites the segment, and that of a hub has
/// millions of neighbours. So a chain is folded when it is long and not small beside its segment: over time a commit
/// rewrites no more than kShare bytes for each byte that it adds. Knows only what this process has written; deltas of
/// earlier ones were joined when RocksDB flushed them. One thread at a time.
class DeltaChains {
 public:
  /// One more delta of `bytes` for the segment. True: look at what is stored, then say Measured.
  bool IsDue(const SegmentKey& key, uint64_t bytes);
  /// What is stored for the segment, deltas too, has so many bytes. True: to fold it now is worth it.
  bool Measured(const SegmentKey& key, uint64_t bytes);
  void Clear() { chains_.clear(); }

 private:
  struct Chain {
    uint32_t deltas = 0;
    uint64_t bytes = 0;
    uint64_t segment_bytes = 0;  // when last looked at
  };
  static bool IsWorth(const Chain& chain) {
    return chain.deltas >= kMost || chain.bytes * kShare >= chain.segment_bytes;
  }

  static constexpr uint32_t kLong = 64, kMost = 4096;
  static constexpr uint64_t kShare = 4;
  std::map<SegmentKey, Chain> chains_;
};

}  // namespace papergraph
