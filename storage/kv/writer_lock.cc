#include "storage/kv/writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <set>

#include "storage/error.h"

namespace papergraph {
namespace {

// The folders that this process has locked: for the operating system a second lock of ours would be no conflict, and
// closing the file a second time would drop the first.
std::mutex own_mutex;
std::set<std::string>& OwnFolders() {
  static std::set<std::string> folders;
  return folders;
}

[[noreturn]] void Locked(const std::string& folder, pid_t holder) {
  throw StoreError(
      StoreError::Kind::kLocked,
      fmt::format("{} is open in another program (process {}): end that, or open it with --read-only", folder, holder));
}

}  // namespace

WriterLock::WriterLock(const std::string& folder) : name_(std::filesystem::weakly_canonical(folder).string()) {
  std::lock_guard guard(own_mutex);
  if (OwnFolders().count(name_) > 0) Locked(folder, ::getpid());
  const std::string path = folder + "/LOCK";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", path, std::strerror(errno)));
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  if (::fcntl(file_, F_SETLK, &lock) != 0) {
    const int reason = errno;
    struct flock other {};
    other.l_type = F_WRLCK;
    other.l_whence = SEEK_SET;
    const bool known = ::fcntl(file_, F_GETLK, &other) == 0 && other.l_type != F_UNLCK;
    ::close(file_);
    if (reason == EAGAIN || reason == EACCES) Locked(folder, known ? other.l_pid : 0);
    throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", path, std::strerror(reason)));
  }
  OwnFolders().insert(name_);
}

WriterLock::~WriterLock() {
  std::lock_guard guard(own_mutex);
  OwnFolders().erase(name_);
  ::close(file_);
}

}  // namespace papergraph
