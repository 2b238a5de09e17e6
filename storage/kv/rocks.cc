#include "storage/kv/rocks.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/file_system.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>
#include <rocksdb/transaction_log.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <vector>

#include "storage/kv/log_audit.h"
#include "storage/kv/log_files.h"
#include "storage/kv/merge.h"

namespace papergraph {
namespace {

// RocksDB's own log of its doings would grow beside the data; what matters comes back as a Status.
class NoLog : public rocksdb::Logger {
 public:
  NoLog() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// After an error RocksDB would go on by itself when the disk has room again, from a thread of its own; Debian's 7.8.3
// ends the process there (an assertion in DBImpl::ResumeImpl). Nothing is written before the next opening instead.
class NoResume : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* may_resume) override {
    *may_resume = false;
  }
};

// The real disk; never destroyed, since databases may be closed at the very end.
rocksdb::Env* DiskWithLogs() {
  static rocksdb::Env* const disk = rocksdb::NewCompositeEnv(WithLogsOfZeros(rocksdb::FileSystem::Default())).release();
  return disk;
}

}  // namespace

void Require(const rocksdb::Status& status, const std::string& folder) {
  if (status.ok()) return;
  std::string words = status.ToString();
  if (!folder.empty() && words.find(folder) == words.npos) words = folder + ": " + words;
  if (status.IsNoSpace()) {
    throw StoreError(StoreError::Kind::kIo, words + ": make room on the disk, then open the database again");
  }
  if (!status.IsCorruption() && !status.IsNotFound() && !status.IsPathNotFound()) {
    throw StoreError(StoreError::Kind::kIo, words + ": see to the disk, then open the database again");
  }
  throw StoreError(StoreError::Kind::kCorrupt,
                   words + ": run `papergraph check --repair`, or `papergraph restore` from a backup");
}

rocksdb::Options MakeOptions(const KvOptions& options, rocksdb::Env* memory) {
  rocksdb::Options out;
  out.create_if_missing = options.create;
  out.merge_operator = std::make_shared<SegmentMerge>();
  out.info_log = std::make_shared<NoLog>();
  out.listeners.push_back(std::make_shared<NoResume>());
  out.max_bgerror_resume_count = 0;
  out.stats_dump_period_sec = 0;
  out.stats_persist_period_sec = 0;
  out.skip_stats_update_on_db_open = true;
  out.skip_checking_sst_file_sizes_on_db_open = true;
  out.avoid_flush_during_recovery = true;
  out.max_background_jobs = 2;
  out.max_file_opening_threads = 1;
  // What was not written to its end is left out; that nothing else is, RequireWholeLogs has made sure of.
  out.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  out.track_and_verify_wals_in_manifest = true;
  out.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  // Blocks of sorted keys and segments of text shrink to a half, and are read that much sooner from a cold disk; what
  // is asked for again is cached decoded.
  out.compression = memory != nullptr ? rocksdb::kNoCompression : rocksdb::kZSTD;
  out.compression_opts.level = 1;
  out.write_buffer_size = 32u << 20;
  out.arena_block_size = 256u << 10;
  out.target_file_size_base = 64u << 20;
  out.max_bytes_for_level_base = 256u << 20;
  rocksdb::BlockBasedTableOptions table;
  table.block_size = 8 << 10;
  table.format_version = 5;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_cache = rocksdb::NewLRUCache(options.cache_bytes, memory != nullptr ? 0 : 4);
  out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  out.env = options.disk != nullptr ? options.disk : DiskWithLogs();
  if (memory != nullptr) {
    out.env = memory;
    out.arena_block_size = 32u << 10;
  }
  return out;
}

std::unique_ptr<rocksdb::DB> OpenToWrite(const rocksdb::Options& options, const std::string& folder) {
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder, &opened);
  std::unique_ptr<rocksdb::DB> db(opened);
  Require(status, folder);
  rocksdb::VectorLogPtr logs;
  Require(db->GetSortedWalFiles(logs), folder);
  uint64_t first = 0;
  db->GetIntProperty(rocksdb::DB::Properties::kMinLogNumberToKeep, &first);
  std::unique_ptr<rocksdb::LogFile> own;
  Require(db->GetCurrentWalFile(&own), folder);
  std::vector<OlderLog> older;
  for (const auto& log : logs) {
    if (log->LogNumber() < first || log->LogNumber() >= own->LogNumber()) continue;
    older.push_back({std::filesystem::path(log->PathName()).filename(), log->SizeFileBytes()});
  }
  if (older.empty()) return db;
  // Not synced for itself: the first commit is, and with it all that stands before.
  rocksdb::WriteBatch batch;
  Require(batch.PutLogData(NoteOfOlderLogs(older)), folder);
  Require(db->Write(rocksdb::WriteOptions(), &batch), folder);
  return db;
}

void MakeLog(const std::string& folder) { OpenToWrite(MakeOptions({}, nullptr), folder); }

}  // namespace papergraph
