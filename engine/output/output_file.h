// A file or standard output, written in large pieces.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace papergraph::engine {

/// Every failure is StoreError kIo with the path and the system's words. A file that was not Close()d is removed, so
/// that nothing half written is left behind.
class OutputFile {
 public:
  /// Standard output where `path` is empty.
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void Write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= kPiece) Flush();
  }
  /// Append here, then call Grown().
  std::string& buffer() { return buffer_; }
  void Grown() {
    if (buffer_.size() >= kPiece) Flush();
  }
  void Close();

 private:
  static constexpr size_t kPiece = 1 << 20;
  void Flush();
  [[noreturn]] void Fail(const char* what);

  std::string path_;
  std::FILE* file_;
  bool is_terminal_;
  std::string buffer_;
};

}  // namespace papergraph::engine
