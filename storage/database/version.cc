#include "storage/database/version.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/database/property_index.h"
#include "storage/database/text_index.h"
#include "storage/format/checksum.h"
#include "storage/format/sort_key.h"

namespace papergraph {
namespace {

TableSizes SizesFor(const Statistics& statistics) {
  auto segments = [](uint32_t limit) { return (limit + kSegmentMask) >> kSegmentShift; };
  return {static_cast<uint32_t>(statistics.nodes_of_label.size()),
          static_cast<uint32_t>(statistics.edges_of_type.size()), statistics.properties, segments(statistics.next_node),
          segments(statistics.next_edge)};
}

uint32_t SegmentOf(uint32_t id) { return id >> kSegmentShift; }
uint32_t OffsetOf(uint32_t id) { return id & kSegmentMask; }

}  // namespace

Version::Version(uint64_t sequence, KeyValue& kv, const NameTables& names, SegmentCache& cache, Statistics statistics,
                 IndexList indexes, const std::vector<SegmentKey>* changed, std::optional<KeyGroups> groups)
    : sequence_(sequence),
      kv_(kv),
      names_(names),
      cache_(cache),
      statistics_(std::move(statistics)),
      indexes_(std::move(indexes)),
      groups_(groups ? std::move(*groups) : KeyGroups()),
      at_(kv.TakeSnapshot()),
      tables_(changed == nullptr ? cache.AddEmptyVersion(sequence, SizesFor(statistics_))
                                 : cache.AddVersion(sequence, SizesFor(statistics_), *changed)) {
  const uint32_t patience = groups ? KeyPages::kPatience : 0;
  auto ensure = [&](uint64_t group) {
    auto is_group = [&](const auto& entry) { return entry.first == group; };
    if (std::none_of(groups_.begin(), groups_.end(), is_group))
      groups_.emplace_back(group, std::make_shared<KeyPages>(patience));
  };
  for (const IndexInfo& index : *indexes_) ensure(index.id);
  ensure(kNamesGroup);
}

Version::~Version() { cache_.DropVersion(sequence_); }

std::optional<LabelId> Version::FindLabel(std::string_view name) const {
  auto id = names_.labels.Find(name);
  if (!id || *id >= LabelCount()) return std::nullopt;
  return LabelId{*id};
}
std::optional<TypeId> Version::FindType(std::string_view name) const {
  auto id = names_.types.Find(name);
  if (!id || *id >= TypeCount()) return std::nullopt;
  return TypeId{*id};
}
std::optional<PropertyId> Version::FindProperty(std::string_view name) const {
  auto id = names_.properties.Find(name);
  if (!id || *id >= PropertyCount()) return std::nullopt;
  return PropertyId{*id};
}

uint64_t Version::NodeCount(LabelId label) const {
  return Raw(label) < LabelCount() ? statistics_.nodes_of_label[Raw(label)] : 0;
}
uint64_t Version::EdgeCount(TypeId type) const {
  return Raw(type) < TypeCount() ? statistics_.edges_of_type[Raw(type)] : 0;
}

bool Version::HasNode(NodeId node) const {
  const BitmapSegment* nodes = Bitmap(SegmentKind::kNodes, 0, SegmentOf(Raw(node)));
  return nodes != nullptr && nodes->Has(OffsetOf(Raw(node)));
}

bool Version::HasLabel(NodeId node, LabelId label) const {
  const BitmapSegment* nodes = Bitmap(SegmentKind::kLabel, Raw(label), SegmentOf(Raw(node)));
  return nodes != nullptr && nodes->Has(OffsetOf(Raw(node)));
}

void Version::SelectLabelled(std::span<const NodeId> nodes, LabelId label, std::vector<uint32_t>& rows) const {
  const size_t before = rows.size();
  rows.resize(before + nodes.size());
  uint32_t* at = rows.data() + before;
  uint32_t segment = UINT32_MAX;  // past every id's, also that of kNoNode
  const BitmapSegment* labelled = nullptr;
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    const uint32_t id = Raw(nodes[i]);
    if (SegmentOf(id) != segment) {
      segment = SegmentOf(id);
      labelled = Bitmap(SegmentKind::kLabel, Raw(label), segment);
    }
    // Written without a branch: whether a node has the label may be as good as chance.
    *at = i;
    at += labelled != nullptr && labelled->Has(OffsetOf(id)) ? 1 : 0;
  }
  rows.resize(static_cast<size_t>(at - rows.data()));
}

