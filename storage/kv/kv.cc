#include "storage/kv/kv.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>

#include "storage/kv/merge.h"

namespace papergraph {
namespace {

rocksdb::Slice ToSlice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

void Require(const rocksdb::Status& status) {
  if (status.ok()) return;
  auto kind = status.IsCorruption() || status.IsNotFound() ? StoreError::Kind::kCorrupt : StoreError::Kind::kIo;
  throw StoreError(kind, status.ToString());
}

// RocksDB's own log of its doings would grow beside the data; what matters comes back as a Status.
class NoLog : public rocksdb::Logger {
 public:
  NoLog() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

struct Snapshot : KvSnapshot {
  Snapshot(rocksdb::DB& db_in, const rocksdb::Snapshot* taken) : db(db_in), snapshot(taken) {}
  ~Snapshot() override { db.ReleaseSnapshot(snapshot); }
  rocksdb::DB& db;
  const rocksdb::Snapshot* snapshot;
};

const rocksdb::Snapshot* Unwrap(const KvSnapshot* snapshot) {
  return snapshot == nullptr ? nullptr : static_cast<const Snapshot*>(snapshot)->snapshot;
}

class Cursor : public KvCursor {
 public:
  Cursor(rocksdb::DB& db, const rocksdb::Snapshot* snapshot, std::string_view end) : end_(end), end_slice_(end_) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    if (!end_.empty()) options.iterate_upper_bound = &end_slice_;
    iterator_.reset(db.NewIterator(options));
  }
  void Seek(std::string_view key) override { iterator_->Seek(ToSlice(key)); }
  void Next() override { iterator_->Next(); }
  bool Valid() override {
    if (iterator_->Valid()) return true;
    Require(iterator_->status());
    return false;
  }
  std::string_view key() const override { return View(iterator_->key()); }
  std::string_view value() const override { return View(iterator_->value()); }

