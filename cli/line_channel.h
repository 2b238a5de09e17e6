// Lines in, lines out, over two file descriptors, without a deadlock when the other side writes much before it reads.
#pragma once

#include <string>
#include <string_view>

namespace papergraph::cli {

/// One thread. Answers gather in out() and are written when no complete line waits any more, or when they have grown
/// large; while they are written, further input is taken in.
class LineChannel {
 public:
  LineChannel(int in, int out);
  ~LineChannel();
  LineChannel(const LineChannel&) = delete;
  LineChannel& operator=(const LineChannel&) = delete;

  /// The next line without its newline; it lives until the next call of NextLine or Flush. The last one may lack a
  /// newline. False: the end of input, or nobody reads the answers any more.
  bool NextLine(std::string_view& line);
  /// Append answers here.
  std::string& out() { return pending_; }
  /// Writes all that is pending. False when nobody reads it any more.
  bool Flush();

 private:
  bool TakeLine(std::string_view& line);
  bool InputWaits() const;
  void Read();
  bool WriteSome(size_t& written);

  int in_;
  int out_;
  int own_out_ = -1;  // a pipe opened once more, so that O_NONBLOCK is ours alone
  bool is_socket_ = false;
  bool is_large_ = false;  // the pipe
  bool at_end_ = false;
  bool broken_ = false;
  std::string buffer_;  // bytes [consumed_, filled_) wait; behind filled_ there is room
  size_t consumed_ = 0;
  size_t searched_ = 0;  // no newline in [consumed_, searched_)
  size_t filled_ = 0;
  std::string pending_;
};

}  // namespace papergraph::cli
