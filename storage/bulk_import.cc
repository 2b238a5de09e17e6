#include "storage/bulk_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <stdexcept>

#include "storage/background.h"
#include "storage/database/database_store.h"
#include "storage/database/property_index.h"
#include "storage/database/text_index.h"
#include "storage/format/keys.h"
#include "storage/format/sort_key.h"
#include "storage/format/value_codec.h"
#include "storage/segment/bitmap.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"
#include "storage/segment/delta.h"
#include "storage/segment/edge_table.h"

namespace papergraph {
namespace {

// Finished segments. Where the graph had nothing before they are whole, else they are deltas.
class Output {
 public:
  Output(uint32_t old_nodes, uint32_t old_edges) : old_nodes_(old_nodes), old_edges_(old_edges) {}

  // Whether no older id lies in this segment.
  bool IsFresh(const SegmentKey& key) const {
    return uint64_t{key.segment} << kSegmentShift >= (IsByEdge(key.kind) ? old_edges_ : old_nodes_);
  }
  void Put(const SegmentKey& key, std::string value, bool is_delta) {
    entries_.push_back({EncodeKey(key), std::move(value), is_delta});
    changed_.push_back(key);
  }
  void PutKey(std::string key) { entries_.push_back({std::move(key), "", false}); }
  void Append(Output&& other) {
    std::move(other.entries_.begin(), other.entries_.end(), std::back_inserter(entries_));
    changed_.insert(changed_.end(), other.changed_.begin(), other.changed_.end());
  }

  std::vector<KvEntry> entries_;
  std::vector<SegmentKey> changed_;

 private:
  const uint32_t old_nodes_, old_edges_;
};

// The segments are encoded by another thread, so that this one reads on.
class Encoder {
 public:
  Encoder(uint32_t old_nodes, uint32_t old_edges) : out_(old_nodes, old_edges) {}
  void Put(std::function<void(Output&)> encode) {
    background_.Do([this, encode = std::move(encode)] { encode(out_); });
  }
  /// Throws what the encoding has thrown.
  Output& Finish() {
    background_.Wait();
    return out_;
  }

 private:
  Output out_;
  Background background_;  // uses it until it ends
};

void PutColumn(const SegmentKey& key, const std::vector<Value>& values, Output& out) {
  if (out.IsFresh(key)) {
    out.Put(key, EncodeColumn(values), false);
    return;
  }
  std::vector<std::string> payloads(values.size());
  std::vector<DeltaEntry> entries;
  for (uint32_t i = 0; i < values.size(); ++i) {
    if (values[i].is_null()) continue;
    EncodeValue(values[i], payloads[i]);
    entries.push_back({i, false, {kNoNode, kNoEdge}, payloads[i]});
  }
  out.Put(key, EncodeDelta(SegmentShape::kColumn, entries), true);
}

void PutBitmap(const SegmentKey& key, const BitmapSegment& bits, Output& out) {
  if (out.IsFresh(key)) {
    out.Put(key, bits.Encode(), false);
    return;
  }
  std::vector<DeltaEntry> entries;
  for (uint32_t i = 0; i < kSegmentSize; ++i) {
    if (bits.Has(i)) entries.push_back({i, false, {kNoNode, kNoEdge}, {}});
  }
  out.Put(key, EncodeDelta(SegmentShape::kBitmap, entries), true);
}

void PutEdges(const SegmentKey& key, const std::vector<EdgeRecord>& records, Output& out) {
  if (out.IsFresh(key)) {
    out.Put(key, EncodeEdges(records), false);
    return;
  }
  std::vector<std::string> payloads(records.size());
  std::vector<DeltaEntry> entries;
  for (uint32_t i = 0; i < records.size(); ++i) {
    if (records[i].start == kNoNode) continue;
    payloads[i] = EncodeEdgePayload(records[i]);
    entries.push_back({i, false, {kNoNode, kNoEdge}, payloads[i]});
  }
  out.Put(key, EncodeDelta(SegmentShape::kEdges, entries), true);
}

// A column or bitmap while its ids come in ascending order: a segment is encoded as soon as the next one begins.
class ColumnBuilder {
 public:
  ColumnBuilder(SegmentKind kind, uint32_t of) : key_{kind, of, 0} {}

  void Add(uint32_t id, Value value, Encoder& out) {
    if (id >> kSegmentShift != key_.segment) Flush(out);
    key_.segment = id >> kSegmentShift;
    if (values_.empty()) values_.reserve(kSegmentSize);
    values_.resize((id & kSegmentMask) + 1);
    values_.back() = std::move(value);
  }
  void Flush(Encoder& out) {
    if (values_.empty()) return;
    // Shared, since a std::function is copyable; freed by the thread that encodes.
    auto values = std::make_shared<std::vector<Value>>(std::move(values_));
    values_.clear();
    out.Put([key = key_, values](Output& to) { PutColumn(key, *values, to); });
  }

