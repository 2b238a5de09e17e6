#include "cli/line_channel.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace papergraph::cli {
namespace {

constexpr size_t kChunk = 256 << 10;
constexpr size_t kLarge = 1 << 20;
constexpr size_t kPipe = 64 << 10;

}  // namespace

LineChannel::LineChannel(int in, int out) : in_(in), out_(out) {
  struct stat status {};
  if (fstat(out, &status) != 0) return;
  is_socket_ = S_ISSOCK(status.st_mode);
  if (S_ISFIFO(status.st_mode)) {
    const std::string path = "/proc/self/fd/" + std::to_string(out);
    own_out_ = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (own_out_ >= 0) out_ = own_out_;
  }
}

LineChannel::~LineChannel() {
  Flush();
  if (own_out_ >= 0) close(own_out_);
}

bool LineChannel::NextLine(std::string_view& line) {
  while (!broken_) {
    if (pending_.size() >= kLarge && !Flush()) return false;
    if (TakeLine(line)) return true;
    if (at_end_) {
      if (consumed_ == filled_) return false;
      line = std::string_view(buffer_).substr(consumed_, filled_ - consumed_);
      consumed_ = searched_ = filled_;
      return true;
    }
    // What waits may be half a line, whose writer waits for an answer: only a whole line is a reason not to flush.
    if (InputWaits()) {
      Read();
      if (TakeLine(line)) return true;
    }
    if (!Flush()) return false;
    if (searched_ == filled_ && !at_end_) Read();
  }
  return false;
}

bool LineChannel::TakeLine(std::string_view& line) {
  const void* found = std::memchr(buffer_.data() + searched_, '\n', filled_ - searched_);
  if (!found) {
    searched_ = filled_;
    return false;
  }
  const auto end = static_cast<size_t>(static_cast<const char*>(found) - buffer_.data());
  line = std::string_view(buffer_).substr(consumed_, end - consumed_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  consumed_ = searched_ = end + 1;
  return true;
}

bool LineChannel::InputWaits() const {
  pollfd poll_in{in_, POLLIN, 0};
  return poll(&poll_in, 1, 0) > 0;
}

void LineChannel::Read() {
  if (consumed_ == filled_) {
    consumed_ = searched_ = filled_ = 0;
  } else if (consumed_ > 0 && buffer_.size() - filled_ < kChunk) {
    std::memmove(buffer_.data(), buffer_.data() + consumed_, filled_ - consumed_);
    searched_ -= consumed_;
    filled_ -= consumed_;
    consumed_ = 0;
  }
  if (buffer_.size() - filled_ < kChunk) buffer_.resize(std::max(2 * buffer_.size(), filled_ + kChunk));
  ssize_t got;
  do {
    got = read(in_, buffer_.data() + filled_, buffer_.size() - filled_);
  } while (got < 0 && errno == EINTR);
  if (got > 0) {
    filled_ += static_cast<size_t>(got);
  } else {
    at_end_ = true;
  }
}

bool LineChannel::WriteSome(size_t& written) {
  const char* data = pending_.data() + written;
  const size_t rest = pending_.size() - written;
  const ssize_t put = is_socket_ ? send(out_, data, rest, MSG_DONTWAIT | MSG_NOSIGNAL) : write(out_, data, rest);
  if (put >= 0) {
    written += static_cast<size_t>(put);
    return true;
  }
  return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
}

bool LineChannel::Flush() {
  // A large answer through a pipe of 64 KB is a switch of processes every 64 KB. Where the system refuses, it stays so.
  if (own_out_ >= 0 && pending_.size() > kPipe && !is_large_) {
    fcntl(own_out_, F_SETPIPE_SZ, kLarge);
    is_large_ = true;
  }
  size_t written = 0;
  while (written < pending_.size() && !broken_) {
    const size_t before = written;
    if (!WriteSome(written)) {
      broken_ = true;
    } else if (written == before) {
      pollfd waits[2] = {{out_, POLLOUT, 0}, {in_, POLLIN, 0}};
      poll(waits, at_end_ ? 1 : 2, -1);
      if (!at_end_ && (waits[1].revents & (POLLIN | POLLHUP)) && !(waits[0].revents & POLLOUT)) Read();
    }
  }
  pending_.clear();
  return !broken_;
}

}  // namespace papergraph::cli
