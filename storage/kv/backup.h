// Backups of a RocksDB folder: incremental, checksummed, restored as a whole.
#pragma once

#include <string>

namespace rocksdb {
class DB;
}

namespace papergraph {

/// Adds the state of `db` to the backups in `folder`. Throws StoreError kIo, kCorrupt.
void AddBackup(rocksdb::DB& db, const std::string& folder);

/// Writes the newest backup of `folder` to the folder `to`, which does not exist yet, after all its checksums were
/// compared. Throws StoreError kNotFound when there is no backup, kCorrupt when a file of it is damaged or gone, kIo.
void RestoreNewestBackup(const std::string& folder, const std::string& to);

}  // namespace papergraph
