// A bar for long work, on a terminal only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace papergraph::cli {

/// One line on standard error, redrawn at most ten times a second. Says nothing where that is no terminal. One thread.
class Progress {
 public:
  /// What is done: "files".
  explicit Progress(const char* parts = "files");
  /// `done` of `total` of those; `things` ("papers") counted so far.
  void Show(uint64_t done, uint64_t total, uint64_t count, std::string_view things, std::string_view file);
  /// Removes the line.
  void Clear();
  ~Progress() { Clear(); }

 private:
  using Clock = std::chrono::steady_clock;
  const char* parts_;
  bool on_terminal_;
  bool shown_ = false;
  Clock::time_point start_, last_;
};

}  // namespace papergraph::cli
