#include "storage/kv/backup.h"

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/backup_engine.h>

#include <filesystem>
#include <memory>

#include "storage/error.h"

namespace papergraph {
namespace {

void Require(const rocksdb::Status& status, const std::string& folder) {
  if (status.ok()) return;
  auto kind = status.IsCorruption() || status.IsNotFound() ? StoreError::Kind::kCorrupt : StoreError::Kind::kIo;
  throw StoreError(kind, fmt::format("backup {}: {}", folder, status.ToString()));
}

rocksdb::BackupEngineOptions OptionsFor(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.sync = true;
  return options;
}

}  // namespace

void AddBackup(rocksdb::DB& db, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", folder, error.message()));
  rocksdb::BackupEngine* opened = nullptr;
  Require(rocksdb::BackupEngine::Open(rocksdb::Env::Default(), OptionsFor(folder), &opened), folder);
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  Require(engine->CreateNewBackup(&db, /*flush_before_backup=*/true), folder);
}

void RestoreNewestBackup(const std::string& folder, const std::string& to) {
  if (!std::filesystem::exists(folder + "/meta")) {
    throw StoreError(StoreError::Kind::kNotFound, fmt::format("there is no backup in {}", folder));
  }
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  Require(rocksdb::BackupEngineReadOnly::Open(rocksdb::Env::Default(), OptionsFor(folder), &opened), folder);
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
  Require(engine->VerifyBackup(newest, /*verify_with_checksum=*/true), folder);
  Require(engine->RestoreDBFromBackup(newest, to, to), folder);
}

}  // namespace papergraph
