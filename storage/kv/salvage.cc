#include "storage/kv/salvage.h"

#include <rocksdb/db.h>

#include <filesystem>

#include "storage/kv/rocks.h"

namespace papergraph {

void SalvageFiles(const std::string& from, const std::string& to) {
  namespace fs = std::filesystem;
  try {
    fs::create_directories(to);
    for (const auto& entry : fs::directory_iterator(from)) {
      const fs::path copy = fs::path(to) / entry.path().filename();
      if (entry.path().extension() == ".sst") {
        std::error_code error;
        fs::create_hard_link(entry.path(), copy, error);  // nobody writes to a table
        if (error) fs::copy_file(entry.path(), copy);
      } else if (entry.path().extension() == ".log") {
        fs::copy_file(entry.path(), copy);
      }
    }
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  }
  rocksdb::Options options = MakeOptions({.create = true}, nullptr);
  // What is readable of a damaged log is wanted here, not the stop at the first damage.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords;
  Require(rocksdb::RepairDB(to, options), to);
  MakeLog(to);
}

}  // namespace papergraph
