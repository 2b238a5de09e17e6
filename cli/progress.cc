#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

#include "cli/report_error.h"

namespace papergraph::cli {

Progress::Progress(const char* parts) : parts_(parts), on_terminal_(isatty(STDERR_FILENO)), start_(Clock::now()) {}

void Progress::Show(uint64_t done, uint64_t total, uint64_t count, std::string_view things, std::string_view file) {
  const auto now = Clock::now();
  if (!on_terminal_ || total == 0 || (shown_ && done < total && now - last_ < std::chrono::milliseconds(100))) return;
  shown_ = true;
  last_ = now;
  constexpr uint64_t kCells = 24;
  const uint64_t filled = done * kCells / total;
  std::string line = "\r\x1b[K[";
  line.append(filled, '#').append(kCells - filled, ' ');
  line += "] " + std::to_string(done) + "/" + std::to_string(total) + " " + parts_;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  if (seconds > 0.5) {
    char rate[64];
    std::snprintf(rate, sizeof rate, ", %.0f ", static_cast<double>(count) / seconds);
    line += rate + std::string(things) + "/s";
    if (done > 0) {
      const double left = seconds / static_cast<double>(done) * static_cast<double>(total - done);
      std::snprintf(rate, sizeof rate, ", %.0f s left", left);
      line += rate;
    }
  }
  line += "  " + Harmless(file.substr(0, 40));
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void Progress::Clear() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace papergraph::cli
