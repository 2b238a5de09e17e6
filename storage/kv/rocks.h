// How this room uses RocksDB: its options, and its Status as StoreError. For the files of this folder alone.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <memory>
#include <string>
#include <string_view>

#include "storage/kv/kv.h"

namespace papergraph {

// The same bytes in the words of either; neither owns them.
inline std::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }
inline rocksdb::Slice ToSlice(std::string_view text) { return {text.data(), text.size()}; }

/// Throws StoreError kCorrupt or kIo when `status` is not OK, with RocksDB's words and what to do. They name the file
/// where it is about one; `folder` does for the rest.
void Require(const rocksdb::Status& status, const std::string& folder = "");

/// `memory`: where the files of ":memory:" are; null: on the disk.
rocksdb::Options MakeOptions(const KvOptions& options, rocksdb::Env* memory);

/// Opens the folder to write, and notes in its new log the older ones that are still needed (log_audit.h). Throws
/// StoreError kCorrupt, kIo.
std::unique_ptr<rocksdb::DB> OpenToWrite(const rocksdb::Options& options, const std::string& folder);

/// Opens the folder to write and closes it: what RocksDB has made from other files has no log yet, and every database
/// has one (log_audit.h). Throws StoreError kCorrupt, kIo.
void MakeLog(const std::string& folder);

}  // namespace papergraph
