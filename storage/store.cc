#include "storage/store.h"

#include <algorithm>

#include "storage/database/check.h"
#include "storage/database/database_store.h"
#include "storage/database/transaction.h"
#include "storage/database/upgrade.h"

namespace papergraph {
namespace {

KvOptions ToKvOptions(const std::string& path, const OpenOptions& options, rocksdb::Env* disk) {
  // Segments have a cache of their own; blocks are for index entries, names and records.
  return {options.create,
          options.read_only && path != ":memory:", std::clamp<uint64_t>(options.cache_bytes / 8, 4u << 20, 64u << 20),
          disk};
}

}  // namespace

DatabaseStore::DatabaseStore(const std::string& path, const OpenOptions& options, rocksdb::Env* disk)
    : read_only_(options.read_only),
      in_memory_(path == ":memory:"),
      core_(KeyValue::Open(path, ToKvOptions(path, options, disk)), options) {}

std::shared_ptr<const GraphReader> DatabaseStore::Snapshot() const { return core_.CurrentInBounds(); }

void DatabaseStore::PrepareToWrite() const {
  if (read_only_) throw StoreError(StoreError::Kind::kReadOnly, "the database is open to read only");
  core_.CurrentInBounds();
}

std::unique_ptr<Transaction> DatabaseStore::Begin() {
  PrepareToWrite();
  return std::make_unique<StoreTransaction>(core_);
}

std::unique_ptr<Transaction> DatabaseStore::BeginAlone() {
  PrepareToWrite();
  return std::make_unique<StoreTransaction>(core_, std::make_unique<CommitHold>(core_));
}

void DatabaseStore::Reset() {
  if (!in_memory_) throw StoreError(StoreError::Kind::kReadOnly, "only a graph in memory can be reset");
  core_.Reset();
}

CheckReport DatabaseStore::Check() const { return CheckVersion(*core_.Current(), core_.kv()); }

std::unique_ptr<Store> Store::Open(const std::string& path, const OpenOptions& options) {
  if (options.upgrade && !options.read_only) UpgradeFolder(path, FormatSteps());
  return std::make_unique<DatabaseStore>(path, options);
}

}  // namespace papergraph
