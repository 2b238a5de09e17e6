#include "storage/database/delta_chains.h"

namespace papergraph {

bool DeltaChains::IsDue(const SegmentKey& key, uint64_t bytes) {
  Chain& chain = chains_[key];
  ++chain.deltas;
  chain.bytes += bytes;
  return chain.deltas >= kLong && IsWorth(chain);
}

bool DeltaChains::Measured(const SegmentKey& key, uint64_t bytes) {
  Chain& chain = chains_[key];
  chain.segment_bytes = bytes;
  if (!IsWorth(chain)) return false;
  chain.deltas = 0;
  chain.bytes = 0;
  return true;
}

}  // namespace papergraph
