#include "tests/support/faulty_disk.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <vector>

namespace papergraph {
namespace {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr uint64_t kSector = 512;  // bytes that a disk writes whole or not at all

std::string Bytes(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

const char* NameOf(DiskWork work) {
  constexpr const char* kNames[] = {"read", "write", "sync", "rename", "create", "delete"};
  return kNames[static_cast<size_t>(work)];
}

class FaultyDisk::Files : public rocksdb::FileSystemWrapper {
 public:
  Files() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FaultyDisk"; }
  std::function<void()> on_sync;

  // Counts one work; not OK when it is to fail. `keep`: how many of `size` bytes are written all the same.
  IOStatus Work(DiskWork work, const std::string& path, size_t size = 0, size_t* keep = nullptr) {
    std::lock_guard lock(mutex_);
    const uint64_t number = ++counts_[static_cast<size_t>(work)];
    bool fails = has_failed_ && failure_ == Failure::kPowerCut;
    if (!fails && work == work_ && at_ != 0) {
      fails = failure_ == Failure::kOnce ? number == at_ : number >= at_;
    }
    if (!fails) return IOStatus::OK();
    has_failed_ = true;
    if (keep != nullptr && failure_ == Failure::kFull) *keep = size / 2;
    return failure_ == Failure::kFull
               ? IOStatus::NoSpace("While " + std::string(NameOf(work)) + ": " + path, "No space left on device")
               : IOStatus::IOError("While " + std::string(NameOf(work)) + ": " + path, "Input/output error");
  }
  void Appended(const std::string& path, size_t size) {
    std::lock_guard lock(mutex_);
    files_[path].size += size;
  }
  // Before what is there already is written over.
  void WritesAt(const std::string& path, uint64_t offset, size_t size) {
    std::lock_guard lock(mutex_);
    File& file = files_[path];
    const uint64_t over = std::min<uint64_t>(std::max(offset, file.size) - offset, size);
    if (over > 0) file.before.emplace_back(offset, Bytes(path).substr(offset, over));
    file.size = std::max(file.size, offset + size);
  }
  void Synced(const std::string& path) {
    std::lock_guard lock(mutex_);
    files_[path].synced = files_[path].size;
    files_[path].before.clear();
  }
  void Truncated(const std::string& path, uint64_t size) {
    std::lock_guard lock(mutex_);
    File& file = files_[path];
    file.size = size;
    file.synced = std::min(file.synced, size);
  }
  // What lay there before is on the disk.
  void Reopened(const std::string& path) {
    std::lock_guard lock(mutex_);
    File old;
    old.size = old.synced = fs::file_size(path);
    files_.try_emplace(path, std::move(old));
  }
  bool IsDark() const {
    std::lock_guard lock(mutex_);
    return has_failed_ && failure_ == Failure::kPowerCut;
  }
  void SyncedFolder(const std::string& folder) {
    std::lock_guard lock(mutex_);
    std::erase_if(entries_, [&](const auto& entry) { return fs::path(entry.first).parent_path() == folder; });
  }
  void FailAt(DiskWork work, uint64_t n, Failure failure) {
    std::lock_guard lock(mutex_);
    work_ = work;
    failure_ = failure;
    at_ = counts_[static_cast<size_t>(work)] + n;
    has_failed_ = false;
  }
  void Heal() {
    std::lock_guard lock(mutex_);
    at_ = 0;
    has_failed_ = false;
  }
  bool has_failed() const {
    std::lock_guard lock(mutex_);
    return has_failed_;
  }
  uint64_t Count(DiskWork work) const {
    std::lock_guard lock(mutex_);
    return counts_[static_cast<size_t>(work)];
  }

  void LosePower(Unsynced unsynced) {
    std::lock_guard lock(mutex_);
    ++cuts_;
    for (const auto& [path, file] : files_) {
      if (fs::exists(path)) WriteBack(path, file, unsynced);
      if (file.synced >= file.size || !fs::exists(path)) continue;
      if (unsynced == Unsynced::kSomeSectors) {
        Overwrite(path, file.synced, std::string(file.size - file.synced, '\0'), unsynced);
        continue;
      }
      const uint64_t lost = file.size - file.synced;
      uint64_t kept = unsynced == Unsynced::kGone ? file.synced : file.synced + lost / 2;
      // What a disk has not written are whole sectors.
      if (unsynced == Unsynced::kHalfThenZeros) kept = std::max(file.synced, kept / kSector * kSector);
      fs::resize_file(path, kept);
      if (unsynced == Unsynced::kHalfThenZeros) fs::resize_file(path, file.size);
    }
    for (const auto& [path, before] : entries_) {
      if (before) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << *before;
      } else {
        fs::remove(path);
      }
    }
    files_.clear();
    entries_.clear();
  }

  IOStatus NewSequentialFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* result, IODebugContext* debug) override;
  IOStatus NewRandomAccessFile(const std::string& path, const FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result, IODebugContext* debug) override;
  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) override;
  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) override;
  IOStatus NewRandomRWFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSRandomRWFile>* result, IODebugContext* debug) override;
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) override;

  IOStatus DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) override {
    if (IOStatus status = Work(DiskWork::kDelete, path); !status.ok()) return status;
    IOStatus status = target()->DeleteFile(path, options, debug);
    if (status.ok()) {
      std::lock_guard lock(mutex_);
      files_.erase(path);
      entries_.erase(path);
    }
    return status;
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    if (IOStatus status = Work(DiskWork::kRename, to); !status.ok()) return status;
    NewEntry(to);
    IOStatus status = target()->RenameFile(from, to, options, debug);
    if (status.ok()) {
      std::lock_guard lock(mutex_);
      files_[to] = files_[from];
      files_.erase(from);
      entries_.erase(from);
    }
    return status;
  }
  IOStatus LinkFile(const std::string& from, const std::string& to, const IOOptions& options,
                    IODebugContext* debug) override {
    if (IOStatus status = Work(DiskWork::kRename, to); !status.ok()) return status;
    NewEntry(to);
    IOStatus status = target()->LinkFile(from, to, options, debug);
    if (status.ok()) {
      std::lock_guard lock(mutex_);
      files_[to] = files_[from];
    }
    return status;
  }

 private:
  struct File {
    uint64_t size = 0, synced = 0;
    std::vector<std::pair<uint64_t, std::string>> before;  // what was written over since the last sync, where
  };

  // Takes back what was written over and not synced: all of it, its second half from a sector on, or some sectors.
  void WriteBack(const std::string& path, const File& file, Unsynced unsynced) const {
    for (auto it = file.before.rbegin(); it != file.before.rend(); ++it) {
      const auto& [offset, before] = *it;
      uint64_t from = offset;
      if (unsynced == Unsynced::kHalf || unsynced == Unsynced::kHalfThenZeros)
        from = std::max(offset, (offset + before.size() / 2) / kSector * kSector);
      Overwrite(path, from, before.substr(from - offset), unsynced);
    }
  }
  // Only in the sectors that this power cut has not let through, where it is some.
  void Overwrite(const std::string& path, uint64_t offset, std::string_view with, Unsynced unsynced) const {
    std::fstream bytes(path, std::ios::binary | std::ios::in | std::ios::out);
    while (!with.empty()) {
      const uint64_t sector = offset / kSector;
      const uint64_t size = std::min<uint64_t>(with.size(), (sector + 1) * kSector - offset);
      bytes.seekp(static_cast<std::streamoff>(offset));
      const bool is_through = ((sector * 0x9E3779B97F4A7C15u + cuts_ * 0xD1342543DE82EF95u) >> 63) != 0;
      if (unsynced != Unsynced::kSomeSectors || !is_through) bytes << with.substr(0, size);
      offset += size;
      with.remove_prefix(size);
    }
  }

  // Remembers what a power cut before the folder's sync brings back.
  void NewEntry(const std::string& path) {
    std::optional<std::string> before;
    if (fs::exists(path)) before = Bytes(path);
    std::lock_guard lock(mutex_);
    entries_.emplace(path, std::move(before));
  }

  mutable std::mutex mutex_;
  std::array<uint64_t, std::size(kAllDiskWork)> counts_{};
  DiskWork work_ = DiskWork::kRead;
  Failure failure_ = Failure::kOnce;
  uint64_t at_ = 0;  // by the count of `work_`; 0: nothing is to fail
  bool has_failed_ = false;
  std::map<std::string, File> files_;
  std::map<std::string, std::optional<std::string>> entries_;  // since the last sync of their folder; what was there
  uint64_t cuts_ = 0;                                          // of the power
};

