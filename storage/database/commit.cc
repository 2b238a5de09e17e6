// A transaction's changes as keys and values.
#include <algorithm>
#include <tuple>

#include "storage/database/core.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/format/keys.h"
#include "storage/format/value_codec.h"
#include "storage/segment/delta.h"

namespace papergraph {
namespace {

struct Change {
  SegmentKey key;
  uint32_t offset;
  bool removed;
  Neighbour neighbour{kNoNode, kNoEdge};
  size_t payload_at = 0, payload_size = 0;  // in the collector's bytes
};

class Collector {
 public:
  void Add(SegmentKind kind, uint32_t of, uint32_t id, bool removed) {
    changes_.push_back({{kind, of, id >> kSegmentShift}, id & kSegmentMask, removed});
  }
  void AddNeighbour(SegmentKind kind, TypeId type, NodeId at, Neighbour neighbour, bool removed) {
    Add(kind, Raw(type), Raw(at), removed);
    changes_.back().neighbour = neighbour;
  }
  void AddProperty(SegmentKind kind, PropertyId property, uint32_t id, const Value& value) {
    Add(kind, Raw(property), id, value.is_null());
    if (value.is_null()) return;
    changes_.back().payload_at = bytes_.size();
    EncodeValue(value, bytes_);
    changes_.back().payload_size = bytes_.size() - changes_.back().payload_at;
  }
  void AddEdge(EdgeId edge, const EdgeRecord& record, bool removed) {
    Add(SegmentKind::kEdges, 0, Raw(edge), removed);
    if (removed) return;
    changes_.back().payload_at = bytes_.size();
    bytes_ += EncodeEdgePayload(record);
    changes_.back().payload_size = bytes_.size() - changes_.back().payload_at;
  }

  void Write(KvBatch& batch, std::vector<SegmentChange>& touched) {
    std::sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) {
      return std::tie(a.key, a.offset, a.neighbour) < std::tie(b.key, b.offset, b.neighbour);
    });
    std::vector<DeltaEntry> entries;
    for (size_t begin = 0; begin < changes_.size();) {
      const SegmentKey key = changes_[begin].key;
      entries.clear();
      size_t end = begin;
      for (; end < changes_.size() && changes_[end].key == key; ++end) {
        const Change& change = changes_[end];
        entries.push_back({change.offset, change.removed, change.neighbour,
                           std::string_view(bytes_).substr(change.payload_at, change.payload_size)});
      }
      const std::string delta = EncodeDelta(ShapeOf(key.kind), entries);
      batch.Merge(EncodeKey(key), delta);
      touched.push_back({key, delta.size()});
      begin = end;
    }
  }

 private:
  std::vector<Change> changes_;
  std::string bytes_;
};

void PutNumber(std::vector<KvEntry>& entries, CounterKind kind, uint32_t of, uint64_t before, uint64_t after) {
  if (before == after) return;
  std::string value;
  PutFixed<uint64_t>(value, after);
  Seal(value);
  entries.push_back({CounterKey(kind, of), std::move(value)});
}

}  // namespace

void WriteChanges(const Overlay& overlay, const Version::IndexList& before, const Version::IndexList& after,
                  KvBatch& batch, std::vector<SegmentChange>& changed) {
  Collector collector;
  for (const auto& [node, change] : overlay.nodes) {
    if (change.created && !change.exists) continue;
    if (change.created || !change.exists) collector.Add(SegmentKind::kNodes, 0, Raw(node), !change.exists);
    for (const auto& [label, has] : change.labels) {
      if (has || !change.created) collector.Add(SegmentKind::kLabel, Raw(label), Raw(node), !has);
    }
    for (const auto& [property, value] : change.properties) {
      if (!value.is_null() || !change.created) {
        collector.AddProperty(SegmentKind::kNodeColumn, property, Raw(node), value);
      }
    }
  }
  for (const auto& [edge, change] : overlay.edges) {
    if (change.created && !change.exists) continue;
    const EdgeRecord& record = change.record;
    if (change.created || !change.exists) {
      collector.AddEdge(edge, record, !change.exists);
      collector.AddNeighbour(SegmentKind::kOut, record.type, record.start, {record.end, edge}, !change.exists);
      collector.AddNeighbour(SegmentKind::kIn, record.type, record.end, {record.start, edge}, !change.exists);
    }
    for (const auto& [property, value] : change.properties) {
      if (!value.is_null() || !change.created) {
        collector.AddProperty(SegmentKind::kEdgeColumn, property, Raw(edge), value);
      }
    }
  }
  collector.Write(batch, changed);
  for (const auto& [key, value] : overlay.keys) {
    if (value) {
      batch.Put(key, *value);
    } else {
      batch.Delete(key);
    }
  }
  if (before == after) return;
  for (const IndexDefinition& index : *before) {
    if (FindIndex(*after, index.id) == nullptr) batch.Delete(IndexInfoKey(index.id));
  }
  for (const IndexDefinition& index : *after) {
    if (FindIndex(*before, index.id) == nullptr) batch.Put(IndexInfoKey(index.id), EncodeIndexInfo(index));
  }
}

