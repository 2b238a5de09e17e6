// Store::Repair.
#include <fmt/format.h>

#include <filesystem>

#include "storage/database/repair.h"

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

// Where no folder is yet: an earlier repair's leftovers are never written over.
std::string FreeName(const std::string& path) {
  std::string name = path + ".damaged";
  for (int i = 2; fs::exists(name); ++i) name = fmt::format("{}.damaged-{}", path, i);
  return name;
}

}  // namespace

RepairReport Store::Repair(const std::string& path) {
  std::unique_ptr<KeyValue> kv;
  try {
    kv = KeyValue::Open(path, {});
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::kCorrupt && error.kind() != StoreError::Kind::kIo) throw;
    throw StoreError(error.kind(),
                     fmt::format("{}; it cannot be opened to repair it: use `papergraph restore`", error.what()));
  }
  std::vector<std::string> lost;
  ScanReadable(
      *kv, "", "", [](std::string_view, std::string_view) {},
      [&](const std::string& after, const std::string& what) {
        lost.push_back(fmt::format("what lies after {} cannot be read: {}",
                                   after.empty() ? "the beginning" : Describe(after), what));
      });
  if (lost.empty()) return RepairKeys(*kv);
  const std::string fresh = path + ".repairing";
  try {
    fs::remove_all(fresh);
    RepairReport report;
    {
      auto copy = KeyValue::Open(fresh, KvOptions{.create = true});
      CopyReadable(*kv, *copy);
      report = RepairKeys(*copy);
    }
    report.unreadable += lost.size();
    report.gone.insert(report.gone.end(), lost.begin(), lost.end());
    const std::string old = FreeName(path);
    // The lock is held until the new one is in its place: it moves with the folder.
    fs::rename(path, old);
    fs::rename(fresh, path);
    report.rebuilt.push_back(fmt::format("all files; the old ones are in {}", old));
    return report;
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  }
}

}  // namespace papergraph