namespace {

// The interfaces below are RocksDB's; each does its count, then the real work.
template <typename Disk>
class SequentialFile : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  SequentialFile(Disk& disk, std::string path, std::unique_ptr<rocksdb::FSSequentialFile> file)
      : FSSequentialFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}
  IOStatus Read(size_t n, const IOOptions& options, Slice* result, char* scratch, IODebugContext* debug) override {
    if (IOStatus status = disk_.Work(DiskWork::kRead, path_); !status.ok()) return status;
    return target()->Read(n, options, result, scratch, debug);
  }

 private:
  Disk& disk_;
  const std::string path_;
};

template <typename Disk>
class RandomAccessFile : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  RandomAccessFile(Disk& disk, std::string path, std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}
  IOStatus Read(uint64_t offset, size_t n, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) const override {
    if (IOStatus status = disk_.Work(DiskWork::kRead, path_); !status.ok()) return status;
    return target()->Read(offset, n, options, result, scratch, debug);
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count, const IOOptions& options,
                     IODebugContext* debug) override {
    if (IOStatus status = disk_.Work(DiskWork::kRead, path_); !status.ok()) return status;
    return target()->MultiRead(requests, count, options, debug);
  }
  IOStatus Prefetch(uint64_t, size_t, const IOOptions&, IODebugContext*) override { return IOStatus::NotSupported(); }

 private:
  Disk& disk_;
  const std::string path_;
};

