// Backups of a RocksDB folder: incremental, checksummed, restored as a whole.
#pragma once

#include <string>

namespace rocksdb {
class DB;
}

namespace papergraph {

/// Adds the state of `db` to the backups in `folder`. `flush`: first writes what is only in the log to a table. Throws
/// StoreError kIo, kCorrupt.
void AddBackup(rocksdb::DB& db, const std::string& folder, bool flush);

/// Copies the database at `from` to the folder `to`, which is not there yet, while another process may write: the
/// state after one of its commits, not older than the call. Tables are linked where they can be. Nothing in `from` is
/// changed, nobody waits. Throws StoreError kNotFound, kIo, kCorrupt.
void CopyLiveFiles(const std::string& from, const std::string& to);

/// Adds the database at `from`, which nobody else has open, to the backups in `folder`. Throws StoreError kIo,
/// kCorrupt.
void AddBackupOf(const std::string& from, const std::string& folder);

/// Writes the newest backup of `folder` to the folder `to`, which does not exist yet, after all its checksums were
/// compared. Throws StoreError kNotFound when there is no backup, kCorrupt when a file of it is damaged or gone, kIo.
void RestoreNewestBackup(const std::string& folder, const std::string& to);

}  // namespace papergraph