std::vector<LabelId> Version::LabelsOf(NodeId node) const {
  std::vector<LabelId> labels;
  for (uint32_t label = 0; label < LabelCount(); ++label) {
    if (statistics_.nodes_of_label[label] > 0 && HasLabel(node, LabelId{label})) labels.push_back(LabelId{label});
  }
  return labels;
}

size_t Version::ScanNodes(std::optional<LabelId> label, NodeId from, std::span<NodeId> out) const {
  const SegmentKind kind = label ? SegmentKind::kLabel : SegmentKind::kNodes;
  const uint32_t of = label ? Raw(*label) : 0;
  const uint64_t limit = statistics_.next_node;
  size_t count = 0;
  for (uint64_t id = Raw(from); id < limit && count < out.size();) {
    const BitmapSegment* nodes = Bitmap(kind, of, SegmentOf(static_cast<uint32_t>(id)));
    const uint64_t next_segment = (id | kSegmentMask) + 1;
    if (nodes == nullptr) {
      id = next_segment;
      continue;
    }
    const uint64_t base = id & ~uint64_t{kSegmentMask};
    uint32_t offset = OffsetOf(static_cast<uint32_t>(id));
    uint64_t word = nodes->words[offset >> 6] & (~uint64_t{0} << (offset & 63));
    for (uint32_t at = offset >> 6;;) {
      if (word == ~uint64_t{0} && out.size() - count >= 64) {  // the common one, without looking at each bit
        const auto first = static_cast<uint32_t>(base + at * 64);
        for (uint32_t i = 0; i < 64; ++i) out[count + i] = NodeId{first + i};
        count += 64;
        word = 0;
      }
      while (word != 0) {
        if (count == out.size()) return count;
        out[count++] = NodeId{static_cast<uint32_t>(base + at * 64 + static_cast<uint32_t>(std::countr_zero(word)))};
        word &= word - 1;
      }
      if (++at == nodes->words.size()) break;
      word = nodes->words[at];
    }
    id = next_segment;
  }
  return count;
}

bool Version::HasEdge(EdgeId edge) const {
  const EdgeSegment* edges = Edges(SegmentOf(Raw(edge)));
  return edges != nullptr && edges->Has(OffsetOf(Raw(edge)));
}

EdgeRecord Version::EdgeOf(EdgeId edge) const {
  const EdgeSegment* edges = Edges(SegmentOf(Raw(edge)));
  if (edges == nullptr || !edges->Has(OffsetOf(Raw(edge)))) return kNoRecord;
  return edges->records[OffsetOf(Raw(edge))];
}

std::span<const Neighbour> Version::Neighbours(NodeId node, TypeId type, EdgeDirection direction) const {
  const CsrSegment* lists =
      Csr(direction == EdgeDirection::kOut ? SegmentKind::kOut : SegmentKind::kIn, Raw(type), SegmentOf(Raw(node)));
  if (lists == nullptr) return {};
  return lists->EdgesOf(OffsetOf(Raw(node)));
}

void Version::NeighbourLists(std::span<const NodeId> nodes, TypeId type, EdgeDirection direction,
                             std::span<std::span<const Neighbour>> out, size_t stride) const {
  const SegmentKind kind = direction == EdgeDirection::kOut ? SegmentKind::kOut : SegmentKind::kIn;
  uint32_t segment = UINT32_MAX;
  const CsrSegment* lists = nullptr;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (SegmentOf(Raw(nodes[i])) != segment) {
      segment = SegmentOf(Raw(nodes[i]));
      lists = Csr(kind, Raw(type), segment);
    }
    out[i * stride] = lists == nullptr ? std::span<const Neighbour>() : lists->EdgesOf(OffsetOf(Raw(nodes[i])));
  }
}

