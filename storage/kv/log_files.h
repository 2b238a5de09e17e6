// How the write-ahead logs lie on the disk: with zeros ahead of what is written, so that a sync has no length to write.
#pragma once

#include <memory>

namespace rocksdb {
class FileSystem;
}

namespace papergraph {

/// `disk` with other files of names that end in ".log". Written, such a file is longer than its records: zeros follow,
/// up to 256 KB of them, and are written over, which spares each sync the writing of the file's new length (a fifth of
/// a commit). What is appended is on its way to the disk at once, so that a sync later waits less. Closing it cuts the
/// zeros off; a kill leaves them. Read from its beginning in blocks of 32 KB, it ends where the zeros begin: RocksDB
/// alone would go on behind them, and a reader beside the writer could find the next block written where the one before
/// was not yet.
std::shared_ptr<rocksdb::FileSystem> WithLogsOfZeros(std::shared_ptr<rocksdb::FileSystem> disk);

}  // namespace papergraph
