// A file without a name: readers and writers of files take its path.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "tests/fuzz/disagree.h"

namespace papergraph {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text = {}) : file_(memfd_create("fuzz", 0)) {
    if (file_ < 0 || write(file_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
      Disagree("no memory file", "", "");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(file_); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }
  /// What is in it now.
  std::string Text() const {
    std::string text;
    char buffer[4096];
    for (ssize_t got; (got = pread(file_, buffer, sizeof buffer, static_cast<off_t>(text.size()))) > 0;)
      text.append(buffer, static_cast<size_t>(got));
    return text;
  }

 private:
  int file_;
};

}  // namespace papergraph
