// A RocksDB folder made again from the files that are still there.
#pragma once

#include <string>

namespace papergraph {

/// Both make the folder `to` (which is not there yet) from the files of `from`, which stays as it is. Its keys may
/// disagree with each other afterwards. Throw StoreError kIo, kCorrupt.

/// For a database whose logs are damaged or lost: its tables, and of the logs what can be read. kCorrupt where its list
/// of files (MANIFEST) or a file that this names cannot be read.
void SalvageLogs(const std::string& from, const std::string& to);

/// For one whose list of files is damaged: of each key the newest that any table or log has. Of a table with a damaged
/// block, what stands before that. A key that was removed long ago comes back where a table lies about that a
/// compaction had replaced.
void SalvageFiles(const std::string& from, const std::string& to);

}  // namespace papergraph
