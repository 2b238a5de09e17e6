#include "storage/kv/kv.h"

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "storage/kv/backup.h"
#include "storage/kv/import.h"
#include "storage/kv/log_audit.h"
#include "storage/kv/log_files.h"
#include "storage/kv/rocks.h"
#include "storage/kv/writer_lock.h"

namespace papergraph {
namespace {

using DbPointer = std::shared_ptr<rocksdb::DB>;

struct Snapshot : KvSnapshot {
  explicit Snapshot(DbPointer of) : db(std::move(of)), snapshot(db->GetSnapshot()) {}
  ~Snapshot() override { db->ReleaseSnapshot(snapshot); }
  const DbPointer db;  // a snapshot is read from the handle that it was taken from
  const rocksdb::Snapshot* const snapshot;
};

class Cursor : public KvCursor {
 public:
  Cursor(DbPointer db, const rocksdb::Snapshot* snapshot, std::string_view end)
      : db_(std::move(db)), end_(end), end_slice_(end_) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    if (!end_.empty()) options.iterate_upper_bound = &end_slice_;
    iterator_.reset(db_->NewIterator(options));
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
  const DbPointer db_;
  std::string end_;
  rocksdb::Slice end_slice_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

// Opening to write makes RocksDB write and sync several files, which takes ten times as long as opening to read. So a
// database that exists is opened to read, under the writer's lock, and opened once more when the first write comes.
class RocksKeyValue : public KeyValue {
 public:
  RocksKeyValue(std::string path, const KvOptions& options) : path_(std::move(path)), options_(options) {
    if (path_ == ":memory:") {
      memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
      options_.create = true;
      OpenDb(true);
      return;
    }
    if (options_.disk != nullptr) {
      disk_ = rocksdb::NewCompositeEnv(WithLogsOfZeros(options_.disk->GetFileSystem()));
      options_.disk = disk_.get();
    }
    const bool exists = CheckFolder();
    if (!options_.read_only) {
      lock_.emplace(path_);
      RemoveLeftImports(path_);
    }
    OpenDb(!exists);
  }

  ~RocksKeyValue() override {
    // So that the next opening has no long log to replay.
    if (memory_ == nullptr && is_writable_ && written_ > (1u << 20)) db_->Flush(rocksdb::FlushOptions());
    db_.reset();
  }

  std::unique_ptr<KvSnapshot> TakeSnapshot() override { return std::make_unique<Snapshot>(Db()); }

  bool Get(std::string_view key, const KvSnapshot* snapshot, bool keep,
           const std::function<void(std::string_view)>& use) override {
    rocksdb::ReadOptions read;
    read.fill_cache = keep;
    DbPointer latest;
    rocksdb::DB* db = nullptr;
    if (snapshot != nullptr) {
      read.snapshot = static_cast<const Snapshot*>(snapshot)->snapshot;
      db = static_cast<const Snapshot*>(snapshot)->db.get();
    } else {
      latest = Db();
      db = latest.get();
    }
    rocksdb::PinnableSlice value;
    rocksdb::Status status = db->Get(read, db->DefaultColumnFamily(), ToSlice(key), &value);
    if (status.IsNotFound()) return false;
    Require(status);
    use(View(value));
    return true;
  }

  uint64_t StoredBytes(std::string_view key) override {
    const DbPointer db = Db();
    rocksdb::ReadOptions read;
    read.fill_cache = false;
    std::vector<rocksdb::PinnableSlice> parts(128);
    for (;;) {
      rocksdb::GetMergeOperandsOptions most;
      most.expected_max_number_of_operands = static_cast<int>(parts.size());
      int count = 0;
      const rocksdb::Status status =
          db->GetMergeOperands(read, db->DefaultColumnFamily(), ToSlice(key), parts.data(), &most, &count);
      if (status.IsNotFound()) return 0;
      if (status.IsIncomplete() && static_cast<size_t>(count) > parts.size()) {
        parts = std::vector<rocksdb::PinnableSlice>(static_cast<size_t>(count));
        continue;
      }
      Require(status);
      uint64_t bytes = 0;
      for (int i = 0; i < count; ++i) bytes += parts[static_cast<size_t>(i)].size();
      return bytes;
    }
  }

