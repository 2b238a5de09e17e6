// Damages one stored thing after the other, repairs, and compares with what was there before.
#include "storage/database/repair.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "storage/database/check.h"
#include "storage/database/core.h"
#include "storage/database/property_index.h"
#include "storage/database/small_graph.h"
#include "storage/database/transaction.h"
#include "storage/segment/delta.h"

namespace papergraph {
namespace {

using Keys = std::map<std::string, std::string>;

Keys KeysOf(KeyValue& kv) {
  Keys keys;
  auto cursor = kv.Scan(nullptr, "");
  for (cursor->Seek(""); cursor->Valid(); cursor->Next()) keys.emplace(cursor->key(), cursor->value());
  return keys;
}

const Keys& SmallKeys() {
  static const Keys keys = KeysOf(SmallGraph()->kv());
  return keys;
}

struct Repaired {
  RepairReport report;
  Keys keys;
  std::string all;  // of the report
};

// REQUIRES: afterwards it opens and is sound, and there is nothing left to repair.
Repaired Repair(const Keys& damaged, const std::string& about) {
  INFO(about);
  auto kv = KeyValue::Open(":memory:", {});
  KvBatch batch;
  for (const auto& [key, value] : damaged) batch.Put(key, value);
  kv->Write(batch);
  Repaired result;
  result.report = RepairKeys(*kv);
  const RepairReport again = RepairKeys(*kv);
  CHECK(again.rebuilt.empty());
  CHECK(again.gone.empty());
  result.keys = KeysOf(*kv);
  for (const auto& line : result.report.rebuilt) result.all += "rebuilt: " + line + "\n";
  for (const auto& line : result.report.gone) result.all += "gone: " + line + "\n";
  Core core(std::move(kv), OpenOptions());
  for (const std::string& fault : CheckVersion(*core.Current(), core.kv()).faults) FAIL_CHECK(fault);
  return result;
}

bool IsBase(const std::string& key) {
  if (auto segment = DecodeSegmentKey(key))
    return ShapeOf(segment->kind) == SegmentShape::kColumn || segment->kind == SegmentKind::kLabel;
  const auto tag = static_cast<KeyTag>(key[0]);
  return tag == KeyTag::kName || tag == KeyTag::kIndexInfo || tag == KeyTag::kRecord;
}

}  // namespace

TEST_CASE("a repair leaves a sound graph as it is", "[repair]") {
  Repaired result = Repair(SmallKeys(), "sound");
  CHECK(result.all == "");
  CHECK(result.keys == SmallKeys());
}

TEST_CASE("one damaged value: what is made from others is as before, and of the rest only that is gone", "[repair]") {
  for (const auto& [key, value] : SmallKeys()) {
    for (bool flip : {true, false}) {
      if (key == TagKey(KeyTag::kFormat) && !flip) continue;
      const bool is_entry = value.empty();
      if (is_entry && flip) continue;
      Keys damaged = SmallKeys();
      if (flip) {
        damaged[key][value.size() / 2] ^= 0x10;
      } else {
        damaged.erase(key);
      }
      const std::string about = Describe(key) + (flip ? " flipped" : " missing");
      Repaired result = Repair(damaged, about);
      INFO(about + "\n" + result.all);
      if (!IsBase(key)) {
        CHECK(result.report.gone.empty());
        CHECK(!result.report.rebuilt.empty());
        CHECK(result.keys == SmallKeys());
        continue;
      }
      if (flip) CHECK(!result.report.gone.empty());
      for (const auto& [other, bytes] : SmallKeys()) {
        if (other == key || !IsBase(other) || static_cast<KeyTag>(other[0]) == KeyTag::kIndexInfo) continue;
        INFO(Describe(other));
        CHECK(result.keys[other] == bytes);
      }
    }
  }
}

TEST_CASE("entries of what is not there go, and are listed", "[repair]") {
  auto with = [](const std::string& key, const std::string& value) {
    Keys keys = SmallKeys();
    keys[key] = value;
    return Repair(keys, Describe(key));
  };
  std::vector<EdgeRecord> records =
      EdgeSegment::Decode(SmallKeys().at(EncodeKey({SegmentKind::kEdges, 0, 0})))->records;
  records[0].end = NodeId{500};
  Repaired result = with(EncodeKey({SegmentKind::kEdges, 0, 0}), EncodeEdges(records));
  CHECK_THAT(result.all, Catch::Contains("1 edge of edges, segment 0, whose ends are not there"));
  CHECK_THAT(result.all, Catch::Contains("1 entry of edge property 3, segment 0 (`role`), where no edge is"));

  BitmapSegment nodes = *BitmapSegment::Decode(SmallKeys().at(EncodeKey({SegmentKind::kNodes, 0, 0})));
  nodes.Set(0, false);
  result = with(EncodeKey({SegmentKind::kNodes, 0, 0}), nodes.Encode());
  CHECK_THAT(result.all, Catch::Contains("gone: 1 node\n"));
  CHECK_THAT(result.all, Catch::Contains("1 entry of label 0, segment 0 (`Paper`), where no node is"));

  CHECK_THAT(with("\x7f", "x").all, Catch::Contains("unknown tag"));
  CHECK_THAT(with(IndexEntryKey(0, Value::String("x"), NodeId{0}), "").all, Catch::Contains("0 added, 1 removed"));
  CHECK_THAT(with(FoldedNameKey("nobody", NodeId{0}), "").all, Catch::Contains("0 added, 1 removed"));
}

TEST_CASE("keys of another program are not touched", "[repair]") {
  auto kv = KeyValue::Open(":memory:", {});
  KvBatch batch;
  batch.Put("some", "thing");
  kv->Write(batch);
  CHECK_THROWS_AS(RepairKeys(*kv), StoreError);
  CHECK(KeysOf(*kv).size() == 1);
}

TEST_CASE("a delta that cannot be folded hides one segment, and the scan goes on behind it", "[repair]") {
  auto kv = KeyValue::Open(":memory:", {});
  KvBatch batch;
  for (const auto& [key, value] : SmallKeys()) batch.Put(key, value);
  for (SegmentKey bad : {SegmentKey{SegmentKind::kNodeColumn, 1, 0}, SegmentKey{SegmentKind::kIn, 0, 0}}) {
    batch.Merge(EncodeKey(bad), "nonsense");
  }
  kv->Write(batch);
  size_t read = 0, lost = 0;
  ScanReadable(
      *kv, "", "", [&](std::string_view, std::string_view) { ++read; },
      [&](const std::string&, const std::string&) { ++lost; });
  CHECK(lost == 2);
  CHECK(read == SmallKeys().size() - 2);
}

}  // namespace papergraph
