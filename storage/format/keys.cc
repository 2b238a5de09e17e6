#include "storage/format/keys.h"

#include <fmt/format.h>

#include "storage/format/bytes.h"

namespace papergraph {

SegmentShape ShapeOf(SegmentKind kind) {
  switch (kind) {
    case SegmentKind::kNodes:
    case SegmentKind::kLabel:
      return SegmentShape::kBitmap;
    case SegmentKind::kNodeColumn:
    case SegmentKind::kEdgeColumn:
      return SegmentShape::kColumn;
    case SegmentKind::kEdges:
      return SegmentShape::kEdges;
    case SegmentKind::kOut:
    case SegmentKind::kIn:
      return SegmentShape::kNeighbours;
  }
  return SegmentShape::kBitmap;
}

std::string TagKey(KeyTag tag) { return std::string(1, static_cast<char>(tag)); }

std::string EncodeKey(const SegmentKey& key) {
  std::string out(1, static_cast<char>(static_cast<uint8_t>(KeyTag::kSegments) + static_cast<uint8_t>(key.kind)));
  PutBigEndian(out, key.of);
  PutBigEndian(out, key.segment);
  return out;
}

std::optional<SegmentKey> DecodeSegmentKey(std::string_view key) {
  if (key.size() != 9) return std::nullopt;
  int kind = static_cast<uint8_t>(key[0]) - static_cast<uint8_t>(KeyTag::kSegments);
  if (kind < 0 || kind >= static_cast<int>(kSegmentKinds)) return std::nullopt;
  return SegmentKey{static_cast<SegmentKind>(kind), GetBigEndian(key.data() + 1), GetBigEndian(key.data() + 5)};
}

std::string NameKey(NameKind kind, uint32_t id) {
  std::string out = TagKey(KeyTag::kName);
  out.push_back(static_cast<char>(kind));
  PutBigEndian(out, id);
  return out;
}

std::string CounterKey(CounterKind kind, uint32_t of) {
  std::string out = TagKey(KeyTag::kCounter);
  out.push_back(static_cast<char>(kind));
  PutBigEndian(out, of);
  return out;
}

std::string IndexInfoKey(uint32_t index) {
  std::string out = TagKey(KeyTag::kIndexInfo);
  PutBigEndian(out, index);
  return out;
}

std::string IndexPrefixKey(uint32_t index) {
  std::string out = TagKey(KeyTag::kIndexEntry);
  PutBigEndian(out, index);
  return out;
}

void AppendId(NodeId node, std::string& key) { PutBigEndian(key, Raw(node)); }
void AppendId(EdgeId edge, std::string& key) { PutBigEndian(key, Raw(edge)); }

NodeId IdOfEntry(std::string_view key) { return NodeId{GetBigEndian(key.data() + key.size() - 4)}; }

std::string FoldedNamePrefixKey(std::string_view folded) {
  std::string out = TagKey(KeyTag::kFoldedName);
  out += folded;
  return out;
}

std::string FoldedNameKey(std::string_view folded, NodeId node) {
  std::string out = FoldedNamePrefixKey(folded);
  out.push_back(0);
  AppendId(node, out);
  return out;
}

std::string_view FoldedNameOf(std::string_view key) { return key.substr(1, key.size() - 6); }

std::string RecordKey(std::string_view space, std::string_view key) {
  std::string out = TagKey(KeyTag::kRecord);
  out += space;
  out.push_back(0);
  out += key;
  return out;
}

std::string Describe(std::string_view key) {
  if (auto segment = DecodeSegmentKey(key)) {
    constexpr const char* kKinds[] = {
        "nodes", "label", "node property", "edges", "edge property", "out-edges of type", "in-edges of type"};
    auto kind = static_cast<size_t>(segment->kind);
    if (segment->kind == SegmentKind::kNodes || segment->kind == SegmentKind::kEdges) {
      return fmt::format("{}, segment {}", kKinds[kind], segment->segment);
    }
    return fmt::format("{} {}, segment {}", kKinds[kind], segment->of, segment->segment);
  }
  if (key.empty()) return "the empty key";
  switch (static_cast<KeyTag>(key[0])) {
    case KeyTag::kFormat:
      return "format version";
    case KeyTag::kCounter:
      return "counter";
    case KeyTag::kName:
      return "schema name";
    case KeyTag::kIndexInfo:
      return "index definition";
    case KeyTag::kIndexEntry:
      return key.size() < 9 ? "index entry" : fmt::format("entry of index {}", GetBigEndian(key.data() + 1));
    case KeyTag::kFoldedName:
      return "name entry";
    case KeyTag::kRecord:
      return "record";
    default:
      return fmt::format("key of unknown tag {}", static_cast<uint8_t>(key[0]));
  }
}

}  // namespace papergraph
