// Which ids of a segment are there, or have a label. Bytes: docs/format.md, "Bitmap segment".
#pragma once

#include <array>
#include <bit>
#include <memory>
#include <string>
#include <string_view>

#include "storage/segment/segment.h"

namespace papergraph {

struct BitmapSegment : Segment {
  /// Throws StoreError kCorrupt.
  static std::unique_ptr<BitmapSegment> Decode(std::string_view bytes);
  /// Empty when no bit is set.
  std::string Encode() const;

  bool Has(uint32_t offset) const { return (words[offset >> 6] >> (offset & 63) & 1) != 0; }
  void Set(uint32_t offset, bool on) {
    uint64_t bit = uint64_t{1} << (offset & 63);
    words[offset >> 6] = on ? words[offset >> 6] | bit : words[offset >> 6] & ~bit;
  }
  uint32_t Count() const {
    uint32_t count = 0;
    for (uint64_t word : words) count += static_cast<uint32_t>(std::popcount(word));
    return count;
  }

  std::array<uint64_t, kSegmentSize / 64> words{};
};

}  // namespace papergraph
