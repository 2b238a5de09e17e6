// KvImport on RocksDB.
#pragma once

#include <rocksdb/db.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/kv/sorted_files.h"

namespace papergraph {

/// Where an import goes.
struct ImportTarget {
  std::string folder;                                   // empty: in memory
  std::function<std::shared_ptr<rocksdb::DB>()> to_db;  // opened to write; any number of threads
  std::function<void(KvBatch&)> write;
};

class RocksImport final : public KvImport {
 public:
  RocksImport(ImportTarget target, uint64_t memory);

  void PutFiles(std::span<const KvEntry> entries) override;
  std::unique_ptr<KvScratch> NewScratch() override;
  void AddKey(std::string key, std::string note) override;
  void Finish(std::vector<KvEntry> entries, const KeyVisitor& visit) override;
  /// As Finish, of ascending entries and of the files that are there.
  void Write(std::span<const KvEntry> entries);

 private:
  const rocksdb::Options& DbOptions();
  std::vector<std::string> Cuts();  // between files that are there, and before them

  const ImportTarget target_;
  ImportFolder folder_;
  KeySorter keys_;
  std::mutex mutex_;  // guards what follows
  std::unique_ptr<const rocksdb::Options> options_;
  std::vector<SortedFile> files_;
};

}  // namespace papergraph
