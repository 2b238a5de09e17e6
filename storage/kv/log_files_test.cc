#include "storage/kv/log_files.h"

#include <rocksdb/file_system.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/support/files.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;
constexpr size_t kBlock = 32768;

std::string Record(size_t size, char content) {
  std::string record{'c', 'h', 'e', 'k', static_cast<char>(size & 255), static_cast<char>(size >> 8), 1};
  return record + std::string(size, content);
}

// What RocksDB's recovery reads.
std::string ReadInBlocks(rocksdb::FileSystem& disk, const std::string& path) {
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  REQUIRE(disk.NewSequentialFile(path, {}, &file, nullptr).ok());
  std::string bytes, scratch(kBlock, 'x');
  for (rocksdb::Slice block(" ", 1); !block.empty(); bytes.append(block.data(), block.size())) {
    REQUIRE(file->Read(kBlock, {}, &block, scratch.data(), nullptr).ok());
  }
  return bytes;
}

TEST_CASE("a log holds what was written to it, then zeros while it is open, and nothing more when it is closed",
          "[log_files]") {
  const Folder folder;
  const auto disk = WithLogsOfZeros(rocksdb::FileSystem::Default());
  const std::string path = folder.path / "000007.log";
  std::unique_ptr<rocksdb::FSWritableFile> log;
  REQUIRE(disk->NewWritableFile(path, {}, &log, nullptr).ok());
  std::mt19937 random(5);
  std::string written;
  size_t lengths = 0, length_before = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string more(random() % (i % 100 == 0 ? 500'000 : 3000), static_cast<char>('a' + i % 26));
    REQUIRE(log->Append(more, {}, nullptr).ok());
    REQUIRE(log->Sync({}, nullptr).ok());
    written += more;
    CHECK(log->GetFileSize({}, nullptr) == written.size());
    lengths += fs::file_size(path) != length_before;
    length_before = fs::file_size(path);
    if (i % 50 != 0) continue;
    const std::string bytes = ReadFile(path);
    REQUIRE(bytes.substr(0, written.size()) == written);
    CHECK(bytes.find_first_not_of('\0', written.size()) == bytes.npos);
    CHECK(bytes.size() <= written.size() + (256u << 10));
  }
  CHECK(lengths < 60);
  REQUIRE(log->Close({}, nullptr).ok());
  CHECK(ReadFile(path) == written);
}

TEST_CASE("files that are no logs are as they were", "[log_files]") {
  const Folder folder;
  const auto disk = WithLogsOfZeros(rocksdb::FileSystem::Default());
  const std::string path = folder.path / "000007.sst";
  std::unique_ptr<rocksdb::FSWritableFile> table;
  REQUIRE(disk->NewWritableFile(path, {}, &table, nullptr).ok());
  REQUIRE(table->Append(std::string(100, '\0'), {}, nullptr).ok());
  CHECK(fs::file_size(path) == 100);
  CHECK(ReadInBlocks(*disk, path).size() == 100);
}

TEST_CASE("a log is read up to its first zeros in place of a record, whatever is in the blocks behind", "[log_files]") {
  const Folder folder;
  const auto disk = WithLogsOfZeros(rocksdb::FileSystem::Default());
  const std::string path = folder.path / "000007.log";
  // A record of zeros, one that leaves too little for a header, a full block; then two records and a block not yet
  // written where the next one is.
  std::string bytes = Record(200, '\0');
  bytes += Record(kBlock - bytes.size() - 7 - 3, 'a') + std::string(3, '\0');
  bytes += Record(kBlock - 7, 'b');
  bytes += Record(100, 'c') + Record(0, 'd');
  const std::string with_gap = bytes + std::string(3 * kBlock - bytes.size(), '\0') + Record(50, 'e');
  std::ofstream(path, std::ios::binary) << with_gap;
  CHECK(ReadInBlocks(*disk, path) == bytes);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  CHECK(ReadInBlocks(*disk, path) == bytes);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes << std::string(5, '\0');
  CHECK(ReadInBlocks(*disk, path) == bytes + std::string(5, '\0'));
}

}  // namespace
}  // namespace papergraph
