#include "storage/segment/csr.h"

#include "storage/format/bytes.h"
#include "storage/format/checksum.h"

namespace papergraph {

std::unique_ptr<CsrSegment> CsrSegment::Decode(std::string_view bytes) {
  auto segment = std::make_unique<CsrSegment>();
  segment->memory = sizeof(CsrSegment);
  if (bytes.empty()) return segment;
  ByteReader in(Unseal(bytes));
  uint64_t size = in.Varint();
  if (size > kSegmentSize) throw StoreError(StoreError::Kind::kCorrupt, "a neighbour segment is too long");
  segment->offsets_ = std::make_unique_for_overwrite<uint32_t[]>(size + 1);
  uint64_t total = 0;
  for (uint64_t i = 0; i < size; ++i) {
    segment->offsets_[i] = static_cast<uint32_t>(total);
    total += in.Varint32();
    if (total > in.left()) throw StoreError(StoreError::Kind::kCorrupt, "a neighbour list is cut off");
  }
  segment->offsets_[size] = static_cast<uint32_t>(total);
  segment->entries_ = std::make_unique_for_overwrite<Neighbour[]>(total);
  uint64_t edge = 0;
  for (uint64_t i = 0; i < size; ++i) {
    uint64_t node = 0;
    for (uint32_t at = segment->offsets_[i]; at < segment->offsets_[i + 1]; ++at) {
      node += in.Varint32();
      edge += static_cast<uint64_t>(in.Signed());
      if ((node | edge) >> 32 != 0) throw StoreError(StoreError::Kind::kCorrupt, "a neighbour has no such id");
      segment->entries_[at] = {NodeId{static_cast<uint32_t>(node)}, EdgeId{static_cast<uint32_t>(edge)}};
    }
  }
  if (!in.empty()) throw StoreError(StoreError::Kind::kCorrupt, "a neighbour segment has bytes left over");
  segment->size_ = static_cast<uint32_t>(size);
  segment->memory += (size + 1) * sizeof(uint32_t) + total * sizeof(Neighbour);
  return segment;
}

std::string EncodeNeighbours(std::span<const uint32_t> offsets, std::span<const Neighbour> entries) {
  std::string out;
  if (entries.empty()) return out;
  size_t size = offsets.size() - 1;
  while (offsets[size - 1] == entries.size()) --size;
  PutVarint(out, size);
  for (size_t i = 0; i < size; ++i) PutVarint(out, offsets[i + 1] - offsets[i]);
  int64_t edge = 0;
  for (size_t i = 0; i < size; ++i) {
    uint32_t node = 0;
    for (uint32_t at = offsets[i]; at < offsets[i + 1]; ++at) {
      PutVarint(out, Raw(entries[at].node) - node);
      node = Raw(entries[at].node);
      PutSigned(out, int64_t{Raw(entries[at].edge)} - edge);
      edge = Raw(entries[at].edge);
    }
  }
  Seal(out);
  return out;
}

}  // namespace papergraph
