// A RocksDB folder made again from the tables and logs that are still there.
#pragma once

#include <string>

namespace papergraph {

/// Makes the folder `to` (which is not there yet) from the files of `from`, which stays as it is: for a database whose
/// list of files is damaged, or that lacks files. Its keys may disagree with each other afterwards. Throws StoreError
/// kIo, kCorrupt.
void SalvageFiles(const std::string& from, const std::string& to);

}  // namespace papergraph
