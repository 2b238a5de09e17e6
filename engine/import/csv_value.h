// A field of a table -> a value of its column's type.
#pragma once

#include <string_view>

#include "engine/import/csv_header.h"
#include "storage/value.h"

namespace papergraph::engine {

/// Makes values; short strings that come again and again ("main", "base") are made once. One thread.
class CsvValues {
 public:
  CsvValues() : recent_(kRecent) {}

  /// Null when there is no value: the field is empty (and, for a string or an array, not quoted). Throws ImportFault at
  /// the field.
  Value Read(const MappedFile& file, const CsvColumn& column, const CsvField& field);
  /// Splits at `;`. A `;` behind a backslash belongs to the item; backslashes before a `;` and at the end of an item
  /// are doubled; one that stands alone in the whole field is a single empty item.
  static void Split(std::string_view text, std::vector<std::string>& items);

 private:
  static constexpr size_t kRecent = 1024;
  Value Scalar(const MappedFile& file, const CsvColumn& column, std::string_view text, size_t offset);
  Value String(std::string_view text);

  std::vector<Value> recent_;
  std::vector<std::string> items_;
};

}  // namespace papergraph::engine