size_t Version::ScanEdges(std::optional<TypeId> type, EdgeId from, std::span<EdgeId> out) const {
  size_t count = 0;
  for (uint64_t id = Raw(from); id < statistics_.next_edge && count < out.size();) {
    const EdgeSegment* edges = Edges(SegmentOf(static_cast<uint32_t>(id)));
    const uint64_t base = id & ~uint64_t{kSegmentMask};
    if (edges != nullptr) {
      for (uint64_t at = id - base; at < edges->records.size() && count < out.size(); ++at) {
        const EdgeRecord& record = edges->records[at];
        if (record.start == kNoNode || (type && record.type != *type)) continue;
        out[count++] = EdgeId{static_cast<uint32_t>(base + at)};
      }
    }
    id = base + kSegmentSize;
  }
  return count;
}

Value Version::NodeProperty(NodeId node, PropertyId property) const {
  const ColumnSegment* column = Column(SegmentKind::kNodeColumn, Raw(property), SegmentOf(Raw(node)));
  return column == nullptr ? Value() : column->At(OffsetOf(Raw(node)));
}
Value Version::EdgeProperty(EdgeId edge, PropertyId property) const {
  const ColumnSegment* column = Column(SegmentKind::kEdgeColumn, Raw(property), SegmentOf(Raw(edge)));
  return column == nullptr ? Value() : column->At(OffsetOf(Raw(edge)));
}
std::vector<std::pair<PropertyId, Value>> Version::PropertiesOf(NodeId node) const {
  std::vector<std::pair<PropertyId, Value>> all;
  for (uint32_t i = 0; i < PropertyCount(); ++i) {
    const ColumnSegment* column = Column(SegmentKind::kNodeColumn, i, SegmentOf(Raw(node)));
    if (column != nullptr && column->Has(OffsetOf(Raw(node))))
      all.emplace_back(PropertyId{i}, column->At(OffsetOf(Raw(node))));
  }
  return all;
}
std::vector<std::pair<PropertyId, Value>> Version::PropertiesOf(EdgeId edge) const {
  std::vector<std::pair<PropertyId, Value>> all;
  for (uint32_t i = 0; i < PropertyCount(); ++i) {
    const ColumnSegment* column = Column(SegmentKind::kEdgeColumn, i, SegmentOf(Raw(edge)));
    if (column != nullptr && column->Has(OffsetOf(Raw(edge))))
      all.emplace_back(PropertyId{i}, column->At(OffsetOf(Raw(edge))));
  }
  return all;
}

std::vector<IndexDefinition> TextIndexesOf(const std::vector<IndexDefinition>& indexes) {
  std::vector<IndexDefinition> texts;
  for (const IndexDefinition& index : indexes) {
    if (index.kind == IndexInfo::Kind::kFulltext) texts.push_back(index);
  }
  return texts;
}

const IndexDefinition* FindIndex(const std::vector<IndexDefinition>& indexes, uint32_t id) {
  for (const IndexDefinition& index : indexes) {
    if (index.id == id) return &index;
  }
  return nullptr;
}