 private:
  std::string end_;
  rocksdb::Slice end_slice_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

// The process that holds the lock, as the operating system knows it; 0 when nobody does.
pid_t LockHolder(const std::string& path) {
  int file = ::open((path + "/LOCK").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return 0;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  pid_t holder = ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? lock.l_pid : 0;
  ::close(file);
  return holder;
}

rocksdb::Options MakeOptions(const KvOptions& options, rocksdb::Env* memory) {
  rocksdb::Options out;
  out.create_if_missing = options.create;
  out.merge_operator = std::make_shared<SegmentMerge>();
  // A chain of deltas is folded while it is short: a read never folds more than this many.
  out.max_successive_merges = 32;
  out.info_log = std::make_shared<NoLog>();
  out.stats_dump_period_sec = 0;
  out.stats_persist_period_sec = 0;
  out.skip_stats_update_on_db_open = true;
  out.skip_checking_sst_file_sizes_on_db_open = true;
  out.avoid_flush_during_recovery = true;
  out.max_background_jobs = 2;
  out.max_file_opening_threads = 1;
  // A torn last record is what a kill leaves; anything else that does not fit is an error, never set aside.
  out.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  out.track_and_verify_wals_in_manifest = true;
  out.compression = rocksdb::kNoCompression;
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
  if (memory != nullptr) {
    out.env = memory;
    out.arena_block_size = 32u << 10;
  }
  return out;
}

class RocksKeyValue : public KeyValue {
 public:
  RocksKeyValue(std::string path, const KvOptions& options) : path_(std::move(path)), options_(options) {
    if (path_ == ":memory:") {
      memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
      options_.create = true;
    }
    OpenDb();
  }

  ~RocksKeyValue() override {
    // So that the next opening has no long log to replay.
    if (memory_ == nullptr && !options_.read_only && written_ > (1u << 20)) {
      db_->Flush(rocksdb::FlushOptions());
    }
    db_->Close();
  }

  std::unique_ptr<KvSnapshot> TakeSnapshot() override { return std::make_unique<Snapshot>(*db_, db_->GetSnapshot()); }

  bool Get(std::string_view key, const KvSnapshot* snapshot, bool keep,
           const std::function<void(std::string_view)>& use) override {
    rocksdb::ReadOptions read;
    read.snapshot = Unwrap(snapshot);
    read.fill_cache = keep;
    rocksdb::PinnableSlice value;
    rocksdb::Status status = db_->Get(read, db_->DefaultColumnFamily(), ToSlice(key), &value);
    if (status.IsNotFound()) return false;
    Require(status);
    use(View(value));
    return true;
  }

  std::unique_ptr<KvCursor> Scan(const KvSnapshot* snapshot, std::string_view end) override {
    return std::make_unique<Cursor>(*db_, Unwrap(snapshot), end);
  }

  void Write(KvBatch& batch) override;
  void WriteSorted(const std::vector<KvEntry>& entries) override;

  void Compact() override {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    Require(db_->CompactRange(options, nullptr, nullptr));
  }

  void Clear() override {
    // Opening anew takes milliseconds, deleting a few keys microseconds; but what was deleted slows down later scans.
    KvBatch batch;
    {
      Cursor cursor(*db_, nullptr, "");
      for (cursor.Seek(""); cursor.Valid() && deleted_ < kMostDeleted; cursor.Next(), ++deleted_)
        batch.Delete(cursor.key());
    }
    if (deleted_ < kMostDeleted) {
      Write(batch);
      return;
    }
    deleted_ = 0;
    db_->Close();
    db_.reset();
    memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    OpenDb();
  }

 private:
  void OpenDb() {
    const std::string name = memory_ != nullptr ? "/papergraph" : path_;
    if (memory_ == nullptr) CheckFolder();
    rocksdb::Options options = MakeOptions(options_, memory_.get());
    rocksdb::DB* db = nullptr;
    rocksdb::Status status =
        options_.read_only ? rocksdb::DB::OpenForReadOnly(options, name, &db) : rocksdb::DB::Open(options, name, &db);
    if (status.IsIOError() && status.ToString().find("lock") != std::string::npos) {
      // Looking at the file again would drop a lock of this very process, and then there is nothing to look up.
      pid_t holder = status.ToString().find("current process") != std::string::npos ? ::getpid() : LockHolder(path_);
      throw StoreError(StoreError::Kind::kLocked,
                       fmt::format("{} is open in another program (process {}): end it, or open it with --read-only",
                                   path_, holder));
    }
    Require(status);
    db_.reset(db);
  }

  // RocksDB alone would make a new database beside the files of one whose CURRENT is lost.
  void CheckFolder() {
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::exists(path_ + "/CURRENT", error)) return;
    if (fs::exists(path_, error)) {
      if (!fs::is_directory(path_, error)) {
        throw StoreError(StoreError::Kind::kNotFound, fmt::format("{} is not a folder", path_));
      }
      for (const auto& entry : fs::directory_iterator(path_, error)) {
        std::string file = entry.path().filename().string();
        if (file.ends_with(".sst") || (file.starts_with("MANIFEST-") && file != "MANIFEST-000001")) {
          throw StoreError(
              StoreError::Kind::kCorrupt,
              fmt::format("{} has the files of a database but no CURRENT: restore it from a backup", path_));
        }
      }
    }
    if (error) throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", path_, error.message()));
    if (!options_.create || options_.read_only) {
      throw StoreError(StoreError::Kind::kNotFound, fmt::format("there is no database at {}", path_));
    }
    fs::create_directories(path_, error);
    if (error) throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", path_, error.message()));
  }

  std::string path_;
  KvOptions options_;
  std::unique_ptr<rocksdb::Env> memory_;  // only for ":memory:"
  std::unique_ptr<rocksdb::DB> db_;
  std::atomic<uint64_t> written_{0};
  static constexpr uint64_t kSmallImport = 1 << 20, kImportFile = 64 << 20;  // bytes
  static constexpr uint64_t kMostDeleted = 4000;
  uint64_t deleted_ = 0;  // by Clear, since the database was opened
};

}  // namespace

struct KvBatch::Impl {
  rocksdb::WriteBatch batch;
};

KvBatch::KvBatch() : impl_(std::make_unique<Impl>()) {}
KvBatch::~KvBatch() = default;
void KvBatch::Put(std::string_view key, std::string_view value) {
  Require(impl_->batch.Put(ToSlice(key), ToSlice(value)));
}
void KvBatch::Delete(std::string_view key) { Require(impl_->batch.Delete(ToSlice(key))); }
void KvBatch::Merge(std::string_view key, std::string_view delta) {
  Require(impl_->batch.Merge(ToSlice(key), ToSlice(delta)));
}
bool KvBatch::empty() const { return impl_->batch.Count() == 0; }

void RocksKeyValue::Write(KvBatch& batch) {
  rocksdb::WriteOptions options;
  options.sync = memory_ == nullptr;
  options.disableWAL = memory_ != nullptr;
  written_ += batch.impl().batch.GetDataSize();
  Require(db_->Write(options, &batch.impl().batch));
}

void RocksKeyValue::WriteSorted(const std::vector<KvEntry>& entries) {
  uint64_t bytes = 0;
  for (const KvEntry& entry : entries) bytes += entry.key.size() + entry.value.size();
  if (memory_ != nullptr || bytes < kSmallImport) {
    KvBatch batch;
    for (const KvEntry& entry : entries) {
      entry.is_delta ? batch.Merge(entry.key, entry.value) : batch.Put(entry.key, entry.value);
    }
    Write(batch);
    return;
  }
  // Until they are taken in, the files lie in a folder of their own; what a kill leaves there is removed by the next
  // import.
  const std::string folder = path_ + "/import";
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  std::filesystem::create_directories(folder);
  std::vector<std::string> files;
  try {
    rocksdb::Options options = db_->GetOptions();
    size_t next = 0;
    while (next < entries.size()) {
      rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options);
      files.push_back(fmt::format("{}/{}.sst", folder, files.size()));
      Require(writer.Open(files.back()));
      for (uint64_t size = 0; next < entries.size() && size < kImportFile; ++next) {
        const KvEntry& entry = entries[next];
        size += entry.key.size() + entry.value.size();
        Require(entry.is_delta ? writer.Merge(ToSlice(entry.key), ToSlice(entry.value))
                               : writer.Put(ToSlice(entry.key), ToSlice(entry.value)));
      }
      Require(writer.Finish());
    }
    rocksdb::IngestExternalFileOptions ingest;
    ingest.move_files = true;
    Require(db_->IngestExternalFile(files, ingest));
  } catch (...) {
    std::filesystem::remove_all(folder, ignored);
    throw;
  }
  std::filesystem::remove_all(folder, ignored);
}

std::unique_ptr<KeyValue> KeyValue::Open(const std::string& path, const KvOptions& options) {
  return std::make_unique<RocksKeyValue>(path, options);
}

}  // namespace papergraph
