#include "cli/server/chunks.h"

#include <algorithm>

#include "cli/server/packstream.h"

namespace papergraph::cli {

void ChunkReader::Add(std::string_view bytes, std::vector<std::string>& messages) {
  while (!bytes.empty()) {
    if (header_ < 2) {
      size_ = static_cast<uint16_t>(size_ << 8 | static_cast<uint8_t>(bytes[0]));
      bytes.remove_prefix(1);
      if (++header_ < 2) continue;
      if (size_ == 0) {
        header_ = 0;
        if (!message_.empty()) messages.push_back(std::move(message_));
        message_.clear();
      } else if (message_.size() + size_ > most_) {
        throw BadMessage("a message is longer than " + std::to_string(most_) + " bytes");
      }
      continue;
    }
    const size_t taken = std::min<size_t>(size_, bytes.size());
    message_ += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    size_ = static_cast<uint16_t>(size_ - taken);
    if (size_ == 0) header_ = 0;
  }
}

void AppendChunked(std::string& out, std::string_view message) {
  while (!message.empty()) {
    const size_t size = std::min<size_t>(message.size(), UINT16_MAX);
    out += static_cast<char>(size >> 8);
    out += static_cast<char>(size);
    out += message.substr(0, size);
    message.remove_prefix(size);
  }
  out.append(2, '\0');
}

}  // namespace papergraph::cli