void Version::IndexSeek(uint32_t index, const Value& value, std::vector<NodeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && !info->type) SeekIndex(*this, *this, *info, value, out);
}
void Version::IndexRange(uint32_t index, const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper,
                         std::vector<NodeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && !info->type) RangeIndex(*this, *this, *info, lower, upper, out);
}
void Version::IndexPrefix(uint32_t index, std::string_view prefix, std::vector<NodeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && !info->type) PrefixIndex(*this, *info, prefix, out);
}
void Version::IndexSeek(uint32_t index, const Value& value, std::vector<EdgeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && info->type) SeekIndex(*this, *this, *info, value, out);
}
void Version::IndexRange(uint32_t index, const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper,
                         std::vector<EdgeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && info->type) RangeIndex(*this, *this, *info, lower, upper, out);
}
void Version::IndexPrefix(uint32_t index, std::string_view prefix, std::vector<EdgeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && info->type) PrefixIndex(*this, *info, prefix, out);
}
TextTotals Version::TotalsOf(uint32_t index) const {
  const IndexDefinition* info = FindIndex(*indexes_, index);
  const auto found = statistics_.text_totals.find(index);
  if (info == nullptr || !IsTextIndex(*info) || found == statistics_.text_totals.end()) return {};
  return found->second;
}
std::vector<std::vector<Posting>> Version::FindTerms(uint32_t index, std::span<const std::string> terms) const {
  const IndexDefinition* info = FindIndex(*indexes_, index);
  if (info == nullptr || !IsTextIndex(*info)) return std::vector<std::vector<Posting>>(terms.size());
  return FindTermEntries(*this, *info, terms);
}
void Version::NodesNamed(std::string_view folded, std::vector<NodeId>& out) const { FindNamed(*this, folded, out); }
void Version::ScanNames(std::string_view prefix, const std::function<bool(std::string_view, NodeId)>& visit) const {
  VisitNames(*this, prefix, visit);
}

void ScanRecordKeys(const KeySource& keys, std::string_view space, std::string_view prefix,
                    const std::function<bool(std::string_view, std::string_view)>& visit) {
  const std::string begin = RecordKey(space, prefix);
  const size_t name_at = begin.size() - prefix.size();
  keys.ScanKeys(begin, PrefixEnd(begin), [&](std::string_view key, std::string_view value) {
    try {
      return visit(key.substr(name_at), Unseal(value));
    } catch (const StoreError& error) {
      if (error.kind() != StoreError::Kind::kCorrupt) throw;
      throw StoreError(error.kind(), fmt::format("record of {}: {}", space, error.what()));
    }
  });
}

std::optional<std::string> FindRecord(const KeySource& keys, std::string_view space, std::string_view key) {
  auto value = keys.KeyValueOf(RecordKey(space, key));
  if (!value) return std::nullopt;
  return std::string(Unseal(*value));
}

std::optional<std::string> Version::Record(std::string_view space, std::string_view key) const {
  return FindRecord(*this, space, key);
}
void Version::ScanRecords(std::string_view space, std::string_view prefix,
                          const std::function<bool(std::string_view, std::string_view)>& visit) const {
  ScanRecordKeys(*this, space, prefix, visit);
}

KeyPages* Version::PagesOf(std::string_view key) const {
  const auto group = GroupOfKey(key);
  if (!group) return nullptr;
  for (const auto& [id, pages] : groups_) {
    if (id == *group) return pages.get();
  }
  return nullptr;
}

void Version::CollectIds(const std::string& prefix, std::vector<NodeId>& out) const {
  KeyPages* pages = PagesOf(prefix);
  if (pages != nullptr && pages->AppendList(prefix, sequence_, out)) return;
  const size_t before = out.size();
  KeySource::CollectIds(prefix, out);
  if (pages != nullptr) pages->KeepList(prefix, sequence_, std::span(out).subspan(before));
}

void Version::ScanKeys(std::string_view begin, std::string_view end,
                       const std::function<bool(std::string_view, std::string_view)>& visit) const {
  std::string rest;
  if (KeyPages* pages = PagesOf(begin)) {
    auto left = pages->Scan(begin, end, sequence_, kv_, at_.get(), visit);
    if (!left) return;
    rest = std::move(*left);
    begin = rest;
  }
  auto cursor = kv_.Scan(at_.get(), end);
  for (cursor->Seek(begin); cursor->Valid(); cursor->Next()) {
    if (!visit(cursor->key(), cursor->value())) return;
  }
}

std::optional<std::string> Version::KeyValueOf(std::string_view key) const {
  std::optional<std::string> found;
  kv_.Get(key, at_.get(), true, [&](std::string_view value) { found = std::string(value); });
  return found;
}

}  // namespace papergraph
