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

namespace papergraph::engine {

/// A whole file, mapped into memory. Immutable; views of text() live as long as it does.
class MappedFile {
 public:
  /// Throws ImportFault when it cannot be read or is not UTF-8.
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  const std::string& path() const { return path_; }
  /// Without a byte order mark.
  std::string_view text() const { return text_; }
  /// Throws ImportFault at this byte of text().
  [[noreturn]] void Fail(size_t offset, const std::string& message) const;

 private:
  std::string path_;
  void* data_ = nullptr;
  size_t size_ = 0;
  std::string_view text_;
};

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
