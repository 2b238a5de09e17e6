// Damages one stored thing after the other behind the store's back and sees check find it.
#include "storage/database/check.h"

#include <catch2/catch.hpp>

#include "storage/database/core.h"
#include "storage/database/property_index.h"
#include "storage/database/small_graph.h"
#include "storage/database/text_index.h"
#include "storage/database/transaction.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/format/keys.h"
#include "storage/format/value_codec.h"
#include "storage/segment/delta.h"

namespace papergraph {
namespace {

// The faults after `damage` was written straight to the keys.
template <typename Damage>
std::string FaultsAfter(Damage&& damage) {
  auto core = SmallGraph();
  {
    KvBatch batch;
    damage(*core, batch);
    core->kv().Write(batch);
  }
  // A version that begins now sees it; nothing is cached yet.
  std::string all;
  OpenOptions options;
  SegmentCache cache;
  auto current = core->Current();
  Version fresh(1, core->kv(), core->names(), cache, current->statistics(), current->index_list(), nullptr, {});
  for (const std::string& fault : CheckVersion(fresh, core->kv()).faults) all += fault + "\n";
  return all;
}

std::string Delta(SegmentShape shape, DeltaEntry entry) { return EncodeDelta(shape, {&entry, 1}); }

void MergeInto(KvBatch& batch, SegmentKey key, DeltaEntry entry) {
  batch.Merge(EncodeKey(key), Delta(ShapeOf(key.kind), entry));
}

}  // namespace

TEST_CASE("a sound graph has no faults, and everything is counted", "[check]") {
  auto core = SmallGraph();
  CheckReport report = CheckVersion(*core->Current(), core->kv());
  CHECK(report.faults.empty());
  CHECK(report.nodes == 6);
  CHECK(report.edges == 3);
  CHECK(report.index_entries == 3 + 6 + 3 + 3 * 8);
  CHECK(report.segments > 5);
}

TEST_CASE("one flipped bit in any value that has a checksum is found", "[check]") {
  std::vector<std::string> keys;
  {
    auto core = SmallGraph();
    auto cursor = core->kv().Scan(nullptr, "");
    for (cursor->Seek(""); cursor->Valid(); cursor->Next()) {
      if (!cursor->value().empty()) keys.emplace_back(cursor->key());
    }
  }
  REQUIRE(keys.size() > 15);
  for (const std::string& key : keys) {
    for (size_t place : {size_t{0}, size_t{5}}) {
      INFO(Describe(key));
      CHECK(FaultsAfter([&](Core& core, KvBatch& batch) {
              std::string value;
              core.kv().Get(key, nullptr, false, [&](std::string_view bytes) { value = bytes; });
              value[place % value.size()] = static_cast<char>(value[place % value.size()] ^ 0x10);
              batch.Put(key, value);
            }).find("checksum") != std::string::npos);
    }
  }
}

TEST_CASE("each kind of contradiction is found and named", "[check]") {
  using Kind = SegmentKind;
  auto faults = [](auto damage) { return FaultsAfter(damage); };
  auto has = [](const std::string& text) { return Catch::Contains(text); };
  DeltaEntry gone{0, true, {kNoNode, kNoEdge}, {}};

  CHECK_THAT(faults([&](Core&, KvBatch& b) { MergeInto(b, {Kind::kNodes, 0, 0}, gone); }), has("node 0 is not there"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kNodes, 0, 0}, {77, false, {}, {}});
             }),
             has("node 77 is past the last id"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kLabel, 0, 0}, gone);
             }),
             has("3 nodes of label 0 are stored, 2 are there"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) { MergeInto(b, {Kind::kNodeColumn, 0, 0}, gone); }), has("index `papers`"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kNodeColumn, 0, 0}, gone);
             }),
             has("node 0 has no value"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Delete(EncodeKey({Kind::kNodeColumn, 1, 0})); }), has("name entry"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kEdges, 0, 0}, gone);
             }),
             has("node 0 has edge 0, which is not there"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               b.Delete(EncodeKey({Kind::kOut, 0, 0}));
             }),
             has("out-edges of type 0: 0 entries for 3 edges"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kIn, 0, 0}, {1, true, {NodeId{0}, EdgeId{0}}, {}});
             }),
             has("in-edges of type 0: 2 entries for 3 edges"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kIn, 0, 0}, {2, false, {NodeId{0}, EdgeId{0}}, {}});
             }),
             has("node 2 has edge 0"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               std::string payload = EncodeEdgePayload({NodeId{0}, NodeId{500}, TypeId{0}});
               MergeInto(b, {Kind::kEdges, 0, 0}, {0, false, {}, payload});
             }),
             has("edge 0 is at node 500, which is not there"));
  std::string value;
  EncodeValue(Value::Int(1), value);
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kEdgeColumn, 3, 0}, {9, false, {}, value});
             }),
             has("edge 9 is not there"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kNodeColumn, 3, 0}, {9, false, {}, value});
             }),
             has("node 9 is not there"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               MergeInto(b, {Kind::kNodeColumn, 3, 7}, {9, false, {}, value});
             }),
             has("past the last id"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Put(IndexEntryKey(0, Value::String("x"), NodeId{0}), ""); }),
             has("that the node does not have"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Delete(IndexEntryKey(0, Value::String("2601.00000"), NodeId{0})); }),
             has("2 entries for 3 nodes"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Put(FoldedNameKey("nobody", NodeId{0}), ""); }), has("`nobody`"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Delete(FoldedNameKey("grpo1", NodeId{3})); }),
             has("names: 5 entries for 6"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Put("\x7f", ""); }), has("unknown tag"));

  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               b.Delete(TextEntryKey(2, "grpo", {1, 1, 9}));
             }),
             has("index `words`: the entries of node 1 are not those of its text"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               b.Put(TextEntryKey(2, "ppo", {1, 1, 9}), "");
             }),
             has("the entries of node 1 are not"));
  CHECK_THAT(faults([&](Core&, KvBatch& b) {
               b.Put(TextEntryKey(2, "grpo", {77, 1, 9}), "");
             }),
             has("an entry for node 77, which is not there"));
  for (const Posting& wrong : {Posting{1, 0, 9}, Posting{1, 10, 9}}) {
    CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Put(TextEntryKey(2, "ppo", wrong), ""); }), has("cannot be right"));
  }
  CHECK_THAT(faults([&](Core&, KvBatch& b) { b.Put(TermPrefixKey(2, "ppo") + "abcd", ""); }), has("bytes are missing"));
}

}  // namespace papergraph
