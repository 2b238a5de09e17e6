// Store::Backup and Store::Restore.
#include "storage/kv/backup.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "storage/database/database_store.h"
#include "storage/kv/writer_lock.h"

namespace papergraph {

namespace fs = std::filesystem;

void DatabaseStore::Backup(const std::string& to) {
  if (read_only_)
    throw StoreError(StoreError::Kind::kReadOnly, "a backup is made by who may write: leave out --read-only");
  if (in_memory_) throw StoreError(StoreError::Kind::kReadOnly, "a graph in memory has no files to back up; export it");
  core_.kv().Backup(to);
}

void Store::Restore(const std::string& from, const std::string& path) {
  const std::string fresh = path + ".restoring";
  const std::string old = path + ".replaced";
  try {
    fs::remove_all(fresh);
    RestoreNewestBackup(from, fresh);
    {
      const std::unique_ptr<Store> restored = Open(fresh, OpenOptions{.read_only = true});
      const CheckReport report = restored->Check();
      if (!report.faults.empty()) {
        throw StoreError(StoreError::Kind::kCorrupt, fmt::format("backup {}: {}", from, report.faults.front()));
      }
    }
    std::optional<WriterLock> lock;  // nobody may write to what is about to be replaced
    if (fs::exists(path + "/CURRENT")) {
      lock.emplace(path);
    } else if (fs::exists(path) && !fs::is_empty(path)) {
      throw StoreError(StoreError::Kind::kIo,
                       fmt::format("{} holds something that is no database; it stays as it is", path));
    }
    // After a kill between the two renames the old database is at `path`.replaced, and the next restore tidies up.
    fs::remove_all(old);
    if (fs::exists(path)) fs::rename(path, old);
    fs::rename(fresh, path);
    fs::remove_all(old);
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(fresh, ignored);
    throw;
  }
}

}  // namespace papergraph