template <typename Disk>
class WritableFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WritableFile(Disk& disk, std::string path, std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}
  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    size_t keep = 0;
    IOStatus failure = disk_.Work(DiskWork::kWrite, path_, data.size(), &keep);
    if (!failure.ok() && keep == 0) return failure;
    const Slice written(data.data(), failure.ok() ? data.size() : keep);
    IOStatus status = target()->Append(written, options, debug);
    if (status.ok()) disk_.Appended(path_, written.size());
    return failure.ok() ? status : failure;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice& data, uint64_t offset, const IOOptions& options,
                            IODebugContext* debug) override {
    size_t keep = 0;
    IOStatus failure = disk_.Work(DiskWork::kWrite, path_, data.size(), &keep);
    if (!failure.ok() && keep == 0) return failure;
    const Slice written(data.data(), failure.ok() ? data.size() : keep);
    disk_.WritesAt(path_, offset, written.size());
    IOStatus status = target()->PositionedAppend(written, offset, options, debug);
    return failure.ok() ? status : failure;
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    if (disk_.IsDark()) return IOStatus::IOError("While truncating: " + path_, "Input/output error");
    disk_.Truncated(path_, size);
    return target()->Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    if (disk_.on_sync) disk_.on_sync();
    if (IOStatus status = disk_.Work(DiskWork::kSync, path_); !status.ok()) return status;
    IOStatus status = target()->Flush(options, debug);
    if (status.ok()) disk_.Synced(path_);
    return status;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  Disk& disk_;
  const std::string path_;
};

template <typename Disk>
class RandomWriteFile : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  RandomWriteFile(Disk& disk, std::string path, std::unique_ptr<rocksdb::FSRandomRWFile> file)
      : FSRandomRWFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}
  IOStatus Write(uint64_t offset, const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (IOStatus status = disk_.Work(DiskWork::kWrite, path_); !status.ok()) return status;
    return target()->Write(offset, data, options, debug);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return disk_.Work(DiskWork::kSync, path_); }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }

 private:
  Disk& disk_;
  const std::string path_;
};

