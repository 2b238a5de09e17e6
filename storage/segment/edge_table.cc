#include "storage/segment/edge_table.h"

#include "storage/format/bytes.h"
#include "storage/format/checksum.h"

namespace papergraph {

std::unique_ptr<EdgeSegment> EdgeSegment::Decode(std::string_view bytes) {
  auto segment = std::make_unique<EdgeSegment>();
  if (!bytes.empty()) {
    ByteReader in(Unseal(bytes));
    uint64_t size = in.Varint();
    if (size > kSegmentSize) throw StoreError(StoreError::Kind::kCorrupt, "an edge segment is too long");
    segment->records.assign(size, kNoRecord);
    for (uint64_t at = 0; at < size;) {
      uint64_t type = in.Varint(), run = in.Varint();
      if (run == 0 || run > size - at || type > 0xffffffffu) {
        throw StoreError(StoreError::Kind::kCorrupt, "a run of edges does not fit");
      }
      for (uint64_t end = at + run; at < end; ++at) {
        if (type > 0) segment->records[at].type = TypeId{static_cast<uint32_t>(type - 1)};
      }
    }
    uint64_t start = 0;
    for (EdgeRecord& record : segment->records) {
      if (record.type == kNoRecord.type) continue;
      start += static_cast<uint64_t>(in.Signed());
      if (start >= Raw(kNoNode)) throw StoreError(StoreError::Kind::kCorrupt, "an edge has no such start");
      record.start = NodeId{static_cast<uint32_t>(start)};
      record.end = NodeId{in.Varint32()};
    }
    if (!in.empty()) throw StoreError(StoreError::Kind::kCorrupt, "an edge segment has bytes left over");
    if (size == 0 || segment->records.back().type == kNoRecord.type) {
      throw StoreError(StoreError::Kind::kCorrupt, "an edge segment goes on past its last edge");
    }
  }
  segment->memory = sizeof(EdgeSegment) + segment->records.capacity() * sizeof(EdgeRecord);
  return segment;
}

std::string EncodeEdges(std::span<const EdgeRecord> records) {
  size_t size = records.size();
  while (size > 0 && records[size - 1].start == kNoNode) --size;
  std::string out;
  if (size == 0) return out;
  auto tag = [&](size_t i) { return records[i].start == kNoNode ? uint64_t{0} : uint64_t{Raw(records[i].type)} + 1; };
  PutVarint(out, size);
  for (size_t at = 0; at < size;) {
    size_t end = at + 1;
    while (end < size && tag(end) == tag(at)) ++end;
    PutVarint(out, tag(at));
    PutVarint(out, end - at);
    at = end;
  }
  int64_t previous = 0;
  for (size_t i = 0; i < size; ++i) {
    if (tag(i) == 0) continue;
    PutSigned(out, int64_t{Raw(records[i].start)} - previous);
    previous = Raw(records[i].start);
    PutVarint(out, Raw(records[i].end));
  }
  Seal(out);
  return out;
}

}  // namespace papergraph
