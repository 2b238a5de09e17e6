#include "storage/database/segment_cache.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "storage/segment/bitmap.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"
#include "storage/segment/edge_table.h"
#include "storage/segment_loads.h"

namespace papergraph {
namespace {

// From calloc: a large table that nobody touches costs address space, not memory.
Slot* NewSlots(uint32_t count) {
  static_assert(std::is_trivially_destructible_v<Slot>);
  void* memory = std::calloc(count, sizeof(Slot));
  if (memory == nullptr) throw std::bad_alloc();
  return static_cast<Slot*>(memory);
}

thread_local uint64_t loads_of_thread = 0;

std::atomic_ref<const Segment*> SegmentOf(Slot& slot) { return std::atomic_ref<const Segment*>(slot.segment); }

}  // namespace

uint64_t SegmentLoadsOfThread() { return loads_of_thread; }

std::unique_ptr<Segment> DecodeSegment(const SegmentKey& key, std::string_view bytes) {
  try {
    switch (ShapeOf(key.kind)) {
      case SegmentShape::kBitmap:
        return BitmapSegment::Decode(bytes);
      case SegmentShape::kColumn:
        return ColumnSegment::Decode(bytes);
      case SegmentShape::kEdges:
        return EdgeSegment::Decode(bytes);
      case SegmentShape::kNeighbours:
        return CsrSegment::Decode(bytes);
    }
  } catch (const StoreError& error) {
    throw StoreError(error.kind(), fmt::format("{}: {}", Describe(EncodeKey(key)), error.what()));
  }
  return nullptr;
}

SegmentCache::~SegmentCache() {
  for (const auto& kind : tables_) {
    for (const SlotTable& table : kind) {
      for (uint32_t i = 0; i < table.count; ++i) delete table.slots[i].segment;
      std::free(table.slots);
    }
  }
  for (const Retired& retired : retired_) {
    delete retired.segment;
    std::free(retired.slots);
  }
}

void SegmentCache::Resize(const TableSizes& sizes, uint64_t sequence) {
  const std::array<uint32_t, kSegmentKinds> tables = {1,           sizes.labels, sizes.properties, 1, sizes.properties,
                                                      sizes.types, sizes.types};
  for (size_t kind = 0; kind < kSegmentKinds; ++kind) {
    if (tables_[kind].size() < tables[kind]) tables_[kind].resize(tables[kind]);
    uint32_t needed = IsByEdge(static_cast<SegmentKind>(kind)) ? sizes.edge_segments : sizes.node_segments;
    for (SlotTable& table : tables_[kind]) {
      if (table.count >= needed) continue;
      uint32_t count = std::max(needed, table.count * 2);
      Slot* slots = NewSlots(count);
      std::copy(table.slots, table.slots + table.count, slots);
      // Readers of the old array go on with it; from now on it does not change.
      if (table.slots != nullptr) retired_.push_back({sequence, nullptr, table.slots});
      table = {slots, count};
    }
  }
}

void SegmentCache::Empty(Slot& slot, uint64_t sequence) {
  slot.touched = sequence;
  const Segment* segment = SegmentOf(slot).exchange(nullptr, std::memory_order_acq_rel);
  if (segment == nullptr) return;
  bytes_ -= segment->memory;
  retired_.push_back({sequence, segment, nullptr});
}

SlotTables SegmentCache::AddVersion(uint64_t sequence, const TableSizes& sizes, std::span<const SegmentKey> changed) {
  std::lock_guard lock(mutex_);
  Resize(sizes, sequence);
  for (const SegmentKey& key : changed) {
    Empty(tables_[static_cast<size_t>(key.kind)][key.of].slots[key.segment], sequence);
  }
  live_.insert(sequence);
  return tables_;
}

SlotTables SegmentCache::AddEmptyVersion(uint64_t sequence, const TableSizes& sizes) {
  std::lock_guard lock(mutex_);
  Resize(sizes, sequence);
  for (const SegmentKey& key : filled_) {
    Slot& slot = tables_[static_cast<size_t>(key.kind)][key.of].slots[key.segment];
    Empty(slot, sequence);
    slot.listed = 0;
  }
  filled_.clear();
  live_.insert(sequence);
  return tables_;
}

void SegmentCache::DropVersion(uint64_t sequence) {
  constexpr uint64_t kMuch = 32 << 20;
  uint64_t freed = 0;
  {
    std::lock_guard lock(mutex_);
    live_.erase(live_.find(sequence));
    freed = Collect();
  }
  // What is freed in small pieces the C library would keep.
  if (freed >= kMuch) malloc_trim(0);
}

uint64_t SegmentCache::Collect() {
  uint64_t oldest = live_.empty() ? UINT64_MAX : *live_.begin(), freed = 0;
  std::erase_if(retired_, [&](const Retired& retired) {
    if (retired.sequence > oldest) return false;
    if (retired.segment != nullptr) freed += retired.segment->memory;
    delete retired.segment;
    std::free(retired.slots);
    return true;
  });
  return freed;
}

const Segment* SegmentCache::Load(const SegmentKey& key, const SlotTable& table, uint64_t sequence, KeyValue& kv,
                                  const KvSnapshot* snapshot, PrivateSegments& own) {
  {
    std::lock_guard lock(own.mutex);
    if (auto it = own.segments.find(key); it != own.segments.end()) return it->second.get();
  }
  ++loads_of_thread;
  std::unique_ptr<Segment> segment;
  try {
    kv.Get(EncodeKey(key), snapshot, false, [&](std::string_view bytes) { segment = DecodeSegment(key, bytes); });
  } catch (const StoreError& error) {
    std::string about = Describe(EncodeKey(key)), what = error.what();
    throw StoreError(error.kind(), what.starts_with(about) ? what : fmt::format("{}: {}", about, what));
  }
  if (segment == nullptr) segment = DecodeSegment(key, "");

  std::lock_guard lock(mutex_);
  const SlotTable& current = tables_[static_cast<size_t>(key.kind)][key.of];
  Slot& slot = table.slots[key.segment];
  if (current.slots == table.slots && slot.touched <= sequence) {
    if (const Segment* other = SegmentOf(slot).load(std::memory_order_acquire)) return other;
    segment->from = slot.touched;
    bytes_ += segment->memory;
    if (!slot.listed) filled_.push_back(key);
    slot.listed = 1;
    SegmentOf(slot).store(segment.get(), std::memory_order_release);
    return segment.release();
  }
  std::lock_guard own_lock(own.mutex);
  return own.segments.emplace(key, std::move(segment)).first->second.get();
}

}  // namespace papergraph
