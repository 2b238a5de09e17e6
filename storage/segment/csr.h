// The edges of one type and direction at the nodes of a segment, as compressed sparse rows.
// Bytes: docs/format.md, "Neighbour segment".
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "storage/graph_reader.h"
#include "storage/segment/segment.h"

namespace papergraph {

class CsrSegment : public Segment {
 public:
  /// Throws StoreError kCorrupt.
  static std::unique_ptr<CsrSegment> Decode(std::string_view bytes);

  /// Ascending by (node, edge).
  std::span<const Neighbour> EdgesOf(uint32_t offset) const {
    if (offset >= size_) return {};
    uint32_t begin = offsets_[offset];
    return {entries_.get() + begin, offsets_[offset + 1] - begin};
  }
  uint32_t size() const { return size_; }
  uint32_t entry_count() const { return size_ == 0 ? 0 : offsets_[size_]; }

 private:
  uint32_t size_ = 0;  // up to the last node with an edge
  std::unique_ptr<uint32_t[]> offsets_;
  std::unique_ptr<Neighbour[]> entries_;
};

/// `offsets` has one more entry than there are nodes and begins with 0. Empty when there is no edge.
std::string EncodeNeighbours(std::span<const uint32_t> offsets, std::span<const Neighbour> entries);

}  // namespace papergraph
