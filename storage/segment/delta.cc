#include "storage/segment/delta.h"

#include <algorithm>
#include <tuple>

#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/format/value_codec.h"
#include "storage/segment/bitmap.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"
#include "storage/segment/edge_table.h"

namespace papergraph {
namespace {

bool HasPayload(SegmentShape shape) { return shape == SegmentShape::kColumn || shape == SegmentShape::kEdges; }

auto Place(const DeltaEntry& entry) { return std::tuple(entry.offset, entry.neighbour); }

std::string FoldBitmap(std::string_view base, std::span<const DeltaEntry> entries) {
  BitmapSegment bitmap;
  if (!base.empty()) bitmap = *BitmapSegment::Decode(base);
  for (const DeltaEntry& entry : entries) bitmap.Set(entry.offset, !entry.removed);
  return bitmap.Encode();
}

std::string FoldColumn(std::string_view base, std::span<const DeltaEntry> entries) {
  std::vector<Value> values;
  if (!base.empty()) values = ColumnSegment::Decode(base)->Values();
  for (const DeltaEntry& entry : entries) {
    if (entry.offset >= values.size()) {
      if (entry.removed) continue;
      values.resize(entry.offset + 1);
    }
    ByteReader in(entry.payload);
    values[entry.offset] = entry.removed ? Value() : DecodeValue(in);
  }
  return EncodeColumn(values);
}

std::string FoldEdges(std::string_view base, std::span<const DeltaEntry> entries) {
  std::vector<EdgeRecord> records;
  if (!base.empty()) records = EdgeSegment::Decode(base)->records;
  for (const DeltaEntry& entry : entries) {
    if (entry.offset >= records.size()) {
      if (entry.removed) continue;
      records.resize(entry.offset + 1, kNoRecord);
    }
    records[entry.offset] = entry.removed ? kNoRecord : DecodeEdgePayload(entry.payload);
  }
  return EncodeEdges(records);
}

std::string FoldNeighbours(std::string_view base, std::span<const DeltaEntry> entries) {
  std::unique_ptr<CsrSegment> old = base.empty() ? std::make_unique<CsrSegment>() : CsrSegment::Decode(base);
  uint32_t size = old->size();
  if (!entries.empty()) size = std::max(size, entries.back().offset + 1);
  std::vector<uint32_t> offsets(1, 0);
  std::vector<Neighbour> merged;
  merged.reserve(old->entry_count() + entries.size());
  size_t next = 0;
  for (uint32_t node = 0; node < size; ++node) {
    std::span<const Neighbour> list = old->EdgesOf(node);
    size_t i = 0;
    for (; next < entries.size() && entries[next].offset == node; ++next) {
      const DeltaEntry& entry = entries[next];
      while (i < list.size() && list[i] < entry.neighbour) merged.push_back(list[i++]);
      if (i < list.size() && list[i] == entry.neighbour) ++i;
      if (!entry.removed) merged.push_back(entry.neighbour);
    }
    merged.insert(merged.end(), list.begin() + static_cast<std::ptrdiff_t>(i), list.end());
    offsets.push_back(static_cast<uint32_t>(merged.size()));
  }
  return EncodeNeighbours(offsets, merged);
}

}  // namespace

std::string EncodeDelta(SegmentShape shape, std::span<const DeltaEntry> entries) {
  std::string out;
  uint32_t previous = 0;
  for (const DeltaEntry& entry : entries) {
    PutVarint(out, uint64_t{entry.offset - previous} << 1 | (entry.removed ? 1 : 0));
    previous = entry.offset;
    if (shape == SegmentShape::kNeighbours) {
      PutVarint(out, Raw(entry.neighbour.node));
      PutVarint(out, Raw(entry.neighbour.edge));
    }
    if (HasPayload(shape) && !entry.removed) PutString(out, entry.payload);
  }
  Seal(out);
  return out;
}

std::vector<DeltaEntry> DecodeDelta(SegmentShape shape, std::string_view bytes) {
  std::vector<DeltaEntry> entries;
  ByteReader in(Unseal(bytes));
  uint64_t offset = 0;
  while (!in.empty()) {
    DeltaEntry entry;
    uint64_t head = in.Varint();
    offset += head >> 1;
    if (offset >= kSegmentSize) throw StoreError(StoreError::Kind::kCorrupt, "a delta goes past its segment");
    entry.offset = static_cast<uint32_t>(offset);
    entry.removed = (head & 1) != 0;
    if (shape == SegmentShape::kNeighbours) {
      entry.neighbour.node = NodeId{in.Varint32()};
      entry.neighbour.edge = EdgeId{in.Varint32()};
    }
    if (HasPayload(shape) && !entry.removed) entry.payload = in.String();
    entries.push_back(entry);
  }
  return entries;
}

std::vector<DeltaEntry> JoinedEntries(SegmentShape shape, std::span<const std::string_view> deltas) {
  std::vector<DeltaEntry> all;
  for (std::string_view delta : deltas) {
    std::vector<DeltaEntry> entries = DecodeDelta(shape, delta);
    all.insert(all.end(), entries.begin(), entries.end());
  }
  if (deltas.size() < 2) return all;
  std::stable_sort(all.begin(), all.end(),
                   [](const DeltaEntry& a, const DeltaEntry& b) { return Place(a) < Place(b); });
  size_t kept = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    if (i + 1 < all.size() && Place(all[i]) == Place(all[i + 1])) continue;
    all[kept++] = all[i];
  }
  all.resize(kept);
  return all;
}

std::string JoinDeltas(SegmentShape shape, std::span<const std::string_view> deltas) {
  return EncodeDelta(shape, JoinedEntries(shape, deltas));
}

std::string FoldSegment(SegmentShape shape, std::string_view base, std::span<const std::string_view> deltas) {
  std::vector<DeltaEntry> entries = JoinedEntries(shape, deltas);
  switch (shape) {
    case SegmentShape::kBitmap:
      return FoldBitmap(base, entries);
    case SegmentShape::kColumn:
      return FoldColumn(base, entries);
    case SegmentShape::kEdges:
      return FoldEdges(base, entries);
    case SegmentShape::kNeighbours:
      return FoldNeighbours(base, entries);
  }
  return {};
}

std::string EncodeEdgePayload(const EdgeRecord& record) {
  std::string out;
  PutVarint(out, Raw(record.type));
  PutVarint(out, Raw(record.start));
  PutVarint(out, Raw(record.end));
  return out;
}

EdgeRecord DecodeEdgePayload(std::string_view payload) {
  ByteReader in(payload);
  TypeId type{in.Varint32()};
  NodeId start{in.Varint32()};
  NodeId end{in.Varint32()};
  return {start, end, type};
}

}  // namespace papergraph
