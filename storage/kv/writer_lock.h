// One writer for a folder: the lock that RocksDB takes, too, taken before RocksDB is asked to write.
#pragma once

#include <string>

namespace papergraph {

/// Held as long as it lives; the operating system lets go of it when the process ends, however it ends, so that no lock
/// is ever stale. The file is RocksDB's LOCK: to lock it twice in one process is no conflict for the system, and
/// RocksDB keeps other programs that use RocksDB away.
class WriterLock {
 public:
  /// Throws StoreError kLocked with the id of the process that has it, kIo.
  explicit WriterLock(const std::string& folder);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  const std::string name_;  // canonical
  int file_ = -1;
};

}  // namespace papergraph
