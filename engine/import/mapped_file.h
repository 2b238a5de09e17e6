// A text file of an import.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace papergraph::engine
