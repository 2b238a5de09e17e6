// Bolt's transfer encoding: a message is one or more chunks (two bytes of size, then as many bytes) and a chunk of size
// 0.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace papergraph::cli {

/// Bytes as they arrive -> messages. A chunk of size 0 where no message has begun says nothing (NOOP).
class ChunkReader {
 public:
  /// `most`: bytes that a message may have.
  explicit ChunkReader(size_t most) : most_(most) {}
  void set_most(size_t most) { most_ = most; }

  /// Appends the messages that are whole now. Throws BadMessage for one that is too long.
  void Add(std::string_view bytes, std::vector<std::string>& messages);

 private:
  size_t most_;
  uint16_t size_ = 0;  // of the chunk; while its header is read, what is known of it
  int header_ = 0;     // bytes of the header that were read
  std::string message_;
};

/// Appends `message` in chunks.
void AppendChunked(std::string& out, std::string_view message);

}  // namespace papergraph::cli
