#include "storage/store.h"

#include <algorithm>

#include "storage/database/check.h"
#include "storage/database/core.h"
#include "storage/database/transaction.h"

namespace papergraph {
namespace {

KvOptions ToKvOptions(const OpenOptions& options) {
  // Segments have a cache of their own; blocks are for index entries, names and records.
  return {options.create, options.read_only, std::clamp<uint64_t>(options.cache_bytes / 8, 4u << 20, 64u << 20)};
}

class DatabaseStore final : public Store {
 public:
  DatabaseStore(const std::string& path, const OpenOptions& options)
      : read_only_(options.read_only),
        in_memory_(path == ":memory:"),
        core_(KeyValue::Open(path, ToKvOptions(options)), options) {}

  std::shared_ptr<const GraphReader> Snapshot() const override {
    core_.BoundCache();
    return core_.Current();
  }
  std::unique_ptr<Transaction> Begin() override {
    if (read_only_) throw StoreError(StoreError::Kind::kReadOnly, "the database is open to read only");
    core_.BoundCache();
    return std::make_unique<StoreTransaction>(core_);
  }
  void Reset() override {
    if (!in_memory_) throw StoreError(StoreError::Kind::kReadOnly, "only a graph in memory can be reset");
    core_.Reset();
  }
  bool read_only() const override { return read_only_; }
  bool in_memory() const override { return in_memory_; }
  CheckReport Check() const override { return CheckVersion(*core_.Current(), core_.kv()); }

 private:
  const bool read_only_, in_memory_;
  mutable Core core_;
};

}  // namespace

std::unique_ptr<Store> Store::Open(const std::string& path, const OpenOptions& options) {
  return std::make_unique<DatabaseStore>(path, options);
}

}  // namespace papergraph
