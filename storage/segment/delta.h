// A delta: what one or several commits change in one segment; RocksDB's merge operand. Bytes: docs/format.md, "Delta".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/graph_reader.h"
#include "storage/segment/segment.h"

namespace papergraph {

/// One change. What is unused in a shape stays as it is here.
struct DeltaEntry {
  uint32_t offset = 0;  // of the id in its segment
  bool removed = false;
  Neighbour neighbour{kNoNode, kNoEdge};  // kNeighbours: which entry is added or removed
  std::string_view payload;  // kColumn: the value (EncodeValue); kEdges: type, start, end; when not removed
};

/// REQUIRES: `entries` ascend by (offset, neighbour), none twice.
std::string EncodeDelta(SegmentShape shape, std::span<const DeltaEntry> entries);

/// Payloads are views into `bytes`. Throws StoreError kCorrupt.
std::vector<DeltaEntry> DecodeDelta(SegmentShape shape, std::string_view bytes);

/// One delta that does what these do one after the other. Throws StoreError kCorrupt.
std::string JoinDeltas(SegmentShape shape, std::span<const std::string_view> deltas);

/// The entries of all of them in order, of equal ones the last. Payloads are views into `deltas`.
std::vector<DeltaEntry> JoinedEntries(SegmentShape shape, std::span<const std::string_view> deltas);

/// The encoded segment after these deltas; `base` empty: there was none. An empty result: nothing is left in it.
/// Throws StoreError kCorrupt.
std::string FoldSegment(SegmentShape shape, std::string_view base, std::span<const std::string_view> deltas);

/// The payload of kEdges.
std::string EncodeEdgePayload(const EdgeRecord& record);
EdgeRecord DecodeEdgePayload(std::string_view payload);

}  // namespace papergraph
