// The sorted, durable keys and values under the graph: RocksDB, which no other folder sees.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/error.h"

namespace rocksdb {
class Env;
}

namespace papergraph {

struct KvOptions {
  bool create = false;
  bool read_only = false;
  uint64_t cache_bytes = 16ull << 20;  // blocks of files
  rocksdb::Env* disk = nullptr;        // for tests: one that fails; null: the real one
};

/// Changes that are applied together or not at all. Not for several threads at once.
class KvBatch {
 public:
  KvBatch();
  ~KvBatch();
  KvBatch(const KvBatch&) = delete;
  KvBatch& operator=(const KvBatch&) = delete;
  void Put(std::string_view key, std::string_view value);
  void Delete(std::string_view key);
  /// `delta` as storage/segment/delta.h encodes it. REQUIRES: the key of a segment.
  void Merge(std::string_view key, std::string_view delta);
  /// All of another batch, behind what is here.
  void Append(const KvBatch& other);
  bool empty() const;

  struct Impl;  // RocksDB's batch; only kv.cc knows it
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Walks keys in order. Views live until the cursor moves.
class KvCursor {
 public:
  virtual ~KvCursor() = default;
  virtual void Seek(std::string_view key) = 0;
  virtual void Next() = 0;
  /// False at the end of the range. Throws StoreError when the end was an error.
  virtual bool Valid() = 0;
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
};

/// One key of a large change.
struct KvEntry {
  std::string key, value;
  bool is_delta = false;  // as KvBatch::Merge, else as Put
};

/// Bytes of an import that wait on the disk: written one after the other, then read. For one thread until EndWriting,
/// for any number afterwards. Must not outlive its KvImport.
class KvScratch {
 public:
  virtual ~KvScratch() = default;
  virtual void Append(std::string_view bytes) = 0;
  virtual void EndWriting() = 0;
  /// Fills `to` from the `offset`-th byte on. REQUIRES: they were written.
  virtual void Read(uint64_t offset, std::span<char> to) const = 0;
};

/// A change of any size, made piece by piece, whose pieces may wait in files of the database's folder. Nothing of it is
/// seen before Finish; what it has on the disk is removed when it is destroyed, or when the folder is next opened to
/// write. Must not outlive the KeyValue. Failure: StoreError.
class KvImport {
 public:
  using KeyVisitor = std::function<void(std::string_view key, std::string_view note)>;

  virtual ~KvImport() = default;
  /// Writes entries into files of their own. REQUIRES: they ascend, and no other key of the import lies between the
  /// first and the last. Any number of threads.
  virtual void PutFiles(std::span<const KvEntry> entries) = 0;
  /// Any number of threads.
  virtual std::unique_ptr<KvScratch> NewScratch() = 0;
  /// A key without a value, in any order, each once; `note` is for Finish alone. One thread.
  virtual void AddKey(std::string key, std::string note = "") = 0;
  /// As KeyValue::WriteSorted, of `entries` and all that was given before. Before any of it is there, `visit` (if any)
  /// is called with the keys of AddKey, ascending, and in the end with an empty one; what it throws ends the import.
  virtual void Finish(std::vector<KvEntry> entries, const KeyVisitor& visit) = 0;
};

/// A point in time. Must not outlive the KeyValue.
class KvSnapshot {
 public:
  virtual ~KvSnapshot() = default;
};

/// Any number of threads. Every failure is a StoreError with RocksDB's words, which name the file, and with what to do.
/// After a failed Write (kIo) nothing more is written before the folder is opened anew: only then is it known whether
/// the failed one is there.
class KeyValue {
 public:
  /// `path`: a folder, or ":memory:".
  static std::unique_ptr<KeyValue> Open(const std::string& path, const KvOptions& options);
  virtual ~KeyValue() = default;

  virtual std::unique_ptr<KvSnapshot> TakeSnapshot() = 0;

  /// Calls `use` with the value, if there is one; its bytes live as long as the call. Null snapshot: the latest state.
  /// `keep`: the block stays in the cache (small values that are asked for again; segments have a cache of their own).
  virtual bool Get(std::string_view key, const KvSnapshot* snapshot, bool keep,
                   const std::function<void(std::string_view)>& use) = 0;

  /// Bytes of the value and of the deltas that wait behind it, without folding them.
  virtual uint64_t StoredBytes(std::string_view key) = 0;

  /// Keys in [from the first Seek, `end`); empty end: to the last.
  virtual std::unique_ptr<KvCursor> Scan(const KvSnapshot* snapshot, std::string_view end) = 0;

  /// Durable when it returns (but for ":memory:"). REQUIRES: one at a time.
  virtual void Write(KvBatch& batch) = 0;

  /// As Write, for changes of any size: they become files of their own. REQUIRES: ascending keys, each once.
  virtual void WriteSorted(const std::vector<KvEntry>& entries) = 0;

  /// `memory`: about how many bytes of keys without values wait there, the others on the disk. ":memory:" keeps all,
  /// and is given no files (REQUIRES: neither PutFiles nor NewScratch).
  virtual std::unique_ptr<KvImport> BeginImport(uint64_t memory) = 0;

  /// Folds every delta and rewrites all files.
  virtual void Compact() = 0;
  /// Reads every byte of every file against its checksum. Throws StoreError kCorrupt, kIo: the first that does not fit.
  virtual void VerifyFiles() = 0;
  /// Removes everything. REQUIRES: ":memory:", no snapshot or cursor is alive.
  virtual void Clear() = 0;

  /// Adds the present state to the backups in folder `to` (made where it is missing): only files that are not there yet
  /// are copied, each with its checksum. REQUIRES: not ":memory:".
  virtual void Backup(const std::string& to) = 0;
};

}  // namespace papergraph
