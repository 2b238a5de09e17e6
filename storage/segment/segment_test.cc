// Segments: what is encoded comes back; deltas fold to what would have been encoded at once; broken bytes are refused.
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "storage/error.h"
#include "storage/format/checksum.h"
#include "storage/format/value_codec.h"
#include "storage/segment/bitmap.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"
#include "storage/segment/delta.h"
#include "storage/segment/edge_table.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

void CheckColumn(const std::vector<Value>& values, ColumnForm form) {
  auto column = ColumnSegment::Decode(EncodeColumn(values));
  CHECK(column->form() == form);
  for (uint32_t i = 0; i < kSegmentSize; ++i) {
    Value wanted = i < values.size() ? values[i] : Value();
    INFO(i << ": " << ShowValue(wanted) << " and " << ShowValue(column->At(i)));
    CHECK(column->At(i) == wanted);
    CHECK(column->Has(i) == !wanted.is_null());
  }
}

// Encoded at once, and as deltas in three parts, joined or not.
void CheckFolding(SegmentShape shape, const std::vector<std::vector<DeltaEntry>>& parts, const std::string& wanted) {
  std::vector<std::string> deltas;
  for (const auto& part : parts) deltas.push_back(EncodeDelta(shape, part));
  std::vector<std::string_view> views(deltas.begin(), deltas.end());
  CHECK(FoldSegment(shape, "", views) == wanted);
  std::string base = FoldSegment(shape, "", std::span(views).first(1));
  CHECK(FoldSegment(shape, base, std::span(views).subspan(1)) == wanted);
  std::string joined = JoinDeltas(shape, std::span(views).subspan(1));
  std::string_view joined_view = joined;
  CHECK(FoldSegment(shape, base, {&joined_view, 1}) == wanted);
}

}  // namespace

TEST_CASE("a column gives back what was put in, whatever its form", "[segment]") {
  std::vector<Value> ints, negative, bools, floats, texts, few, mixed, last(kSegmentSize);
  std::mt19937 random(1);
  for (uint32_t i = 0; i < 300; ++i) {
    bool there = i % 7 != 3;
    ints.push_back(there ? Value::Int(1000 + i) : Value());
    negative.push_back(Value::Int(i % 2 == 0 ? INT64_MIN + i : INT64_MAX - i));
    bools.push_back(there ? Value::Bool(i % 3 == 0) : Value());
    floats.push_back(Value::Float(i / 8.0));
    texts.push_back(there ? Value::String("标题 " + std::to_string(i)) : Value());
    few.push_back(Value::String(i % 3 == 0 ? "proposes" : "uses"));
    mixed.push_back(RandomValue(random, false));
  }
  mixed.push_back(Value::Int(1));
  mixed.push_back(Value::Bool(true));
  last.back() = Value::String(std::string("\0", 1));
  CheckColumn(ints, ColumnForm::kInt);
  CheckColumn(negative, ColumnForm::kInt);
  CheckColumn(std::vector<Value>(5, Value::Int(7)), ColumnForm::kInt);
  CheckColumn(bools, ColumnForm::kBool);
  CheckColumn(floats, ColumnForm::kFloat);
  CheckColumn(texts, ColumnForm::kString);
  CheckColumn(few, ColumnForm::kString);
  CheckColumn(std::vector<Value>(9, Value::String("")), ColumnForm::kString);
  CheckColumn(mixed, ColumnForm::kMixed);
  CheckColumn(last, ColumnForm::kString);
  CHECK(EncodeColumn(few).size() < EncodeColumn(texts).size() / 4);
  CHECK(EncodeColumn({}).empty());
}

