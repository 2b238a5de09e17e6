#include "cli/watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace papergraph::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// Nothing has happened for so long: what was written is complete.
constexpr std::chrono::milliseconds kQuiet{150};
/// Changes are told after so long even when more keep coming.
constexpr std::chrono::milliseconds kLongest{2000};

// A file counts when its writer has closed it: half of it is never read.
constexpr uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR;

bool IsDatabase(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "CURRENT", ignored) && fs::exists(folder / "LOCK", ignored);
}

}  // namespace

FolderWatch::FolderWatch(const std::vector<std::string>& folders)
    : descriptor_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)), roots_(folders) {
  if (descriptor_ < 0) throw std::runtime_error(std::string("cannot watch folders: ") + std::strerror(errno));
  try {
    for (const std::string& folder : folders) Add(folder, true);
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

FolderWatch::~FolderWatch() { close(descriptor_); }

void FolderWatch::Add(const std::string& folder, bool required) {
  const int watch = inotify_add_watch(descriptor_, folder.c_str(), kEvents);
  if (watch < 0) {
    // A folder below may be gone again already.
    if (!required && (errno == ENOENT || errno == ENOTDIR)) return;
    std::string why = std::strerror(errno);
    if (errno == ENOSPC) why = "too many folders are watched (fs.inotify.max_user_watches)";
    throw std::runtime_error("cannot watch " + folder + ": " + why);
  }
  folders_[watch] = folder;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const fs::path entry = at->path();
    std::error_code ignored;
    const bool below = fs::is_directory(fs::symlink_status(entry, ignored));
    if (below && !entry.filename().string().starts_with(".") && !IsDatabase(entry)) Add(entry.string(), false);
  }
}

void FolderWatch::Read(Changes& changes) {
  alignas(inotify_event) char buffer[64 * 1024];
  for (;;) {
    const ssize_t got = read(descriptor_, buffer, sizeof buffer);
    if (got <= 0) return;
    for (ssize_t at = 0; at < got;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      if (event->mask & IN_Q_OVERFLOW) {
        changes.written.insert(roots_.begin(), roots_.end());
        continue;
      }
      const auto folder = folders_.find(event->wd);
      if (folder == folders_.end()) continue;
      if (event->mask & IN_IGNORED) {
        folders_.erase(folder);
        continue;
      }
      const std::string name = event->len > 0 ? event->name : "";
      if (name.empty() || name.starts_with(".")) continue;
      const std::string path = (fs::path(folder->second) / name).string();
      if (event->mask & IN_ISDIR) {
        const bool arrived = event->mask & (IN_CREATE | IN_MOVED_TO);
        if (!arrived || IsDatabase(path)) continue;
        // What was put into it before it was watched is found by reading it.
        Add(path, false);
        changes.written.insert(path);
      } else if (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) {
        changes.gone.erase(path);
        changes.written.insert(path);
      } else if (event->mask & (IN_DELETE | IN_MOVED_FROM)) {
        changes.written.erase(path);
        changes.gone.insert(path);
      }
    }
  }
}

FolderWatch::Changes FolderWatch::Wait(int stop_descriptor) {
  Changes changes;
  Clock::time_point first{};
  while (!folders_.empty()) {
    int timeout = -1;
    if (!changes.empty()) {
      if (Clock::now() - first >= kLongest) return changes;
      timeout = static_cast<int>(kQuiet.count());
    }
    pollfd waiting[2] = {{descriptor_, POLLIN, 0}, {stop_descriptor, POLLIN, 0}};
    const int ready = poll(waiting, 2, timeout);
    if (ready < 0 && errno != EINTR) throw std::runtime_error(std::string("cannot wait: ") + std::strerror(errno));
    if (ready < 0) continue;
    if (waiting[1].revents != 0) return {};
    if (ready == 0) return changes;
    const bool none = changes.empty();
    Read(changes);
    if (none && !changes.empty()) first = Clock::now();
  }
  return changes;
}

}  // namespace papergraph::cli