  std::unique_ptr<KvCursor> Scan(const KvSnapshot* snapshot, std::string_view end) override {
    if (snapshot == nullptr) return std::make_unique<Cursor>(Db(), nullptr, end);
    const auto& of = *static_cast<const Snapshot*>(snapshot);
    return std::make_unique<Cursor>(of.db, of.snapshot, end);
  }

  void Write(KvBatch& batch) override;
  void WriteSorted(const std::vector<KvEntry>& entries) override;
  std::unique_ptr<KvImport> BeginImport(uint64_t memory) override;

  void Compact() override {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    Require(WritableDb()->CompactRange(options, nullptr, nullptr));
  }

  void VerifyFiles() override {
    const DbPointer db = Db();
    Require(db->VerifyFileChecksums(rocksdb::ReadOptions()), path_);
    Require(db->VerifyChecksum(), path_);
  }

  void Backup(const std::string& to) override { AddBackup(*WritableDb(), to, true); }

  void Clear() override {
    // Opening anew takes milliseconds, deleting a few keys microseconds; but what was deleted slows down later scans.
    KvBatch batch;
    {
      Cursor cursor(db_, nullptr, "");
      for (cursor.Seek(""); cursor.Valid() && deleted_ < kMostDeleted; cursor.Next(), ++deleted_) {
        batch.Delete(cursor.key());
      }
    }
    if (deleted_ < kMostDeleted) {
      Write(batch);
      return;
    }
    deleted_ = 0;
    db_.reset();
    memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    OpenDb(true);
  }

 private:
  DbPointer Db() const {
    std::lock_guard lock(mutex_);
    return db_;
  }

  ImportTarget Target();

  DbPointer WritableDb() {
    std::lock_guard lock(mutex_);
    if (!is_writable_) OpenDb(true);
    return db_;
  }

  void OpenDb(bool to_write) {
    const std::string name = memory_ != nullptr ? "/papergraph" : path_;
    const rocksdb::Options options = MakeOptions(options_, memory_.get());
    if (to_write) {
      db_ = memory_ != nullptr ? OpenInMemory(options, name) : DbPointer(OpenToWrite(options, name));
    } else {
      db_ = OpenToRead(options);
    }
    is_writable_ = to_write;
  }

  DbPointer OpenInMemory(const rocksdb::Options& options, const std::string& name) const {
    rocksdb::DB* db = nullptr;
    Require(rocksdb::DB::Open(options, name, &db), path_);
    return DbPointer(db);
  }

  // Without the lock, a writer may write what is in a log to a table and remove the log while RocksDB is between the
  // list of tables and the logs: what it reads then lacks the log. So it reads again until nothing has moved meanwhile.
  DbPointer OpenToRead(rocksdb::Options options) const {
    options.max_open_files = -1;  // a file stays readable after a writer has removed it
    for (int attempt = 1;; ++attempt) {
      const std::string before = lock_ ? "" : LogState(path_);
      const bool is_last = lock_ || attempt == kMostAttempts;
      try {
        RequireWholeLogs(path_);
        rocksdb::DB* db = nullptr;
        Require(rocksdb::DB::OpenForReadOnly(options, path_, &db), path_);
        DbPointer opened(db);
        if (lock_ || LogState(path_) == before) return opened;
        if (is_last) {
          throw StoreError(StoreError::Kind::kIo,
                           path_ + ": another process changes its files all the time: try again");
        }
      } catch (const StoreError&) {
        if (is_last || LogState(path_) == before) throw;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5 * attempt));
    }
  }

