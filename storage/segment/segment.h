// What all segments share: the part of one column, bitmap, edge table or neighbour list that belongs to kSegmentSize
// consecutive ids. One RocksDB value each; decoded once and then immutable.
#pragma once

#include <cstdint>

namespace papergraph {

/// On disk: DO NOT CHANGE.
inline constexpr uint32_t kSegmentShift = 11;
inline constexpr uint32_t kSegmentSize = 1u << kSegmentShift;
inline constexpr uint32_t kSegmentMask = kSegmentSize - 1;

/// The four shapes a segment's bytes can have.
enum class SegmentShape : uint8_t { kBitmap, kColumn, kEdges, kNeighbours };

/// The decoded form; any number of threads may read it.
struct Segment {
  virtual ~Segment() = default;
  uint64_t from = 0;    // first version of the graph that it is true for
  uint64_t memory = 0;  // bytes it holds, for the bound on the cache
};

}  // namespace papergraph