TEST_CASE("deltas, joined or not, fold to what would have been encoded at once", "[segment]") {
  for (unsigned seed = 0; seed < 20; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    auto pick = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
    const uint32_t range = seed % 2 == 0 ? 12 : kSegmentSize;

    std::vector<Value> column(kSegmentSize);
    std::vector<EdgeRecord> edges(kSegmentSize, kNoRecord);
    BitmapSegment bitmap;
    std::vector<std::vector<DeltaEntry>> columns, tables, bitmaps;
    std::vector<std::string> payloads;
    payloads.reserve(1000);
    for (int part = 0; part < 3; ++part) {
      std::map<uint32_t, DeltaEntry> of_column, of_table, of_bitmap;
      for (int i = 0; i < 40; ++i) {
        const uint32_t offset = pick(range);
        const bool removed = pick(3) == 0;
        Value value = removed ? Value() : RandomValue(random, false);
        if (value.is_null() && !removed) value = Value::Int(0);
        payloads.emplace_back();
        if (!removed) EncodeValue(value, payloads.back());
        of_column[offset] = {offset, removed, {kNoNode, kNoEdge}, payloads.back()};
        column[offset] = value;
        const EdgeRecord record{NodeId{pick(9000)}, NodeId{pick(9000)}, TypeId{pick(3)}};
        payloads.push_back(EncodeEdgePayload(record));
        of_table[offset] = {offset, removed, {kNoNode, kNoEdge}, removed ? std::string_view() : payloads.back()};
        edges[offset] = removed ? kNoRecord : record;
        of_bitmap[offset] = {offset, removed, {kNoNode, kNoEdge}, {}};
        bitmap.Set(offset, !removed);
      }
      auto entries = [](const auto& map) {
        std::vector<DeltaEntry> list;
        for (const auto& each : map) list.push_back(each.second);
        return list;
      };
      columns.push_back(entries(of_column));
      tables.push_back(entries(of_table));
      bitmaps.push_back(entries(of_bitmap));
    }
    CheckFolding(SegmentShape::kColumn, columns, EncodeColumn(column));
    CheckFolding(SegmentShape::kEdges, tables, EncodeEdges(edges));
    CheckFolding(SegmentShape::kBitmap, bitmaps, bitmap.Encode());

    std::map<std::pair<uint32_t, Neighbour>, bool> lists;
    std::vector<std::vector<DeltaEntry>> changes;
    for (int part = 0; part < 3; ++part) {
      std::map<std::pair<uint32_t, Neighbour>, DeltaEntry> of_part;
      for (int i = 0; i < 60; ++i) {
        const uint32_t offset = pick(range);
        const Neighbour neighbour{NodeId{pick(5)}, EdgeId{pick(4)}};
        const bool removed = pick(3) == 0;
        of_part[{offset, neighbour}] = {offset, removed, neighbour, {}};
        lists[{offset, neighbour}] = !removed;
      }
      changes.emplace_back();
      for (const auto& each : of_part) changes.back().push_back(each.second);
    }
    std::vector<uint32_t> offsets(1, 0);
    std::vector<Neighbour> entries;
    for (const auto& [place, there] : lists) {
      if (!there) continue;
      while (offsets.size() <= place.first) offsets.push_back(static_cast<uint32_t>(entries.size()));
      entries.push_back(place.second);
    }
    offsets.push_back(static_cast<uint32_t>(entries.size()));
    CheckFolding(SegmentShape::kNeighbours, changes, EncodeNeighbours(offsets, entries));
  }
}

TEST_CASE("bytes that cannot be right are refused, never read past their end", "[segment]") {
  std::mt19937 random(3);
  std::vector<Value> values;
  std::vector<EdgeRecord> edges;
  for (uint32_t i = 0; i < 40; ++i) {
    values.push_back(i % 2 == 0 ? RandomValue(random, false) : Value::String("text " + std::to_string(i % 5)));
    edges.push_back({NodeId{i}, NodeId{i * 3}, TypeId{i / 20}});
  }
  const std::vector<uint32_t> offsets = {0, 2, 2, 3};
  const std::vector<Neighbour> lists = {{NodeId{1}, EdgeId{5}}, {NodeId{900}, EdgeId{1}}, {NodeId{3}, EdgeId{7}}};
  std::vector<std::string> originals = {EncodeColumn(values), EncodeColumn(std::vector<Value>(9, Value::Int(3))),
                                        EncodeColumn(std::vector<Value>(30, Value::String("dictionary"))),
                                        EncodeEdges(edges), EncodeNeighbours(offsets, lists)};
  for (const std::string& original : originals) {
    std::string body(Unseal(original));
    for (int i = 0; i < 3000; ++i) {
      std::string broken = body;
      if (random() % 3 == 0) broken.resize(random() % (broken.size() + 1));
      for (int k = static_cast<int>(random() % 3); k >= 0 && !broken.empty(); --k) {
        broken[random() % broken.size()] = static_cast<char>(random());
      }
      Seal(broken);  // the checksum fits: only the structure is wrong
      for (int shape = 0; shape < 4; ++shape) {
        try {
          switch (static_cast<SegmentShape>(shape)) {
            case SegmentShape::kBitmap:
              BitmapSegment::Decode(broken);
              break;
            case SegmentShape::kColumn:
              ColumnSegment::Decode(broken)->Values();
              break;
            case SegmentShape::kEdges:
              EdgeSegment::Decode(broken);
              break;
            case SegmentShape::kNeighbours:
              CsrSegment::Decode(broken);
              break;
          }
          DecodeDelta(static_cast<SegmentShape>(shape), broken);
        } catch (const StoreError& error) {
          if (error.kind() != StoreError::Kind::kCorrupt) FAIL(error.what());
        }
      }
    }
  }
  SUCCEED("nothing but kCorrupt was thrown");
}

}  // namespace papergraph