  // Whether a database is there. RocksDB alone would make a new one beside the files of one whose CURRENT is lost.
  bool CheckFolder() const {
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::exists(path_ + "/CURRENT", error)) return true;
    if (fs::exists(path_, error)) {
      if (!fs::is_directory(path_, error)) {
        throw StoreError(StoreError::Kind::kNotFound, fmt::format("{} is not a folder", path_));
      }
      for (const auto& entry : fs::directory_iterator(path_, error)) {
        std::string file = entry.path().filename().string();
        // A kill while the database was made leaves MANIFEST-000001, too, and nothing is lost with it.
        if (file.ends_with(".sst") || (file.starts_with("MANIFEST-") && file != "MANIFEST-000001")) {
          throw StoreError(
              StoreError::Kind::kCorrupt,
              fmt::format(
                  "{} has the files of a database but no CURRENT: run `papergraph check --repair`, or `papergraph "
                  "restore` from a backup",
                  path_));
        }
        if (!IsFromRocks(file)) {
          throw StoreError(
              StoreError::Kind::kNotFound,
              fmt::format("{} holds {}, and is no database: name an empty folder or a new one", path_, file));
        }
      }
    }
    if (error) throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", path_, error.message()));
    for (const char* moved : {".replaced", ".repaired"}) {  // where two folders cannot change places in one step
      if (!fs::exists(path_ + moved + "/CURRENT", error)) continue;
      throw StoreError(
          StoreError::Kind::kNotFound,
          fmt::format("there is no database at {}, but one at {}{}, where an interrupted restore or repair "
                      "has left it: rename it to {}",
                      path_, path_, moved, path_));
    }
    if (!options_.create || options_.read_only) {
      throw StoreError(StoreError::Kind::kNotFound, fmt::format("there is no database at {}", path_));
    }
    fs::create_directories(path_, error);
    if (error) throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", path_, error.message()));
    return false;
  }

  // What a kill in the middle of making a database leaves behind.
  static bool IsFromRocks(const std::string& file) {
    for (const std::string_view prefix : {"LOCK", "LOG", "MANIFEST-", "OPTIONS-", "IDENTITY"}) {
      if (file.starts_with(prefix)) return true;
    }
    return file.ends_with(".log") || file.ends_with(".dbtmp");
  }

  std::string path_;
  KvOptions options_;
  std::optional<WriterLock> lock_;        // of a folder that may be written
  std::unique_ptr<rocksdb::Env> memory_;  // only for ":memory:"
  std::unique_ptr<rocksdb::Env> disk_;    // only where the options name one
  mutable std::mutex mutex_;              // guards the handle and its kind
  DbPointer db_;
  bool is_writable_ = false;
  std::atomic<uint64_t> written_{0};
  rocksdb::Status unsynced_;  // not OK: the last write may not be on the disk, and nothing may follow it
  static constexpr uint64_t kMostDeleted = 4000;
  static constexpr int kMostAttempts = 20;  // to open beside a writer
  uint64_t deleted_ = 0;                    // by Clear, since the database was opened
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
void KvBatch::Append(const KvBatch& other) {
  class Appender : public rocksdb::WriteBatch::Handler {
   public:
    explicit Appender(rocksdb::WriteBatch& to) : to_(to) {}
    rocksdb::Status PutCF(uint32_t, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
      return to_.Put(key, value);
    }
    rocksdb::Status DeleteCF(uint32_t, const rocksdb::Slice& key) override { return to_.Delete(key); }
    rocksdb::Status MergeCF(uint32_t, const rocksdb::Slice& key, const rocksdb::Slice& delta) override {
      return to_.Merge(key, delta);
    }

   private:
    rocksdb::WriteBatch& to_;
  };
  Appender appender(impl_->batch);
  Require(other.impl_->batch.Iterate(&appender));
}
bool KvBatch::empty() const { return impl_->batch.Count() == 0; }

void RocksKeyValue::Write(KvBatch& batch) {
  rocksdb::WriteOptions options;
  options.disableWAL = memory_ != nullptr;
  written_ += batch.impl().batch.GetDataSize();
  const DbPointer db = WritableDb();
  Require(unsynced_);
  Require(db->Write(options, &batch.impl().batch));
  // Not by the Write: RocksDB would wait for the disk first, and then write what it keeps in memory.
  if (memory_ == nullptr) unsynced_ = db->SyncWAL();
  Require(unsynced_);
}

void RocksKeyValue::WriteSorted(const std::vector<KvEntry>& entries) {
  RocksImport(Target(), UINT64_MAX).Write(entries);
}

std::unique_ptr<KvImport> RocksKeyValue::BeginImport(uint64_t memory) {
  return std::make_unique<RocksImport>(Target(), memory_ != nullptr ? UINT64_MAX : memory);
}

ImportTarget RocksKeyValue::Target() {
  return {memory_ != nullptr ? "" : path_, [this] { return WritableDb(); }, [this](KvBatch& batch) { Write(batch); }};
}

std::unique_ptr<KeyValue> KeyValue::Open(const std::string& path, const KvOptions& options) {
  return std::make_unique<RocksKeyValue>(path, options);
}

}  // namespace papergraph