 private:
  SegmentKey key_;
  std::vector<Value> values_;
};

class BitmapBuilder {
 public:
  BitmapBuilder(SegmentKind kind, uint32_t of) : key_{kind, of, 0} {}

  void Add(uint32_t id, Encoder& out) {
    if (id >> kSegmentShift != key_.segment) Flush(out);
    key_.segment = id >> kSegmentShift;
    bits_.Set(id & kSegmentMask, true);
  }
  void Flush(Encoder& out) {
    if (bits_.Count() == 0) return;
    auto bits = std::make_shared<BitmapSegment>(std::move(bits_));
    bits_ = BitmapSegment();
    out.Put([key = key_, bits](Output& to) { PutBitmap(key, *bits, to); });
  }

 private:
  SegmentKey key_;
  BitmapSegment bits_;
};

struct NewEdge {
  uint32_t start, end, id;
};

// Stable counting sort by one end.
void SortBy(uint32_t NewEdge::*end, uint32_t limit, std::vector<NewEdge>& edges, std::vector<NewEdge>& spare) {
  std::vector<uint32_t> places(size_t{limit} + 1, 0);
  for (const NewEdge& edge : edges) ++places[edge.*end + 1];
  for (size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
  spare.resize(edges.size());
  for (const NewEdge& edge : edges) spare[places[edge.*end]++] = edge;
  edges.swap(spare);
}

// `edges` ascend by (at, other, id): their neighbour lists, a segment at a time.
void WriteNeighbours(SegmentKind kind, TypeId type, uint32_t NewEdge::*at, uint32_t NewEdge::*other,
                     const std::vector<NewEdge>& edges, Output& out) {
  std::vector<uint32_t> offsets;
  std::vector<Neighbour> lists;
  std::vector<DeltaEntry> deltas;
  for (size_t begin = 0; begin < edges.size();) {
    const SegmentKey key{kind, Raw(type), edges[begin].*at >> kSegmentShift};
    const bool fresh = out.IsFresh(key);
    offsets.assign(1, 0);
    lists.clear();
    deltas.clear();
    size_t end = begin;
    for (; end < edges.size() && edges[end].*at >> kSegmentShift == key.segment; ++end) {
      const uint32_t offset = edges[end].*at & kSegmentMask;
      const Neighbour neighbour{NodeId{edges[end].*other}, EdgeId{edges[end].id}};
      if (!fresh) {
        deltas.push_back({offset, false, neighbour, {}});
        continue;
      }
      while (offsets.size() <= offset) offsets.push_back(static_cast<uint32_t>(lists.size()));
      lists.push_back(neighbour);
    }
    offsets.push_back(static_cast<uint32_t>(lists.size()));
    out.Put(key, fresh ? EncodeNeighbours(offsets, lists) : EncodeDelta(SegmentShape::kNeighbours, deltas), !fresh);
    begin = end;
  }
}

class SegmentImport final : public BulkImport {
 public:
  explicit SegmentImport(DatabaseStore& store)
      : core_(store.core()),
        before_(core_.Current()),
        out_(before_->NodeIdLimit(), before_->EdgeIdLimit()),
        encoder_(before_->NodeIdLimit(), before_->EdgeIdLimit()),
        nodes_(SegmentKind::kNodes, 0) {}

  LabelId InternLabel(std::string_view name) override { return LabelId{core_.names().labels.Intern(name)}; }
  TypeId InternType(std::string_view name) override { return TypeId{core_.names().types.Intern(name)}; }
  PropertyId InternProperty(std::string_view name) override {
    return PropertyId{core_.names().properties.Intern(name)};
  }

  NodeId AddNode(std::span<const LabelId> labels, std::span<const NamedValue> properties) override {
    const NodeId node = core_.TakeNodeId();
    nodes_.Add(Raw(node), encoder_);
    ++added_.nodes;
    for (LabelId label : labels) {
      BuilderOf(labels_, SegmentKind::kLabel, Raw(label)).Add(Raw(node), encoder_);
      Count(added_.nodes_of_label, Raw(label));
    }
    for (const auto& [property, value] : properties) {
      BuilderOf(node_columns_, SegmentKind::kNodeColumn, Raw(property)).Add(Raw(node), value, encoder_);
    }
    AddToIndexes(node, labels, properties);
    AddNames(node, properties);
    return node;
  }

  EdgeId AddEdge(NodeId start, TypeId type, NodeId end, std::span<const NamedValue> properties) override {
    const EdgeId edge = core_.TakeEdgeId();
    const uint32_t segment = Raw(edge) >> kSegmentShift;
    if (segment != edge_segment_) FlushEdges();
    edge_segment_ = segment;
    records_.resize((Raw(edge) & kSegmentMask) + 1, kNoRecord);
    records_.back() = {start, end, type};
    ++added_.edges;
    Count(added_.edges_of_type, Raw(type));
    if (Raw(type) >= edges_.size()) edges_.resize(Raw(type) + 1);
    edges_[Raw(type)].push_back({Raw(start), Raw(end), Raw(edge)});
    for (const auto& [property, value] : properties) {
      BuilderOf(edge_columns_, SegmentKind::kEdgeColumn, Raw(property)).Add(Raw(edge), value, encoder_);
    }
    for (const IndexDefinition& index : *before_->index_list()) {
      if (IsAbout(index, type)) AddToIndex(index, edge, properties);
    }
    return edge;
  }

  const GraphReader& Before() const override { return *before_; }

  void Finish() override {
    nodes_.Flush(encoder_);
    for (auto& builder : labels_) builder.Flush(encoder_);
    for (auto& builder : node_columns_) builder.Flush(encoder_);
    for (auto& builder : edge_columns_) builder.Flush(encoder_);
    FlushEdges();
    out_.Append(std::move(encoder_.Finish()));
    if (!offence_.empty()) throw StoreError(StoreError::Kind::kConstraint, offence_);
    for (auto& [index, entries] : unique_entries_) CheckUnique(*FindIndex(*before_->index_list(), index), entries);
    BuildNeighbours();
    core_.CommitImport(*before_, added_, out_.changed_, std::move(out_.entries_));
  }

 private:
  template <typename Builder>
  static Builder& BuilderOf(std::vector<Builder>& builders, SegmentKind kind, uint32_t of) {
    while (builders.size() <= of) builders.emplace_back(kind, static_cast<uint32_t>(builders.size()));
    return builders[of];
  }
  static void Count(std::vector<uint64_t>& counts, uint32_t of) {
    if (counts.size() <= of) counts.resize(of + 1);
    ++counts[of];
  }

  void FlushEdges() {
    if (records_.empty()) return;
    auto records = std::make_shared<std::vector<EdgeRecord>>(std::move(records_));
    records_.clear();
    encoder_.Put([key = SegmentKey{SegmentKind::kEdges, 0, edge_segment_}, records](Output& to) {
      PutEdges(key, *records, to);
    });
  }

  // Each type by one thread.
  void BuildNeighbours() {
    const uint32_t limit = NodeLimit();
    std::vector<Output> outs(edges_.size(), Output(before_->NodeIdLimit(), before_->EdgeIdLimit()));
    std::vector<uint32_t> largest_first(edges_.size());
    std::iota(largest_first.begin(), largest_first.end(), 0u);
    std::sort(largest_first.begin(), largest_first.end(),
              [&](uint32_t a, uint32_t b) { return edges_[a].size() > edges_[b].size(); });
    DoOnBothCores(edges_.size(), [&](size_t i) {
      const uint32_t type = largest_first[i];
      std::vector<NewEdge> spare;
      auto& edges = edges_[type];
      // Stable, and they begin ascending by id: the last sort but one is the second key.
      SortBy(&NewEdge::end, limit, edges, spare);
      SortBy(&NewEdge::start, limit, edges, spare);
      WriteNeighbours(SegmentKind::kOut, TypeId{type}, &NewEdge::start, &NewEdge::end, edges, outs[type]);
      // By (start, end, id) now, so that one more sort gives (end, start, id).
      SortBy(&NewEdge::end, limit, edges, spare);
      WriteNeighbours(SegmentKind::kIn, TypeId{type}, &NewEdge::end, &NewEdge::start, edges, outs[type]);
      std::vector<NewEdge>().swap(edges);
    });
    for (Output& out : outs) out_.Append(std::move(out));
  }
  uint32_t NodeLimit() const {
    uint32_t most = 0;
    for (const auto& edges : edges_) {
      for (const NewEdge& edge : edges) most = std::max({most, edge.start, edge.end});
    }
    return most + 1;
  }

  static const Value* ValueOf(PropertyId property, std::span<const NamedValue> properties) {
    for (const auto& [name, value] : properties) {
      if (name == property) return &value;
    }
    return nullptr;
  }

  void AddToIndexes(NodeId node, std::span<const LabelId> labels, std::span<const NamedValue> properties) {
    for (const IndexDefinition& index : *before_->index_list()) {
      const auto is_about = [&](LabelId label) { return IsAbout(index, label); };
      if (std::any_of(labels.begin(), labels.end(), is_about)) AddToIndex(index, node, properties);
    }
  }

  template <typename Id>
  void AddToIndex(const IndexDefinition& index, Id entity, std::span<const NamedValue> properties) {
    if (index.kind == IndexInfo::Kind::kFulltext) return AddText(index, Raw(entity), properties);
    ValueList values;
    for (PropertyId property : index.properties) {
      if (const Value* value = ValueOf(property, properties)) values.push_back(*value);
    }
    const bool complete = values.size() == index.properties.size();
    if (index.kind == IndexInfo::Kind::kExists && !complete && offence_.empty()) {
      offence_ =
          fmt::format("constraint `{}`: a new {} (:{}) has no `{}`", index.name, index.type ? "relationship" : "node",
                      index.type ? before_->NameOf(*index.type) : before_->NameOf(index.label),
                      before_->NameOf(index.properties[0]));
    }
    if (!complete || (index.kind != IndexInfo::Kind::kRange && index.kind != IndexInfo::Kind::kUnique)) return;
    Value value = values.size() == 1 ? values[0] : Value::List(std::move(values));
    std::string key = IndexEntryKey(index.id, value, entity);
    if (index.kind == IndexInfo::Kind::kUnique) unique_entries_[index.id].emplace_back(key, value);
    out_.PutKey(std::move(key));
  }

  void AddText(const IndexDefinition& index, uint32_t entity, std::span<const NamedValue> properties) {
    if (!IsTextIndex(index)) return;
    TermCounts text;
    for (PropertyId property : index.properties) {
      if (const Value* value = ValueOf(property, properties)) text.Add(*value);
    }
    std::vector<std::string> keys;
    AppendTextEntries(text, index.id, entity, keys);
    for (std::string& key : keys) out_.PutKey(std::move(key));
    CountText(text, 1, added_.text_totals[index.id]);
  }

  void AddNames(NodeId node, std::span<const NamedValue> properties) {
    Value name, aliases;
    for (const auto& [property, value] : properties) {
      if (before_->NameOf(property) == "name") name = value;
      if (before_->NameOf(property) == "aliases") aliases = value;
    }
    if (name.is_null() && aliases.is_null()) return;
    for (const std::string& folded : FoldedNamesOf(name, aliases)) out_.PutKey(FoldedNameKey(folded, node));
  }

  void CheckUnique(const IndexInfo& index, std::vector<std::pair<std::string, Value>>& entries) const {
    auto sort_key = [](const auto& entry) { return std::string_view(entry.first).substr(0, entry.first.size() - 4); };
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const bool had_any = (index.type ? before_->EdgeCount(*index.type) : before_->NodeCount(index.label)) > 0;
    for (size_t i = 0; i < entries.size(); ++i) {
      bool shared = false;
      for (size_t k = i + 1; k < entries.size() && sort_key(entries[k]) == sort_key(entries[i]); ++k) {
        shared = shared || Equals(entries[i].second, entries[k].second) == Ternary(true);
      }
      if (had_any && !shared) {
        std::vector<NodeId> nodes;
        std::vector<EdgeId> edges;
        before_->IndexSeek(index.id, entries[i].second, nodes);
        before_->IndexSeek(index.id, entries[i].second, edges);
        shared = !nodes.empty() || !edges.empty();
      }
      if (!shared) continue;
      const Value& value = entries[i].second;
      std::string what = value.kind() == ValueKind::kString ? fmt::format("'{}'", value.as_string())
                         : value.kind() == ValueKind::kInt  ? fmt::format("{}", value.as_int())
                                                            : "the same value";
      throw StoreError(StoreError::Kind::kConstraint,
                       fmt::format("constraint `{}`: two {} would have {} = {}", index.name,
                                   index.type ? "relationships" : "nodes", before_->NameOf(index.properties[0]), what));
    }
  }

  Core& core_;
  std::shared_ptr<const Version> before_;
  Output out_;
  Encoder encoder_;
  Statistics added_;
  BitmapBuilder nodes_;
  std::vector<BitmapBuilder> labels_;                       // by label
  std::vector<ColumnBuilder> node_columns_, edge_columns_;  // by property
  uint32_t edge_segment_ = 0;
  std::vector<EdgeRecord> records_;                                                // of edge_segment_
  std::vector<std::vector<NewEdge>> edges_;                                        // by type, ascending by id
  std::map<uint32_t, std::vector<std::pair<std::string, Value>>> unique_entries_;  // by index
  std::string offence_;  // the first node that breaks an existence constraint
};

}  // namespace

std::unique_ptr<BulkImport> BulkImport::Begin(Store& store) {
  if (store.read_only()) throw StoreError(StoreError::Kind::kReadOnly, "the database is open to read only");
  return std::make_unique<SegmentImport>(dynamic_cast<DatabaseStore&>(store));
}

}  // namespace papergraph
