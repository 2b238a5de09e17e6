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
  /// Tells that what stands before this byte of text() is hardly looked at again: where that is much, its memory goes
  /// back to the system, and views of it are read from the disk anew. One thread.
  void Pass(size_t offset) const {
    if (offset >= passed_ + kPiece) Forget(offset);
  }
  /// Throws ImportFault at this byte of text().
  [[noreturn]] void Fail(size_t offset, const std::string& message) const;

 private:
  static constexpr size_t kPiece = 16 << 20;
  void Forget(size_t offset) const;
  size_t FindBadByte() const;

  std::string path_;
  mutable size_t passed_ = 0;
  void* data_ = nullptr;
  size_t size_ = 0;
  std::string_view text_;
};

}  // namespace papergraph::engine
