// Start, end and type of the edges of a segment. Bytes: docs/format.md, "Edge segment".
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/graph_reader.h"
#include "storage/segment/segment.h"

namespace papergraph {

/// Stands where no edge is.
inline constexpr EdgeRecord kNoRecord{kNoNode, kNoNode, TypeId{0xffffffffu}};

struct EdgeSegment : Segment {
  /// Throws StoreError kCorrupt.
  static std::unique_ptr<EdgeSegment> Decode(std::string_view bytes);

  bool Has(uint32_t offset) const { return offset < records.size() && records[offset].start != kNoNode; }

  std::vector<EdgeRecord> records;  // up to the last edge that is there
};

/// Empty when no edge is there.
std::string EncodeEdges(std::span<const EdgeRecord> records);

}  // namespace papergraph
