// Large changes as files of their own: written in order, taken into the database at once.
#pragma once

#include <rocksdb/db.h>

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/kv/kv.h"

namespace papergraph {

/// Where the files of one import lie until they are taken in: a folder of its own below `import` in the database's. It
/// is made with the first file, and removed in the end.
class ImportFolder {
 public:
  /// Of no database: nothing may be asked of it.
  explicit ImportFolder(const std::string& database);
  ~ImportFolder();
  ImportFolder(const ImportFolder&) = delete;
  ImportFolder& operator=(const ImportFolder&) = delete;

  /// A path at which nothing is. Any number of threads. Throws StoreError kIo.
  std::string NewFile(std::string_view ending);

 private:
  const std::string all_, own_;
  std::mutex mutex_;
  uint64_t files_ = 0;
};

/// What a kill in the middle of an import left. REQUIRES: no import goes on.
void RemoveLeftImports(const std::string& database);

struct SortedFile {
  std::string path, checksum, checksum_name, first_key;
};

/// Atomic and durable. REQUIRES: no key of one file lies between the first and last of another.
void TakeIn(rocksdb::DB& db, std::vector<SortedFile> files);

/// Writes ascending entries into files of about the same size.
class FilesWriter {
 public:
  FilesWriter(const rocksdb::Options& options, ImportFolder& folder);
  ~FilesWriter();

  void Put(std::string_view key, std::string_view value, bool is_delta);
  /// What comes next goes to another file.
  void Cut();
  /// REQUIRES: nothing is put afterwards.
  std::vector<SortedFile> Take();

 private:
  struct Open;
  const rocksdb::Options& options_;
  ImportFolder& folder_;
  std::unique_ptr<Open> open_;
  std::vector<SortedFile> files_;
};

/// The same by both cores. No file has keys on both sides of one of `cuts`, which ascend, and of which none is a key.
std::vector<SortedFile> WriteFiles(const rocksdb::Options& options, ImportFolder& folder,
                                   std::span<const KvEntry> entries, std::span<const std::string> cuts);

/// Keys in any order, with a note each; those that are too many for memory wait in sorted files.
class KeySorter {
 public:
  using Key = std::pair<std::string, std::string>;  // with its note

  KeySorter(ImportFolder& folder, uint64_t memory) : folder_(folder), memory_(memory) {}

  /// True: Spill is to be called.
  bool Add(std::string key, std::string note);
  void Spill(const rocksdb::Options& options);
  bool fits_memory() const { return runs_.empty(); }
  /// All keys, ascending. REQUIRES: fits_memory.
  std::vector<Key> TakeKeys();
  /// Calls `visit` with all keys, ascending. REQUIRES: not fits_memory.
  void Merge(const rocksdb::Options& options, const KvImport::KeyVisitor& visit);

 private:
  ImportFolder& folder_;
  const uint64_t memory_;
  uint64_t bytes_ = 0;  // of keys_
  std::vector<Key> keys_;
  std::vector<std::string> runs_;  // paths
};

}  // namespace papergraph
