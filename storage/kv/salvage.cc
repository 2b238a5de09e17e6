#include "storage/kv/salvage.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/debug.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "storage/kv/rocks.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;
using Versions = std::vector<rocksdb::KeyVersion>;

// What is readable of a damaged log is wanted here, not the stop at the first damage.
rocksdb::Options LenientOptions() {
  rocksdb::Options options = MakeOptions({.create = true}, nullptr);
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords;
  options.track_and_verify_wals_in_manifest = false;
  options.avoid_flush_during_recovery = false;  // afterwards no log is needed
  return options;
}

// Into the folder `to`; nobody writes to a table.
void Take(const fs::path& file, const fs::path& to) {
  const fs::path copy = to / file.filename();
  if (file.extension() == ".sst") {
    std::error_code error;
    fs::create_hard_link(file, copy, error);
    if (!error) return;
  }
  fs::copy_file(file, copy);
}

// The types of entries in files and logs, as RocksDB's format has them (its dbformat.h).
constexpr int kDeletion = 0, kValue = 1, kMerge = 2, kSingleDeletion = 7;

// One key's versions, in any order: the newest value, and the deltas behind it.
void Fold(std::vector<rocksdb::KeyVersion*>& versions, rocksdb::WriteBatch& batch) {
  std::stable_sort(versions.begin(), versions.end(),
                   [](const auto* a, const auto* b) { return a->sequence > b->sequence; });
  // A log and the table that was made of it tell the same.
  const auto same = [](const auto* a, const auto* b) { return a->sequence == b->sequence; };
  versions.erase(std::unique(versions.begin(), versions.end(), same), versions.end());
  const auto whole = std::find_if(versions.begin(), versions.end(), [](const auto* version) {
    return version->type == kValue || version->type == kDeletion || version->type == kSingleDeletion;
  });
  if (whole != versions.end() && (*whole)->type == kValue) Require(batch.Put((*whole)->user_key, (*whole)->value), "");
  for (auto at = whole; at != versions.begin();) {
    --at;
    if ((*at)->type == kMerge) Require(batch.Merge((*at)->user_key, (*at)->value), "");
  }
}

// The parts of a database side by side, in order of their keys.
class Union {
 public:
  /// `folder` holds the part alone, as tables or logs.
  void Add(const std::string& folder) {
    const rocksdb::Options options = LenientOptions();
    Require(rocksdb::RepairDB(folder, options), folder);
    rocksdb::DB* part = nullptr;
    const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(options, folder, &part);
    parts_.emplace_back(part);
    Require(status, folder);
  }

  void WriteTo(rocksdb::DB& to) const {
    constexpr size_t kAtOnce = 200;  // versions of each part
    std::string begin;
    for (size_t most = kAtOnce;;) {
      Versions versions;
      std::optional<std::string> end;  // from this key on not all are there
      for (const auto& part : parts_) {
        Versions some;
        Require(rocksdb::GetAllKeyVersions(part.get(), begin, "", most, &some), part->GetName());
        if (some.size() >= most && (!end || some.back().user_key < *end)) end = some.back().user_key;
        std::move(some.begin(), some.end(), std::back_inserter(versions));
      }
      if (end == begin) {
        most *= 2;  // all of them are versions of one key
        continue;
      }
      WriteBefore(end, versions, to);
      if (!end) return;
      begin = *end;
      most = kAtOnce;
    }
  }

 private:
  static void WriteBefore(const std::optional<std::string>& end, Versions& versions, rocksdb::DB& to) {
    std::stable_sort(versions.begin(), versions.end(),
                     [](const auto& a, const auto& b) { return a.user_key < b.user_key; });
    rocksdb::WriteBatch batch;
    for (size_t i = 0; i < versions.size() && !(end && versions[i].user_key >= *end);) {
      std::vector<rocksdb::KeyVersion*> of_key;
      const std::string& key = versions[i].user_key;
      while (i < versions.size() && versions[i].user_key == key) of_key.push_back(&versions[i++]);
      Fold(of_key, batch);
    }
    Require(to.Write(rocksdb::WriteOptions(), &batch), to.GetName());
  }

  std::vector<std::unique_ptr<rocksdb::DB>> parts_;
};

void FillFromParts(const std::string& from, const fs::path& parts, const std::string& to) {
  Union all;
  const fs::path logs = parts / "logs";
  fs::create_directories(logs);
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.path().extension() == ".log") Take(entry.path(), logs);
    if (entry.path().extension() != ".sst") continue;
    const fs::path part = parts / entry.path().stem();
    fs::create_directories(part);
    Take(entry.path(), part);
    all.Add(part);
  }
  all.Add(logs);
  all.WriteTo(*OpenToWrite(LenientOptions(), to));
}

}  // namespace

void SalvageLogs(const std::string& from, const std::string& to) {
  try {
    fs::create_directories(to);
    for (const auto& entry : fs::directory_iterator(from)) {
      const std::string name = entry.path().filename();
      const std::string ending = entry.path().extension();
      if (ending == ".sst" || ending == ".log" || name == "CURRENT" || name.starts_with("MANIFEST-"))
        Take(entry.path(), to);
    }
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  }
  rocksdb::Options options = LenientOptions();
  options.create_if_missing = false;
  OpenToWrite(options, to);
}

void SalvageFiles(const std::string& from, const std::string& to) {
  const fs::path parts = to + ".parts";
  try {
    fs::remove_all(parts);
    FillFromParts(from, parts, to);
    fs::remove_all(parts);
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  }
}

}  // namespace papergraph
