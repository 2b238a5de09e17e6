#include "storage/kv/backup.h"

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/backup_engine.h>

#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "storage/kv/log_audit.h"
#include "storage/kv/rocks.h"

namespace papergraph {
namespace {

void RequireBackup(const rocksdb::Status& status, const std::string& folder) {
  if (status.ok()) return;
  auto kind = status.IsCorruption() || status.IsNotFound() ? StoreError::Kind::kCorrupt : StoreError::Kind::kIo;
  throw StoreError(kind, fmt::format("backup {}: {}", folder, status.ToString()));
}

bool HasWholeLogs(const std::string& folder) {
  try {
    RequireWholeLogs(folder);
    return true;
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::kCorrupt) throw;
    return false;
  }
}

rocksdb::BackupEngineOptions OptionsFor(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.sync = true;
  return options;
}

}  // namespace

void AddBackup(rocksdb::DB& db, const std::string& folder, bool flush) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", folder, error.message()));
  rocksdb::BackupEngine* opened = nullptr;
  RequireBackup(rocksdb::BackupEngine::Open(rocksdb::Env::Default(), OptionsFor(folder), &opened), folder);
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  RequireBackup(engine->CreateNewBackup(&db, flush), folder);
}

void RestoreNewestBackup(const std::string& folder, const std::string& to) {
  if (!std::filesystem::exists(folder + "/meta")) {
    throw StoreError(StoreError::Kind::kNotFound, fmt::format("there is no backup in {}", folder));
  }
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  RequireBackup(rocksdb::BackupEngineReadOnly::Open(rocksdb::Env::Default(), OptionsFor(folder), &opened), folder);
  const std::unique_ptr<rocksdb::BackupEngineReadOnly> engine(opened);
  std::vector<rocksdb::BackupInfo> backups;
  engine->GetBackupInfo(&backups);
  std::vector<rocksdb::BackupID> damaged;
  engine->GetCorruptedBackups(&damaged);
  if (backups.empty() && damaged.empty()) {
    throw StoreError(StoreError::Kind::kNotFound, fmt::format("there is no backup in {}", folder));
  }
  if (!damaged.empty() && (backups.empty() || damaged.back() > backups.back().backup_id)) {
    throw StoreError(
        StoreError::Kind::kCorrupt,
        fmt::format("backup {}: the newest one, number {}, is damaged or incomplete", folder, damaged.back()));
  }
  const rocksdb::BackupID newest = backups.back().backup_id;
  RequireBackup(engine->VerifyBackup(newest, /*verify_with_checksum=*/true), folder);
  RequireBackup(engine->RestoreDBFromBackup(newest, to, to), folder);
  MakeLog(to);
}

void CopyLiveFiles(const std::string& from, const std::string& to) {
  namespace fs = std::filesystem;
  constexpr int kMostAttempts = 50;
  for (int attempt = 1;; ++attempt) {
    const std::string before = LogState(from);
    std::error_code error;
    fs::remove_all(to, error);
    if (!error) fs::create_directories(to, error);
    std::vector<fs::path> logs;
    for (fs::directory_iterator it(from, error), end; !error && it != end; it.increment(error)) {
      const fs::path file = it->path(), copy = fs::path(to) / file.filename();
      const std::string name = file.filename();
      if (file.extension() == ".sst") {
        std::error_code other_disk;
        fs::create_hard_link(file, copy, other_disk);  // a table never changes
        if (other_disk) fs::copy_file(file, copy, error);
      } else if (file.extension() == ".log") {
        logs.push_back(file);
      } else if (name == "CURRENT" || name.starts_with("MANIFEST-")) {
        fs::copy_file(file, copy, error);
      }
      if (error) break;
    }
    // While no log comes or goes and the list of tables stays, only the newest log grows, and the beginning of a log
    // is the state after some commit. The older ones are whole.
    for (const fs::path& log : logs) {
      if (!error) fs::copy_file(log, fs::path(to) / log.filename(), error);
    }
    bool has_moved = LogState(from) != before;
    // While a log was copied, one of its blocks may have been written behind one that was copied before it was.
    if (!has_moved && !error) has_moved = !HasWholeLogs(to) && HasWholeLogs(from);
    if (!has_moved && !error) break;
    if (!has_moved || attempt == kMostAttempts) {
      fs::remove_all(to, error);
      throw StoreError(StoreError::Kind::kIo,
                       fmt::format("{} cannot be copied to {}: {}", from, to,
                                   has_moved ? "its files change all the time; try again" : error.message()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10 * attempt));
  }
  RequireWholeLogs(to);
  MakeLog(to);
}

void AddBackupOf(const std::string& from, const std::string& folder) {
  const std::unique_ptr<rocksdb::DB> db = OpenToWrite(MakeOptions({}, nullptr), from);
  AddBackup(*db, folder, true);
}

}  // namespace papergraph
