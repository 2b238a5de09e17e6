// The sorted, durable keys and values under the graph: RocksDB, which no other folder sees.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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

  /// As Write, of any number of keys without values, which `fill` gives in any order, each once, and of what `few`
  /// gives after that. No more than about `memory` bytes of them wait in memory (but for ":memory:").
  virtual void WriteUnsorted(uint64_t memory, const std::function<void(const std::function<void(std::string)>&)>& fill,
                             const std::function<std::vector<KvEntry>()>& few) = 0;

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
