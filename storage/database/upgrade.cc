#include "storage/database/upgrade.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "storage/database/check.h"
#include "storage/database/core.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/kv/folders.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

// None in a database that was just made.
std::optional<uint64_t> FormatOf(KeyValue& kv) {
  std::optional<uint64_t> format;
  kv.Get(TagKey(KeyTag::kFormat), nullptr, false,
         [&](std::string_view bytes) { format = ByteReader(Unseal(bytes)).Varint(); });
  return format;
}

// In pieces: the graph may be larger than memory.
class Copy {
 public:
  Copy(KeyValue& to, std::span<const FormatStep> steps) : to_(to), steps_(steps) {}

  void Take(std::string_view key, std::string_view value) { Take(0, key, value); }
  void Finish(uint32_t format) {
    std::string value;
    PutVarint(value, format);
    PutString(value, "papergraph " PAPERGRAPH_VERSION);
    Seal(value);
    batch_->Put(TagKey(KeyTag::kFormat), value);
    to_.Write(*batch_);
  }

 private:
  void Take(size_t step, std::string_view key, std::string_view value) {
    if (step < steps_.size()) {
      steps_[step].take(key, value, [&](std::string_view k, std::string_view v) { Take(step + 1, k, v); });
      return;
    }
    constexpr uint64_t kMostBytes = 16ull << 20;
    batch_->Put(key, value);
    bytes_ += key.size() + value.size();
    if (bytes_ < kMostBytes) return;
    to_.Write(*batch_);
    batch_ = std::make_unique<KvBatch>();
    bytes_ = 0;
  }

  KeyValue& to_;
  std::span<const FormatStep> steps_;
  std::unique_ptr<KvBatch> batch_ = std::make_unique<KvBatch>();
  uint64_t bytes_ = 0;
};

// The steps from `format` to `to`, without a gap.
std::span<const FormatStep> StepsBetween(std::span<const FormatStep> steps, uint64_t format, uint32_t to) {
  size_t first = 0;
  while (first < steps.size() && steps[first].from < format) ++first;
  const size_t count = to - static_cast<size_t>(format);
  bool whole = first + count <= steps.size();
  for (size_t i = 0; whole && i < count; ++i) whole = steps[first + i].from == format + i;
  if (whole) return steps.subspan(first, count);
  throw StoreError(StoreError::Kind::kVersion,
                   fmt::format("this program cannot make a database of format {} one of format {}", format, to));
}

void RequireSound(std::unique_ptr<KeyValue> kv) {
  Core core(std::move(kv), OpenOptions());
  const CheckReport report = CheckVersion(*core.Current(), core.kv());
  if (report.faults.empty()) return;
  throw StoreError(
      StoreError::Kind::kCorrupt,
      fmt::format("the database cannot be upgraded: {}: run `papergraph check --repair` of the version that "
                  "has written it",
                  report.faults.front()));
}

}  // namespace

std::span<const FormatStep> FormatSteps() { return {}; }

void UpgradeFolder(const std::string& path, std::span<const FormatStep> steps, uint32_t to) {
  if (path == ":memory:" || !fs::exists(path + "/CURRENT")) return;
  const std::string fresh = path + ".upgrading";
  try {
    const auto old = KeyValue::Open(path, {});  // holds the lock until the new one is in its place
    const auto format = FormatOf(*old);
    if (!format || *format >= to) return;
    const auto between = StepsBetween(steps, *format, to);
    fs::remove_all(fresh);
    const auto open = [&] { return KeyValue::Open(fresh, KvOptions{.create = true}); };
    {
      const auto kv = open();
      Copy copy(*kv, between);
      const auto cursor = old->Scan(nullptr, "");
      for (cursor->Seek(""); cursor->Valid(); cursor->Next()) {
        if (cursor->key() != TagKey(KeyTag::kFormat)) copy.Take(cursor->key(), cursor->value());
      }
      copy.Finish(to);
    }
    if (to == kFormatVersion) RequireSound(open());
    ReplaceFolder(fresh, path, FreeName(fmt::format("{}.format{}", path, *format)));
  } catch (const fs::filesystem_error& error) {
    throw StoreError(StoreError::Kind::kIo, error.what());
  }
}

}  // namespace papergraph