void AddTextTotals(const std::map<uint32_t, TextTotals>& added, Statistics& to) {
  for (const auto& [index, totals] : added) {
    to.text_totals[index].texts += totals.texts;
    to.text_totals[index].terms += totals.terms;
  }
}

void AppendStatistics(const Statistics& before, const Statistics& after, std::vector<KvEntry>& entries) {
  PutNumber(entries, CounterKind::kNodes, 0, before.nodes, after.nodes);
  PutNumber(entries, CounterKind::kEdges, 0, before.edges, after.edges);
  PutNumber(entries, CounterKind::kNextNode, 0, before.next_node, after.next_node);
  PutNumber(entries, CounterKind::kNextEdge, 0, before.next_edge, after.next_edge);
  PutNumber(entries, CounterKind::kNextIndex, 0, before.next_index, after.next_index);
  for (uint32_t i = 0; i < after.nodes_of_label.size(); ++i) {
    PutNumber(entries, CounterKind::kNodesOfLabel, i, i < before.nodes_of_label.size() ? before.nodes_of_label[i] : 0,
              after.nodes_of_label[i]);
  }
  for (uint32_t i = 0; i < after.edges_of_type.size(); ++i) {
    PutNumber(entries, CounterKind::kEdgesOfType, i, i < before.edges_of_type.size() ? before.edges_of_type[i] : 0,
              after.edges_of_type[i]);
  }
  for (const auto& [index, totals] : after.text_totals) {
    const auto at = before.text_totals.find(index);
    const TextTotals old = at == before.text_totals.end() ? TextTotals() : at->second;
    PutNumber(entries, CounterKind::kTexts, index, old.texts, totals.texts);
    PutNumber(entries, CounterKind::kTextTerms, index, old.terms, totals.terms);
  }
}

// Added to the kind of an index on relationships.
constexpr uint8_t kAboutEdges = 0x10;

std::string EncodeIndexInfo(const IndexDefinition& index) {
  std::string out;
  out.push_back(static_cast<char>(static_cast<uint8_t>(index.kind) | (index.type ? kAboutEdges : 0)));
  PutVarint(out, index.type ? Raw(*index.type) : Raw(index.label));
  PutVarint(out, index.properties.size());
  for (PropertyId property : index.properties) PutVarint(out, Raw(property));
  PutString(out, index.name);
  if (index.kind == IndexInfo::Kind::kFulltext && !index.rules.empty()) {
    PutString(out, index.rules);
    PutVarint(out, index.type ? index.more_types.size() : index.more_labels.size());
    for (LabelId label : index.more_labels) PutVarint(out, Raw(label));
    for (TypeId type : index.more_types) PutVarint(out, Raw(type));
  }
  Seal(out);
  return out;
}

IndexDefinition DecodeIndexInfo(uint32_t id, std::string_view bytes) {
  ByteReader in(Unseal(bytes));
  const uint8_t kind = in.Byte();
  const uint32_t of = in.Varint32();
  IndexDefinition index{{id, "", static_cast<IndexInfo::Kind>(kind & ~kAboutEdges), LabelId{of}, {}}};
  if ((kind & kAboutEdges) != 0) {
    index.label = kNoLabel;
    index.type = TypeId{of};
  }
  if (index.kind > IndexInfo::Kind::kFulltext)
    throw StoreError(StoreError::Kind::kCorrupt, "an index of no known kind");
  uint64_t count = in.Varint();
  if (count > in.left()) throw StoreError(StoreError::Kind::kCorrupt, "bytes are missing at the end");
  for (uint64_t i = 0; i < count; ++i) index.properties.push_back(PropertyId{in.Varint32()});
  index.name = in.String();
  // Written before there were entries: a name and no more.
  if (index.kind != IndexInfo::Kind::kFulltext || in.left() == 0) return index;
  index.rules = in.String();
  if (index.rules.empty()) throw StoreError(StoreError::Kind::kCorrupt, "a full-text index without its rules");
  count = in.Varint();
  if (count > in.left()) throw StoreError(StoreError::Kind::kCorrupt, "bytes are missing at the end");
  for (uint64_t i = 0; i < count; ++i) {
    if (index.type) {
      index.more_types.push_back(TypeId{in.Varint32()});
    } else {
      index.more_labels.push_back(LabelId{in.Varint32()});
    }
  }
  return index;
}

}  // namespace papergraph
