#include "storage/kv/folders.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace papergraph {
namespace {

namespace fs = std::filesystem;

// Names are durable when their folder is synced.
void SyncParent(const std::string& path) {
  const fs::path parent = fs::absolute(path).parent_path();
  const int folder = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || ::fsync(folder) != 0) {
    const std::error_code error(errno, std::generic_category());
    if (folder >= 0) ::close(folder);
    throw fs::filesystem_error("cannot sync", parent, error);
  }
  ::close(folder);
}

}  // namespace

void ReplaceFolder(const std::string& fresh, const std::string& path, const std::string& old) {
  if (!fs::exists(path)) {
    fs::rename(fresh, path);
  } else if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0) {
    fs::rename(fresh, old);
  } else if (errno == EINVAL || errno == ENOSYS) {  // a file system that cannot; between the two, `path` is not there
    fs::rename(path, old);
    try {
      fs::rename(fresh, path);
    } catch (...) {
      fs::rename(old, path);
      throw;
    }
  } else {
    throw fs::filesystem_error("cannot replace", path, std::error_code(errno, std::generic_category()));
  }
  SyncParent(path);
}

std::string FreeName(const std::string& path) {
  std::string name = path;
  for (int i = 2; fs::exists(name); ++i) name = fmt::format("{}-{}", path, i);
  return name;
}

}  // namespace papergraph
