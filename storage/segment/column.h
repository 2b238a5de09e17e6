// One property of the nodes or edges of a segment, in one type where all agree. Bytes: docs/format.md, "Column
// segment".
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/segment/segment.h"
#include "storage/value.h"

namespace papergraph {

/// On disk: DO NOT CHANGE.
enum class ColumnForm : uint8_t { kBool = 1, kInt = 2, kFloat = 3, kString = 4, kMixed = 5 };

class ColumnSegment : public Segment {
 public:
  /// Throws StoreError kCorrupt. Of no bytes: a column in which nothing is there.
  static std::unique_ptr<ColumnSegment> Decode(std::string_view bytes);

  /// Up to the last value that is there.
  uint32_t size() const { return size_; }
  /// Of an empty column: kMixed.
  ColumnForm form() const { return form_; }
  bool Has(uint32_t offset) const { return offset < size_ && (present_[offset >> 6] >> (offset & 63) & 1) != 0; }
  const std::array<uint64_t, kSegmentSize / 64>& present() const { return present_; }
  /// Whether everything below size() is there.
  bool full() const { return full_; }

  // REQUIRES: the form, and offset < size(); where nothing is there, something harmless.
  int64_t Int(uint32_t offset) const { return ints_[offset]; }  // kInt, and kBool as 0 or 1
  double Float(uint32_t offset) const { return floats_[offset]; }
  const int64_t* ints() const { return ints_.data(); }
  const double* floats() const { return floats_.data(); }
  std::string_view String(uint32_t offset) const {
    return {text_.data() + places_[offset].begin, places_[offset].size};
  }
  const Value& Mixed(uint32_t offset) const { return values_[offset]; }

  /// Null where nothing is there; any offset.
  Value At(uint32_t offset) const;
  std::vector<Value> Values() const;

 private:
  struct Place {
    uint32_t begin, size;
  };
  void DecodeStrings(class ByteReader& in, std::span<const uint32_t> rows);

  ColumnForm form_ = ColumnForm::kMixed;
  uint32_t size_ = 0;
  bool full_ = false;
  std::array<uint64_t, kSegmentSize / 64> present_{};
  std::vector<int64_t> ints_;
  std::vector<double> floats_;
  std::vector<Place> places_;
  std::string text_;
  std::vector<Value> values_;
};

/// Null: absent. Empty when nothing is there. REQUIRES: at most kSegmentSize values, each storable.
std::string EncodeColumn(std::span<const Value> values);

}  // namespace papergraph
