// Store::Backup, BackupFiles and Store::Restore.
#include "storage/backup.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "storage/database/database_store.h"
#include "storage/kv/backup.h"
#include "storage/kv/folders.h"
#include "storage/kv/writer_lock.h"

namespace papergraph {

namespace fs = std::filesystem;

void DatabaseStore::Backup(const std::string& to) {
  if (read_only_)
    throw StoreError(StoreError::Kind::kReadOnly, "a backup is made by who may write: leave out --read-only");
  if (in_memory_) throw StoreError(StoreError::Kind::kReadOnly, "a graph in memory has no files to back up; export it");
  core_.kv().Backup(to);
}

void BackupFiles(const std::string& path, const std::string& to) {
  try {
    if (!fs::exists(path + "/CURRENT")) {
      throw StoreError(StoreError::Kind::kNotFound, fmt::format("there is no database at {}", path));
    }
    fs::create_directories(to);
    std::optional<WriterLock> lock;
    try {
      lock.emplace(to);
    } catch (const StoreError& error) {
      if (error.kind() != StoreError::Kind::kLocked) throw;
      throw StoreError(StoreError::Kind::kLocked, fmt::format("another backup to {} is going on: wait for it", to));
    }
    const std::string copy = to + "/copying";
    CopyLiveFiles(path, copy);
    {
      const std::unique_ptr<Store> copied = Store::Open(copy, OpenOptions{.read_only = true});
      const CheckReport report = copied->Check();
      if (!report.faults.empty()) {
        throw StoreError(StoreError::Kind::kCorrupt,
                         fmt::format("{} is damaged, and not backed up: {}", path, report.faults.front()));
      }
    }
    AddBackupOf(copy, to);
    fs::remove_all(copy);
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  }
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
    fs::remove_all(old);
    ReplaceFolder(fresh, path, old);
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
