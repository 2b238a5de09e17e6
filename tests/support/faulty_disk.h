// A disk that fails when it is told to: between RocksDB and the real one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace rocksdb {
class Env;
}

namespace papergraph {

/// What RocksDB asks of a disk, in the kinds that fail apart from each other.
enum class DiskWork { kRead, kWrite, kSync, kRename, kCreate, kDelete };
inline constexpr DiskWork kAllDiskWork[] = {DiskWork::kRead,   DiskWork::kWrite,  DiskWork::kSync,
                                            DiskWork::kRename, DiskWork::kCreate, DiskWork::kDelete};
const char* NameOf(DiskWork work);

/// Passes everything to the real disk, counts it, and fails where it should. A sync is only noted, so that tests do not
/// wait for a device. Any number of threads.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  /// To open a store with; must not outlive the disk.
  rocksdb::Env* env() const;

  /// How the n-th work of a kind fails.
  enum class Failure {
    kOnce,      // that one, and all is well afterwards
    kForever,   // that one and all of its kind after it, until Heal
    kFull,      // as kForever, but the disk says that it is full; a write keeps half of its bytes
    kPowerCut,  // that one and everything after it, whatever it is, until Heal
  };
  /// From now on: the `n`-th work (from 1) of this kind fails.
  void FailAt(DiskWork work, uint64_t n, Failure failure);
  void Heal();
  /// Called before each sync of a file, by the thread that wants it. REQUIRES: set while nobody uses the disk.
  void OnSync(std::function<void()> hook);
  /// Whether what FailAt asked for has happened.
  bool has_failed() const;
  uint64_t Count(DiskWork work) const;

  /// What of the bytes that were never synced is on the disk after the power came back; zeros begin with a sector.
  /// kSomeSectors: disks write in the order that they like.
  enum class Unsynced { kGone, kHalf, kHalfThenZeros, kSomeSectors };
  /// Cuts every file to what a power cut leaves, takes back new, linked and renamed files whose folder was not synced.
  /// REQUIRES: nothing has a file open.
  void LosePower(Unsynced unsynced);

 private:
  class Files;
  std::shared_ptr<Files> files_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace papergraph
