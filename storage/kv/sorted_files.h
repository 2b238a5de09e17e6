// Large changes as files of their own: written in order, taken into the database at once.
#pragma once

#include <rocksdb/db.h>

#include <cstdint>
#include <string>
#include <vector>

#include "storage/kv/kv.h"

namespace papergraph {

struct SortedFile {
  std::string path, checksum, checksum_name;
};

/// Atomic and durable. REQUIRES: the files' keys ascend, from one to the next, too.
void TakeIn(rocksdb::DB& db, const std::vector<SortedFile>& files);

/// Keys in any order; those that are too many for memory wait in sorted files.
class KeySorter {
 public:
  /// `folder` exists and is empty. Both live longer.
  KeySorter(rocksdb::DB& db, const std::string& folder, uint64_t memory) : db_(db), folder_(folder), memory_(memory) {}

  void Add(std::string key);
  /// All keys, ascending; REQUIRES: fits_memory.
  std::vector<std::string> TakeKeys();
  bool fits_memory() const { return runs_ == 0; }
  /// Merges all keys and `few` into files, and takes them in. REQUIRES: `few` ascends.
  void TakeInWith(const std::vector<KvEntry>& few);

 private:
  void Spill();

  rocksdb::DB& db_;
  const std::string& folder_;
  const uint64_t memory_;
  uint64_t bytes_ = 0;  // of keys_
  std::vector<std::string> keys_;
  size_t runs_ = 0;
};

}  // namespace papergraph
