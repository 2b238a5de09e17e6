// Store::Repair.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "storage/database/repair.h"
#include "storage/format/keys.h"
#include "storage/kv/folders.h"
#include "storage/kv/salvage.h"
#include "storage/kv/writer_lock.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

// Every key that can be read, into a database of its own: what RocksDB cannot read would fail every later compaction.
void CopyReadable(KeyValue& from, KeyValue& to) {
  constexpr uint64_t kMostBytes = 16ull << 20;
  std::vector<KvEntry> entries;
  uint64_t bytes = 0;
  auto flush = [&] {
    if (!entries.empty()) to.WriteSorted(entries);
    entries.clear();
    bytes = 0;
  };
  ScanReadable(
      from, "", "",
      [&](std::string_view key, std::string_view value) {
        entries.push_back({std::string(key), std::string(value)});
        bytes += key.size() + value.size();
        if (bytes > kMostBytes) flush();
      },
      [](const std::string&, const std::string&) {});
  flush();
}

// What can be read, in a new folder, repaired; nullopt when it is no graph.
std::optional<RepairReport> RepairCopy(KeyValue& from, const std::string& fresh) {
  fs::remove_all(fresh);
  auto copy = KeyValue::Open(fresh, KvOptions{.create = true});
  CopyReadable(from, *copy);
  RepairReport report = RepairKeys(*copy);
  if (!copy->Get(TagKey(KeyTag::kFormat), nullptr, false, [](std::string_view) {})) return std::nullopt;
  return report;
}

// The database at `path` as far as it can be read. `lock` is taken when RocksDB could not take it itself.
struct Damaged {
  std::unique_ptr<KeyValue> kv;
  std::unique_ptr<WriterLock> lock;
  std::vector<std::string> lost;  // what is wrong with its files
  bool must_move = false;         // into files of its own
};

// By the list of its files, without what is damaged in logs; false where that list, or a file that it names, cannot be
// read.
bool OpenWithoutLogs(const std::string& path, const std::string& salvaged, Damaged& damaged) {
  try {
    SalvageLogs(path, salvaged);
    damaged.kv = KeyValue::Open(salvaged, {});
    return true;
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::kCorrupt && error.kind() != StoreError::Kind::kIo) throw;
    fs::remove_all(salvaged);
    return false;
  }
}

enum class Listed { kTry, kNo };

// From each file what it has, without those that are damaged; from those that are listed, where `listed` lets it. The
// database at `path` must not be open.
void Salvage(const std::string& path, const std::string& salvaged, const std::string& reason, Listed listed,
             Damaged& damaged) {
  damaged.lock = std::make_unique<WriterLock>(path);
  fs::remove_all(salvaged);
  try {
    if (listed == Listed::kNo || !OpenWithoutLogs(path, salvaged, damaged)) {
      SalvageFiles(path, salvaged);
      damaged.kv = KeyValue::Open(salvaged, {});
    }
  } catch (const StoreError& error) {
    throw StoreError(error.kind(),
                     fmt::format("{}; nothing of it can be read ({}): use `papergraph restore`", reason, error.what()));
  }
  damaged.must_move = true;
  damaged.lost.push_back(
      fmt::format("what was in files that are gone, or in damaged parts of logs ({}); the rest is put together from "
                  "the files that are there",
                  reason));
}

Damaged OpenDamaged(const std::string& path, const std::string& salvaged) {
  Damaged damaged;
  try {
    damaged.kv = KeyValue::Open(path, {});
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::kCorrupt && error.kind() != StoreError::Kind::kIo) throw;
    Salvage(path, salvaged, error.what(), Listed::kTry, damaged);
  }
  ScanReadable(
      *damaged.kv, "", "", [](std::string_view, std::string_view) {},
      [&](const std::string& after, const std::string& what) {
        damaged.lost.push_back(fmt::format("what lies after {} cannot be read: {}",
                                           after.empty() ? "the beginning" : Describe(after), what));
      });
  if (!damaged.lost.empty()) damaged.must_move = true;
  try {
    damaged.kv->VerifyFiles();
  } catch (const StoreError&) {
    damaged.must_move = true;  // all of it can be read, but it is not what was written
  }
  return damaged;
}

}  // namespace

RepairReport Store::Repair(const std::string& path) {
  const std::string fresh = path + ".repairing", repaired = path + ".repaired", salvaged = path + ".salvaged";
  try {
    // A kill may have left it before or after it changed places with the damaged one: whichever it is, it is kept.
    if (fs::exists(repaired)) fs::rename(repaired, FreeName(path + ".damaged"));
    Damaged damaged = OpenDamaged(path, salvaged);
    if (!damaged.must_move) return RepairKeys(*damaged.kv);
    std::optional<RepairReport> repaired_keys = RepairCopy(*damaged.kv, fresh);
    if (!repaired_keys && !damaged.lost.empty() && damaged.lock == nullptr) {
      // A damaged block hides what other files have between its keys, too: all there is, in a small graph.
      const std::string reason = damaged.lost.front();
      damaged = {};
      Salvage(path, salvaged, reason, Listed::kNo, damaged);
      repaired_keys = RepairCopy(*damaged.kv, fresh);
    }
    if (!repaired_keys && !damaged.lost.empty()) {
      damaged = {};
      fs::remove_all(fresh);
      fs::remove_all(salvaged);
      throw StoreError(StoreError::Kind::kCorrupt,
                       fmt::format("{}: nothing of a graph is in what can be read; all is left as it was: use "
                                   "`papergraph restore`",
                                   path));
    }
    RepairReport report = repaired_keys.value_or(RepairReport());
    report.unreadable += damaged.lost.size();
    report.gone.insert(report.gone.end(), damaged.lost.begin(), damaged.lost.end());
    const std::string old = FreeName(path + ".damaged");
    fs::rename(fresh, repaired);
    // The lock is held until the new one is in its place: it moves with the folder.
    ReplaceFolder(repaired, path, old);
    damaged = {};
    fs::remove_all(salvaged);
    report.rebuilt.push_back(fmt::format("all files; the old ones are in {}", old));
    return report;
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  }
}

}  // namespace papergraph