template <typename Disk>
class Directory : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(Disk& disk, std::string path, std::unique_ptr<rocksdb::FSDirectory> folder)
      : FSDirectoryWrapper(std::move(folder)), disk_(disk), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    IOStatus status = disk_.Work(DiskWork::kSync, path_);
    if (status.ok()) disk_.SyncedFolder(path_);
    return status;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  Disk& disk_;
  const std::string path_;
};

}  // namespace

IOStatus FaultyDisk::Files::NewSequentialFile(const std::string& path, const FileOptions& options,
                                              std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                              IODebugContext* debug) {
  if (IOStatus status = Work(DiskWork::kRead, path); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  IOStatus status = target()->NewSequentialFile(path, options, &file, debug);
  if (status.ok()) *result = std::make_unique<SequentialFile<Files>>(*this, path, std::move(file));
  return status;
}

IOStatus FaultyDisk::Files::NewRandomAccessFile(const std::string& path, const FileOptions& options,
                                                std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                                IODebugContext* debug) {
  if (IOStatus status = Work(DiskWork::kRead, path); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  IOStatus status = target()->NewRandomAccessFile(path, options, &file, debug);
  if (status.ok()) *result = std::make_unique<RandomAccessFile<Files>>(*this, path, std::move(file));
  return status;
}

IOStatus FaultyDisk::Files::NewWritableFile(const std::string& path, const FileOptions& options,
                                            std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  if (IOStatus status = Work(DiskWork::kCreate, path); !status.ok()) return status;
  NewEntry(path);
  std::unique_ptr<rocksdb::FSWritableFile> file;
  IOStatus status = target()->NewWritableFile(path, options, &file, debug);
  if (!status.ok()) return status;
  {
    std::lock_guard lock(mutex_);
    files_[path] = {};
  }
  *result = std::make_unique<WritableFile<Files>>(*this, path, std::move(file));
  return status;
}

IOStatus FaultyDisk::Files::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                               std::unique_ptr<rocksdb::FSWritableFile>* result,
                                               IODebugContext* debug) {
  if (IOStatus status = Work(DiskWork::kCreate, path); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> file;
  IOStatus status = target()->ReopenWritableFile(path, options, &file, debug);
  if (status.ok()) Reopened(path);
  if (status.ok()) *result = std::make_unique<WritableFile<Files>>(*this, path, std::move(file));
  return status;
}

IOStatus FaultyDisk::Files::NewRandomRWFile(const std::string& path, const FileOptions& options,
                                            std::unique_ptr<rocksdb::FSRandomRWFile>* result, IODebugContext* debug) {
  if (IOStatus status = Work(DiskWork::kCreate, path); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSRandomRWFile> file;
  IOStatus status = target()->NewRandomRWFile(path, options, &file, debug);
  if (status.ok()) *result = std::make_unique<RandomWriteFile<Files>>(*this, path, std::move(file));
  return status;
}

IOStatus FaultyDisk::Files::NewDirectory(const std::string& path, const IOOptions& options,
                                         std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> folder;
  IOStatus status = target()->NewDirectory(path, options, &folder, debug);
  if (status.ok()) *result = std::make_unique<Directory<Files>>(*this, path, std::move(folder));
  return status;
}

FaultyDisk::FaultyDisk() : files_(std::make_shared<Files>()), env_(rocksdb::NewCompositeEnv(files_)) {}
FaultyDisk::~FaultyDisk() = default;
rocksdb::Env* FaultyDisk::env() const { return env_.get(); }
void FaultyDisk::FailAt(DiskWork work, uint64_t n, Failure failure) { files_->FailAt(work, n, failure); }
void FaultyDisk::Heal() { files_->Heal(); }
void FaultyDisk::OnSync(std::function<void()> hook) { files_->on_sync = std::move(hook); }
bool FaultyDisk::has_failed() const { return files_->has_failed(); }
uint64_t FaultyDisk::Count(DiskWork work) const { return files_->Count(work); }
void FaultyDisk::LosePower(Unsynced unsynced) { files_->LosePower(unsynced); }

}  // namespace papergraph
