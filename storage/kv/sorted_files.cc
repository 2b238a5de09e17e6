#include "storage/kv/sorted_files.h"

#include <fmt/format.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/sst_file_writer.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <queue>

#include "storage/background.h"
#include "storage/kv/rocks.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kFileBytes = 64ull << 20, kSmallFile = 1ull << 20;
constexpr uint64_t kCores = 2;
constexpr uint64_t kOverhead = 80;  // of a key in memory, beside its bytes

std::atomic<uint64_t> imports_of_process{0};

uint64_t BytesOf(const KvEntry& entry) { return entry.key.size() + entry.value.size(); }

}  // namespace

ImportFolder::ImportFolder(const std::string& database)
    : all_(database + "/import"), own_(fmt::format("{}/{}", all_, ++imports_of_process)) {}

ImportFolder::~ImportFolder() {
  if (files_ == 0) return;
  std::error_code ignored;
  fs::remove_all(own_, ignored);
  fs::remove(all_, ignored);  // unless another import goes on
}

std::string ImportFolder::NewFile(std::string_view ending) {
  std::lock_guard lock(mutex_);
  if (files_++ == 0) {
    std::error_code error;
    fs::create_directories(own_, error);
    if (error) {
      throw StoreError(StoreError::Kind::kIo,
                       fmt::format("{}: {}: see to the disk, then try again", own_, error.message()));
    }
  }
  return fmt::format("{}/{}.{}", own_, files_, ending);
}

void RemoveLeftImports(const std::string& database) {
  std::error_code ignored;
  fs::remove_all(database + "/import", ignored);
}

void TakeIn(rocksdb::DB& db, std::vector<SortedFile> files) {
  std::sort(files.begin(), files.end(),
            [](const SortedFile& a, const SortedFile& b) { return a.first_key < b.first_key; });
  rocksdb::IngestExternalFileArg ingest;
  ingest.column_family = db.DefaultColumnFamily();
  for (const SortedFile& file : files) {
    ingest.external_files.push_back(file.path);
    ingest.files_checksums.push_back(file.checksum);
    ingest.files_checksum_func_names.push_back(file.checksum_name);
  }
  ingest.options.move_files = true;
  ingest.options.write_global_seqno = false;  // it would write into a file that has its checksum
  Require(db.IngestExternalFiles({ingest}), db.GetName());
}

struct FilesWriter::Open {
  explicit Open(const rocksdb::Options& options) : writer(rocksdb::EnvOptions(options), options) {}
  rocksdb::SstFileWriter writer;
  uint64_t bytes = 0;
};

FilesWriter::FilesWriter(const rocksdb::Options& options, ImportFolder& folder) : options_(options), folder_(folder) {}
FilesWriter::~FilesWriter() = default;

void FilesWriter::Put(std::string_view key, std::string_view value, bool is_delta) {
  if (open_ != nullptr && open_->bytes >= kFileBytes) Cut();
  if (open_ == nullptr) {
    open_ = std::make_unique<Open>(options_);
    files_.push_back({folder_.NewFile("sst"), "", "", std::string(key)});
    Require(open_->writer.Open(files_.back().path), files_.back().path);
  }
  auto& writer = open_->writer;
  Require(is_delta ? writer.Merge(ToSlice(key), ToSlice(value)) : writer.Put(ToSlice(key), ToSlice(value)),
          files_.back().path);
  open_->bytes += key.size() + value.size();
}

void FilesWriter::Cut() {
  if (open_ == nullptr) return;
  rocksdb::ExternalSstFileInfo written;
  Require(open_->writer.Finish(&written), files_.back().path);
  files_.back().checksum = written.file_checksum;
  files_.back().checksum_name = written.file_checksum_func_name;
  open_.reset();
}

std::vector<SortedFile> FilesWriter::Take() {
  Cut();
  return std::move(files_);
}

std::vector<SortedFile> WriteFiles(const rocksdb::Options& options, ImportFolder& folder,
                                   std::span<const KvEntry> entries, std::span<const std::string> cuts) {
  if (entries.empty()) return {};
  uint64_t bytes = 0;
  for (const KvEntry& entry : entries) bytes += BytesOf(entry);
  // Where each file begins: a file for each core, more where they would become large.
  const uint64_t wanted = std::min(std::max<uint64_t>(bytes / kCores + 1, kSmallFile), kFileBytes);
  std::vector<size_t> begins{0};
  auto cut = std::upper_bound(cuts.begin(), cuts.end(), entries[0].key);
  for (uint64_t i = 0, size = 0; i < entries.size(); ++i) {
    const bool is_cut = cut != cuts.end() && entries[i].key > *cut;
    if (is_cut) cut = std::upper_bound(cut, cuts.end(), entries[i].key);
    if (size >= wanted || is_cut) {
      begins.push_back(i);
      size = 0;
    }
    size += BytesOf(entries[i]);
  }
  begins.push_back(entries.size());
  std::vector<std::vector<SortedFile>> files(begins.size() - 1);
  DoOnBothCores(files.size(), [&](size_t file) {
    FilesWriter writer(options, folder);
    for (const KvEntry& entry : entries.subspan(begins[file], begins[file + 1] - begins[file])) {
      writer.Put(entry.key, entry.value, entry.is_delta);
    }
    files[file] = writer.Take();
  });
  std::vector<SortedFile> all;
  for (auto& some : files) std::move(some.begin(), some.end(), std::back_inserter(all));
  return all;
}

bool KeySorter::Add(std::string key, std::string note) {
  bytes_ += key.size() + note.size() + kOverhead;
  keys_.emplace_back(std::move(key), std::move(note));
  return bytes_ > memory_;
}

std::vector<KeySorter::Key> KeySorter::TakeKeys() {
  std::sort(keys_.begin(), keys_.end());
  return std::move(keys_);
}

void KeySorter::Spill(const rocksdb::Options& options) {
  if (keys_.empty()) return;
  std::sort(keys_.begin(), keys_.end());
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(options), options);
  runs_.push_back(folder_.NewFile("run"));
  Require(writer.Open(runs_.back()), runs_.back());
  for (const auto& [key, note] : keys_) Require(writer.Put(key, note), runs_.back());
  Require(writer.Finish(), runs_.back());
  keys_.clear();
  bytes_ = 0;
}

void KeySorter::Merge(const rocksdb::Options& options, const KvImport::KeyVisitor& visit) {
  Spill(options);
  std::vector<Key>().swap(keys_);
  struct Run {
    std::unique_ptr<rocksdb::SstFileReader> reader;
    std::unique_ptr<rocksdb::Iterator> at;
  };
  std::vector<Run> runs(runs_.size());
  const auto later = [&](size_t a, size_t b) { return runs[a].at->key().compare(runs[b].at->key()) > 0; };
  std::priority_queue<size_t, std::vector<size_t>, decltype(later)> next(later);
  for (size_t i = 0; i < runs.size(); ++i) {
    Run& run = runs[i];
    run.reader = std::make_unique<rocksdb::SstFileReader>(options);
    Require(run.reader->Open(runs_[i]), runs_[i]);
    run.at.reset(run.reader->NewIterator(rocksdb::ReadOptions()));
    run.at->SeekToFirst();
    if (run.at->Valid()) next.push(i);
    Require(run.at->status(), runs_[i]);
  }
  while (!next.empty()) {
    const size_t i = next.top();
    next.pop();
    visit(View(runs[i].at->key()), View(runs[i].at->value()));
    runs[i].at->Next();
    if (runs[i].at->Valid()) next.push(i);
    Require(runs[i].at->status(), runs_[i]);
  }
}

}  // namespace papergraph
