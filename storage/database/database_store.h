// The one implementation of Store.
#pragma once

#include "storage/database/core.h"
#include "storage/store.h"

namespace papergraph {

class DatabaseStore final : public Store {
 public:
  /// `disk`: for tests, one that fails; it outlives the store.
  DatabaseStore(const std::string& path, const OpenOptions& options, rocksdb::Env* disk = nullptr);
  std::shared_ptr<const GraphReader> Snapshot() const override;
  std::unique_ptr<Transaction> Begin() override;
  std::unique_ptr<Transaction> BeginAlone() override;
  void Reset() override;
  bool read_only() const override { return read_only_; }
  bool in_memory() const override { return in_memory_; }
  CheckReport Check() const override;
  void Backup(const std::string& to) override;

  Core& core() { return core_; }

 private:
  void PrepareToWrite() const;

  const bool read_only_, in_memory_;
  mutable Core core_;
};

}  // namespace papergraph
