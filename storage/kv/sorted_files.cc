#include "storage/kv/sorted_files.h"

#include <fmt/format.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/sst_file_writer.h>

#include <algorithm>
#include <memory>
#include <queue>
#include <utility>

#include "storage/kv/rocks.h"

namespace papergraph {
namespace {

constexpr uint64_t kFileBytes = 64ull << 20;
constexpr uint64_t kOverhead = 48;  // of a key in memory, beside its bytes

// Writes ascending entries into files of about the same size.
class FilesWriter {
 public:
  FilesWriter(rocksdb::DB& db, std::string prefix)
      : options_(db.GetOptions()), prefix_(std::move(prefix)), writer_(rocksdb::EnvOptions(options_), options_) {}

  void Put(const rocksdb::Slice& key, const rocksdb::Slice& value) {
    if (bytes_ > kFileBytes) Finish();
    if (!is_open_) {
      files_.push_back({fmt::format("{}{}.sst", prefix_, files_.size() + 1), "", ""});
      Require(writer_.Open(files_.back().path));
      is_open_ = true;
    }
    Require(writer_.Put(key, value));
    bytes_ += key.size() + value.size();
  }

  std::vector<SortedFile> Take() {
    if (is_open_) Finish();
    return std::move(files_);
  }

 private:
  void Finish() {
    rocksdb::ExternalSstFileInfo written;
    Require(writer_.Finish(&written));
    files_.back().checksum = written.file_checksum;
    files_.back().checksum_name = written.file_checksum_func_name;
    is_open_ = false;
    bytes_ = 0;
  }

  const rocksdb::Options options_;
  const std::string prefix_;
  rocksdb::SstFileWriter writer_;
  bool is_open_ = false;
  uint64_t bytes_ = 0;
  std::vector<SortedFile> files_;
};

}  // namespace

void TakeIn(rocksdb::DB& db, const std::vector<SortedFile>& files) {
  rocksdb::IngestExternalFileArg ingest;
  ingest.column_family = db.DefaultColumnFamily();
  for (const SortedFile& file : files) {
    ingest.external_files.push_back(file.path);
    ingest.files_checksums.push_back(file.checksum);
    ingest.files_checksum_func_names.push_back(file.checksum_name);
  }
  ingest.options.move_files = true;
  ingest.options.write_global_seqno = false;  // it would write into a file that has its checksum
  Require(db.IngestExternalFiles({ingest}));
}

void KeySorter::Add(std::string key) {
  bytes_ += key.size() + kOverhead;
  keys_.push_back(std::move(key));
  if (bytes_ > memory_) Spill();
}

std::vector<std::string> KeySorter::TakeKeys() {
  std::sort(keys_.begin(), keys_.end());
  return std::move(keys_);
}

void KeySorter::Spill() {
  std::sort(keys_.begin(), keys_.end());
  const rocksdb::Options options = db_.GetOptions();
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(options), options);
  Require(writer.Open(fmt::format("{}/run-{}.sst", folder_, ++runs_)));
  for (const std::string& key : keys_) Require(writer.Put(key, ""));
  Require(writer.Finish());
  keys_.clear();
  bytes_ = 0;
}

void KeySorter::TakeInWith(const std::vector<KvEntry>& few) {
  if (!keys_.empty()) Spill();
  std::vector<std::string>().swap(keys_);
  struct Run {
    std::unique_ptr<rocksdb::SstFileReader> reader;
    std::unique_ptr<rocksdb::Iterator> at;
  };
  std::vector<Run> runs;
  const auto later = [&](size_t a, size_t b) { return runs[a].at->key().compare(runs[b].at->key()) > 0; };
  std::priority_queue<size_t, std::vector<size_t>, decltype(later)> next(later);
  for (size_t i = 1; i <= runs_; ++i) {
    Run& run = runs.emplace_back();
    run.reader = std::make_unique<rocksdb::SstFileReader>(db_.GetOptions());
    Require(run.reader->Open(fmt::format("{}/run-{}.sst", folder_, i)));
    run.at.reset(run.reader->NewIterator(rocksdb::ReadOptions()));
    run.at->SeekToFirst();
    if (run.at->Valid()) next.push(i - 1);
    Require(run.at->status());
  }
  FilesWriter out(db_, folder_ + "/");
  auto one = few.begin();
  const auto put_few = [&](const rocksdb::Slice* before) {
    for (; one != few.end() && (before == nullptr || rocksdb::Slice(one->key).compare(*before) < 0); ++one) {
      out.Put(one->key, one->value);
    }
  };
  while (!next.empty()) {
    const size_t i = next.top();
    next.pop();
    const rocksdb::Slice key = runs[i].at->key();
    put_few(&key);
    out.Put(key, "");
    runs[i].at->Next();
    if (runs[i].at->Valid()) next.push(i);
    Require(runs[i].at->status());
  }
  put_few(nullptr);
  runs.clear();
  TakeIn(db_, out.Take());
}

}  // namespace papergraph
