// Every key of the database. Bytes: docs/format.md, "Keys". On disk: DO NOT CHANGE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/ids.h"
#include "storage/segment/segment.h"

namespace papergraph {

inline constexpr uint32_t kFormatVersion = 1;

/// The first byte of a key.
enum class KeyTag : uint8_t {
  kFormat = 0x01,
  kCounter = 0x02,
  kName = 0x03,
  kIndexInfo = 0x04,
  kSegments = 0x10,  // and kSegmentKinds more
  kIndexEntry = 0x20,
  kFoldedName = 0x21,
  kRecord = 0x22,
};

/// What a segment is a part of. The byte of its keys is kSegments plus this.
enum class SegmentKind : uint8_t {
  kNodes = 0,       // bitmap: which nodes are there
  kLabel = 1,       // bitmap of a label
  kNodeColumn = 2,  // column of a property
  kEdges = 3,       // edge table
  kEdgeColumn = 4,  // column of a property
  kOut = 5,         // neighbours of a type
  kIn = 6,          // neighbours of a type
};
inline constexpr size_t kSegmentKinds = 7;

/// True for the kinds whose segments go by edge id.
constexpr bool IsByEdge(SegmentKind kind) { return kind == SegmentKind::kEdges || kind == SegmentKind::kEdgeColumn; }
SegmentShape ShapeOf(SegmentKind kind);

struct SegmentKey {
  SegmentKind kind;
  uint32_t of;       // label, property or type id; 0 for kNodes and kEdges
  uint32_t segment;  // first id >> kSegmentShift
  friend auto operator<=>(const SegmentKey&, const SegmentKey&) = default;
};

/// Nine bytes.
std::string EncodeKey(const SegmentKey& key);
/// nullopt: not the key of a segment.
std::optional<SegmentKey> DecodeSegmentKey(std::string_view key);

enum class NameKind : char { kLabel = 'L', kType = 'T', kProperty = 'P' };
enum class CounterKind : char {
  kNodes = 'n',
  kEdges = 'e',
  kNextNode = 'N',
  kNextEdge = 'E',
  kNextIndex = 'I',
  kNodesOfLabel = 'l',
  kEdgesOfType = 't',
  kTexts = 'x',
  kTextTerms = 'w',
};

std::string TagKey(KeyTag tag);
std::string NameKey(NameKind kind, uint32_t id);
std::string CounterKey(CounterKind kind, uint32_t of);
std::string IndexInfoKey(uint32_t index);

/// What all entries of the index begin with; a sort key (sort_key.h) and the node's id follow.
std::string IndexPrefixKey(uint32_t index);
void AppendId(NodeId node, std::string& key);
void AppendId(EdgeId edge, std::string& key);
/// REQUIRES: the key of an index entry or a folded name.
NodeId IdOfEntry(std::string_view key);

/// What the keys of the names that begin so begin with.
std::string FoldedNamePrefixKey(std::string_view folded);
std::string FoldedNameKey(std::string_view folded, NodeId node);
/// REQUIRES: the key of a folded name.
std::string_view FoldedNameOf(std::string_view key);

std::string RecordKey(std::string_view space, std::string_view key);

/// For messages: what a key is about.
std::string Describe(std::string_view key);

}  // namespace papergraph
