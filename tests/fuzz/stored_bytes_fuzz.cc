// Stored bytes of any kind are read or end with a StoreError, also those whose checksum is right; what was read is
// written so that it reads back the same; sort keys order as the values do.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/graph/graph_writer.h"
#include "extract/source_records.h"
#include "storage/database/core.h"
#include "storage/database/text_index.h"
#include "storage/error.h"
#include "storage/format/checksum.h"
#include "storage/format/keys.h"
#include "storage/format/sort_key.h"
#include "storage/format/value_codec.h"
#include "storage/segment/bitmap.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"
#include "storage/segment/delta.h"
#include "storage/segment/edge_table.h"
#include "tests/fuzz/disagree.h"

namespace papergraph {
namespace {

template <typename Read>
void Try(Read read) {
  try {
    read();
  } catch (const StoreError&) {
  }
}

void ReadSegments(std::string_view bytes) {
  Try([&] { BitmapSegment::Decode(bytes)->Count(); });
  Try([&] {
    const auto values = ColumnSegment::Decode(bytes)->Values();
    if (ColumnSegment::Decode(EncodeColumn(values))->Values() != values) Disagree("another column", "", "");
  });
  Try([&] {
    const auto records = EdgeSegment::Decode(bytes)->records;
    if (!(EdgeSegment::Decode(EncodeEdges(records))->records == records)) Disagree("another edge table", "", "");
  });
  Try([&] {
    const auto segment = CsrSegment::Decode(bytes);
    for (uint32_t i = 0; i < segment->size(); ++i) {
      for (const Neighbour& neighbour : segment->EdgesOf(i)) (void)Neighbour(neighbour);
    }
  });
}

void ReadDeltas(std::string_view bytes) {
  for (const SegmentShape shape :
       {SegmentShape::kBitmap, SegmentShape::kColumn, SegmentShape::kEdges, SegmentShape::kNeighbours}) {
    Try([&] {
      const auto entries = DecodeDelta(shape, bytes);
      const std::string joined = JoinDeltas(shape, std::vector<std::string_view>{bytes, bytes});
      FoldSegment(shape, "", std::vector<std::string_view>{bytes, joined});
      for (const DeltaEntry& entry : entries)
        if (shape == SegmentShape::kEdges && !entry.removed) DecodeEdgePayload(entry.payload);
    });
    Try([&] { FoldSegment(shape, bytes, {}); });
  }
}

void ReadValues(std::string_view bytes) {
  ByteReader in(bytes);
  std::vector<Value> values;
  Try([&] {
    while (!in.empty() && values.size() < 16) values.push_back(DecodeValue(in));
  });
  std::vector<std::string> keys;
  for (const Value& value : values) {
    std::string encoded;
    EncodeValue(value, encoded);
    ByteReader again(encoded);
    if (!(DecodeValue(again) == value)) Disagree("another value", "", "");
    AppendSortKey(value, keys.emplace_back());
  }
  for (size_t i = 0; i < values.size(); ++i) {
    for (size_t j = 0; j < values.size(); ++j) {
      if (Order(values[i], values[j]) < 0 && keys[i] > keys[j]) Disagree("keys order otherwise", keys[i], keys[j]);
      if (Equals(values[i], values[j]).value_or(false) && keys[i] != keys[j])
        Disagree("equal values, other keys", keys[i], keys[j]);
    }
  }
}

void ReadIndexes(std::string_view bytes, std::string_view sealed) {
  Try([&] {
    const std::string key = IndexPrefixKey(1) + std::string(bytes);
    const Posting posting = PostingOf(key);
    const std::string term = key.substr(5, key.find('\0', 5) - 5);
    if (!(PostingOf(TextEntryKey(1, term, posting)) == posting)) Disagree("another posting", "", "");
  });
  Try([&] {
    const IndexDefinition index = DecodeIndexInfo(1, sealed);
    const IndexDefinition again = DecodeIndexInfo(1, EncodeIndexInfo(index));
    if (again.name != index.name || again.more_labels != index.more_labels || again.more_types != index.more_types)
      Disagree("another index", "", "");
  });
  uint32_t last = 0;
  for (const TextAtom& atom : AtomsOf(bytes)) {
    if (atom.begin < last || atom.end <= atom.begin || atom.end > bytes.size()) Disagree("atoms out of order", "", "");
    if (atom.folded.empty() || atom.folded.find('\0') != std::string::npos) Disagree("no term", "", "");
    last = atom.end;
  }
}

void ReadRecords(std::string_view bytes) {
  Try([&] { extract::DecodeDocument("key", extract::Encode(extract::DecodeDocument("key", bytes))); });
  Try([&] { extract::DecodeFindings("key", extract::Encode(extract::DecodeFindings("key", bytes))); });
  Try([&] { extract::DecodeMadeEntity("key", extract::Encode(extract::DecodeMadeEntity("key", bytes))); });
  Try([&] { extract::DecodeMadePaper("key", extract::Encode(extract::DecodeMadePaper("key", bytes))); });
}

}  // namespace
}  // namespace papergraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace papergraph;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::string sealed = bytes;  // the checksum stops nearly everything that is wrong: go behind it
  Seal(sealed);
  for (const std::string& each : {bytes, sealed}) {
    ReadSegments(each);
    ReadDeltas(each);
  }
  ReadValues(bytes);
  ReadIndexes(bytes, sealed);
  ReadRecords(bytes);
  if (const auto key = DecodeSegmentKey(bytes); key && EncodeKey(*key) != bytes) Disagree("another key", "", "");
  if (!bytes.empty()) Describe(bytes);
  return 0;
}
