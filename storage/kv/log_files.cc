#include "storage/kv/log_files.h"

#include <rocksdb/file_system.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace papergraph {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class WrittenLog : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  explicit WrittenLog(std::unique_ptr<rocksdb::FSWritableFile> file) : FSWritableFileOwnerWrapper(std::move(file)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = target()->PositionedAppend(data, written_, options, debug);
    if (!status.ok()) return status;
    // On its way to the disk at once, so that a sync finds it nearly there.
    status = target()->RangeSync(written_, data.size(), options, debug);
    if (!status.ok()) return status;
    written_ += data.size();
    if (written_ <= filled_) return status;
    // As many again as there are: a small log stays small.
    const uint64_t ahead = std::clamp<uint64_t>(written_, kPage, kMostAhead);
    const std::string zeros((written_ + ahead) / kPage * kPage - written_, '\0');
    status = target()->PositionedAppend(zeros, written_, options, debug);
    if (status.ok()) filled_ = written_ + zeros.size();
    return status;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    written_ = filled_ = size;
    return target()->Truncate(size, options, debug);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    if (filled_ > written_) {
      if (IOStatus status = Truncate(written_, options, debug); !status.ok()) return status;
    }
    return target()->Close(options, debug);
  }
  uint64_t GetFileSize(const IOOptions&, IODebugContext*) override { return written_; }

 private:
  static constexpr uint64_t kPage = 4096, kMostAhead = 256 << 10;
  uint64_t written_ = 0, filled_ = 0;  // bytes; behind `filled_` the file ends
};

class ReadLog : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  explicit ReadLog(std::unique_ptr<rocksdb::FSSequentialFile> file) : FSSequentialFileOwnerWrapper(std::move(file)) {}

  IOStatus Read(size_t n, const IOOptions& options, Slice* result, char* scratch, IODebugContext* debug) override {
    if (at_end_) {
      *result = Slice();
      return IOStatus::OK();
    }
    IOStatus status = target()->Read(n, options, result, scratch, debug);
    // Only RocksDB's recovery reads so, and for it alone this is an end.
    if (status.ok() && n == kBlock) {
      const size_t end = EndOfRecords({result->data(), result->size()});
      at_end_ = end < result->size();
      result->remove_suffix(result->size() - end);
    }
    return status;
  }

 private:
  // https://github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format
  static constexpr size_t kBlock = 32768, kHeader = 7;  // checksum 4, length 2, type 1

  static size_t EndOfRecords(std::string_view block) {
    for (size_t at = 0; at + kHeader <= block.size();) {
      const std::string_view header = block.substr(at, kHeader);
      if (header.find_first_not_of('\0') == header.npos) return at;
      at += kHeader + (static_cast<unsigned char>(header[4]) | static_cast<unsigned char>(header[5]) << 8);
    }
    return block.size();
  }

  bool at_end_ = false;
};

class LogFiles : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "papergraph logs"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) override {
    IOStatus status = target()->NewWritableFile(path, options, result, debug);
    if (status.ok() && path.ends_with(".log") && !options.use_direct_writes && !options.use_mmap_writes) {
      *result = std::make_unique<WrittenLog>(std::move(*result));
    }
    return status;
  }
  IOStatus NewSequentialFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* result, IODebugContext* debug) override {
    IOStatus status = target()->NewSequentialFile(path, options, result, debug);
    if (status.ok() && path.ends_with(".log")) *result = std::make_unique<ReadLog>(std::move(*result));
    return status;
  }
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> WithLogsOfZeros(std::shared_ptr<rocksdb::FileSystem> disk) {
  return std::make_shared<LogFiles>(std::move(disk));
}

}  // namespace papergraph
