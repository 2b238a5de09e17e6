// Rows of a CSV file (RFC 4180), without a copy of what needs none.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/csv_import.h"
#include "engine/import/mapped_file.h"

namespace papergraph::engine {

struct CsvField {
  std::string_view text;  // unescaped; lives until the next row where it had doubled quotes, else as long as the file
  size_t offset = 0;      // of its first byte in the file's text
  bool quoted = false;
  bool copied = false;  // had doubled quotes
};

/// Separated by commas or another ASCII character, rows end with LF or CRLF, quoted fields may hold line breaks. Empty
/// lines are skipped. One thread.
class CsvReader {
 public:
  explicit CsvReader(const MappedFile& file, char separator = ',');

  /// False at the end. Throws ImportFault for a quote that is not closed, or that stands inside a bare field.
  bool NextRow(std::vector<CsvField>& fields);
  /// Where the row that was read last begins.
  size_t row_offset() const { return row_; }

 private:
  CsvField Quoted();

  const MappedFile& file_;
  std::string_view text_;
  char separator_;
  std::array<bool, 256> ends_bare_{};  // bytes that end a run inside a bare field
  size_t at_ = 0;
  size_t row_ = 0;
  std::deque<std::string> copies_;
};

}  // namespace papergraph::engine
