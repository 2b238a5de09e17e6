#include "storage/kv/import.h"

#include <rocksdb/file_system.h>

#include <algorithm>
#include <utility>

#include "storage/kv/rocks.h"

namespace papergraph {
namespace {

constexpr uint64_t kSmall = 1ull << 20;  // a batch does

class Scratch final : public KvScratch {
 public:
  Scratch(rocksdb::Env& env, std::string path) : files_(env.GetFileSystem()), path_(std::move(path)) {
    Require(files_->NewWritableFile(path_, rocksdb::FileOptions(), &out_, nullptr), path_);
  }
  void Append(std::string_view bytes) override {
    Require(out_->Append({bytes.data(), bytes.size()}, rocksdb::IOOptions(), nullptr), path_);
  }
  void EndWriting() override {
    Require(out_->Close(rocksdb::IOOptions(), nullptr), path_);
    out_.reset();
    Require(files_->NewRandomAccessFile(path_, rocksdb::FileOptions(), &in_, nullptr), path_);
  }
  void Read(uint64_t offset, std::span<char> to) const override {
    rocksdb::Slice read;
    Require(in_->Read(offset, to.size(), rocksdb::IOOptions(), &read, to.data(), nullptr), path_);
    if (read.size() != to.size()) throw StoreError(StoreError::Kind::kIo, path_ + ": it ends too early: try again");
    if (read.data() != to.data()) std::copy_n(read.data(), to.size(), to.data());
  }

 private:
  const std::shared_ptr<rocksdb::FileSystem> files_;
  const std::string path_;
  std::unique_ptr<rocksdb::FSWritableFile> out_;
  std::unique_ptr<rocksdb::FSRandomAccessFile> in_;
};

}  // namespace

RocksImport::RocksImport(ImportTarget target, uint64_t memory)
    : target_(std::move(target)), folder_(target_.folder), keys_(folder_, memory) {}

const rocksdb::Options& RocksImport::DbOptions() {
  std::lock_guard lock(mutex_);
  if (options_ == nullptr) options_ = std::make_unique<const rocksdb::Options>(target_.to_db()->GetOptions());
  return *options_;
}

std::vector<std::string> RocksImport::Cuts() {
  std::vector<std::string> cuts;
  std::lock_guard lock(mutex_);
  for (const SortedFile& file : files_) cuts.push_back(file.first_key);
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

void RocksImport::PutFiles(std::span<const KvEntry> entries) {
  FilesWriter writer(DbOptions(), folder_);
  for (const KvEntry& entry : entries) writer.Put(entry.key, entry.value, entry.is_delta);
  std::vector<SortedFile> files = writer.Take();
  std::lock_guard lock(mutex_);
  std::move(files.begin(), files.end(), std::back_inserter(files_));
}

std::unique_ptr<KvScratch> RocksImport::NewScratch() {
  return std::make_unique<Scratch>(*DbOptions().env, folder_.NewFile("run"));
}

void RocksImport::AddKey(std::string key, std::string note) {
  if (keys_.Add(std::move(key), std::move(note))) keys_.Spill(DbOptions());
}

void RocksImport::Finish(std::vector<KvEntry> entries, const KeyVisitor& visit) {
  const auto by_key = [](const KvEntry& a, const KvEntry& b) { return a.key < b.key; };
  std::sort(entries.begin(), entries.end(), by_key);
  if (keys_.fits_memory()) {
    const auto middle = static_cast<std::ptrdiff_t>(entries.size());
    for (auto& [key, note] : keys_.TakeKeys()) {
      if (visit) visit(key, note);
      entries.push_back({std::move(key), ""});
    }
    if (visit) visit("", "");
    std::inplace_merge(entries.begin(), entries.begin() + middle, entries.end(), by_key);
    return Write(entries);
  }
  // Segments, counters and names come before the keys of indexes, but nothing here relies on it.
  const std::vector<std::string> cuts = Cuts();
  auto cut = cuts.begin();
  auto entry = entries.begin();
  std::vector<KvEntry> before;
  FilesWriter writer(DbOptions(), folder_);
  const auto put = [&](std::string_view key, std::string_view value, bool is_delta) {
    for (; cut != cuts.end() && *cut < key; ++cut) writer.Cut();
    writer.Put(key, value, is_delta);
  };
  bool is_first = true;
  keys_.Merge(DbOptions(), [&](std::string_view key, std::string_view note) {
    if (visit) visit(key, note);
    for (; entry != entries.end() && entry->key < key; ++entry) {
      if (is_first) {
        before.push_back(std::move(*entry));
      } else {
        put(entry->key, entry->value, entry->is_delta);
      }
    }
    is_first = false;
    put(key, "", false);
  });
  if (visit) visit("", "");
  for (; entry != entries.end(); ++entry) put(entry->key, entry->value, entry->is_delta);
  std::vector<SortedFile> files = writer.Take();
  {
    std::lock_guard lock(mutex_);
    std::move(files.begin(), files.end(), std::back_inserter(files_));
  }
  Write(before);
}

void RocksImport::Write(std::span<const KvEntry> entries) {
  uint64_t bytes = 0;
  for (const KvEntry& entry : entries) bytes += entry.key.size() + entry.value.size();
  if (target_.folder.empty() || (bytes < kSmall && files_.empty())) {
    KvBatch batch;
    for (const KvEntry& entry : entries) {
      entry.is_delta ? batch.Merge(entry.key, entry.value) : batch.Put(entry.key, entry.value);
    }
    target_.write(batch);
    return;
  }
  std::vector<SortedFile> rest = WriteFiles(DbOptions(), folder_, entries, Cuts());
  std::move(rest.begin(), rest.end(), std::back_inserter(files_));
  TakeIn(*target_.to_db(), std::move(files_));
}

}  // namespace papergraph
