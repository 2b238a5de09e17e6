// A backup of a database that others may be writing to.
#pragma once

#include <string>

namespace papergraph {

/// As Store::Backup, but for a database that this or another process may have open, to write too: neither waits for the
/// other, and what is saved is the state after one of its commits, not older than the call. It is verified
/// (Store::Check) before it counts as a backup. Throws StoreError kNotFound, kCorrupt, kLocked (another backup to the
/// same folder goes on), kIo.
void BackupFiles(const std::string& path, const std::string& to);

}  // namespace papergraph
