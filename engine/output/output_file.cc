#include "engine/output/output_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/terminal_text.h"
#include "storage/error.h"

namespace papergraph::engine {

OutputFile::OutputFile(const std::string& path)
    : path_(path),
      file_(path.empty() ? stdout : std::fopen(path.c_str(), "wb")),
      is_terminal_(path.empty() && isatty(STDOUT_FILENO)) {
  if (!file_) Fail("cannot create");
}

OutputFile::~OutputFile() {
  if (!file_ || path_.empty()) return;
  std::fclose(file_);
  std::remove(path_.c_str());
}

void OutputFile::Flush() {
  // Some forms have no escape for a control character in a name: whole to a file, harmless to a terminal.
  if (is_terminal_) buffer_ = Harmless(buffer_);
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) Fail("cannot write");
  buffer_.clear();
}

void OutputFile::Close() {
  Flush();
  if (path_.empty()) {
    if (std::fflush(file_) != 0) Fail("cannot write");
  } else {
    std::FILE* file = file_;
    file_ = nullptr;
    if (std::fclose(file) != 0) Fail("cannot write");
  }
}

void OutputFile::Fail(const char* what) {
  const std::string reason = std::strerror(errno);
  throw StoreError(StoreError::Kind::kIo,
                   std::string(what) + " " + (path_.empty() ? "standard output" : path_) + ": " + reason);
}

}  // namespace papergraph::engine
