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

#include "storage/database/database_store.h"
#include "storage/database/property_index.h"
#include "storage/database/text_index.h"
#include "storage/format/keys.h"
#include "storage/format/sort_key.h"
#include "storage/format/value_codec.h"
#include "storage/import/encoder.h"
#include "storage/import/new_edges.h"
#include "storage/import/segment_output.h"
#include "storage/import/unique_check.h"
#include "storage/segment/bitmap.h"
#include "storage/segment/column.h"
#include "storage/segment/delta.h"
#include "storage/segment/edge_table.h"

namespace papergraph {
namespace {

void PutColumn(const SegmentKey& key, const std::vector<Value>& values, SegmentOutput& out) {
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

void PutBitmap(const SegmentKey& key, const BitmapSegment& bits, SegmentOutput& out) {
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

void PutEdges(const SegmentKey& key, const std::vector<EdgeRecord>& records, SegmentOutput& out) {
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
    if ((id & kSegmentMask) > values_.size()) values_.resize(id & kSegmentMask);
    bytes_ += sizeof value + (value.kind() == ValueKind::kString ? value.as_string().size() : 0);
    values_.push_back(std::move(value));
  }
  void Flush(Encoder& out) {
    if (values_.empty()) return;
    // Shared, since a std::function is copyable; freed by the thread that encodes.
    auto values = std::make_shared<std::vector<Value>>(std::move(values_));
    values_.clear();
    out.Put([key = key_, values](SegmentOutput& to) { PutColumn(key, *values, to); }, bytes_);
    bytes_ = 0;
  }

 private:
  SegmentKey key_;
  std::vector<Value> values_;
  uint64_t bytes_ = 0;  // of them, about
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
    out.Put([key = key_, bits](SegmentOutput& to) { PutBitmap(key, *bits, to); }, sizeof *bits);
  }

 private:
  SegmentKey key_;
  BitmapSegment bits_;
};

// How the memory of an import is shared out.
struct Shares {
  explicit Shares(uint64_t memory) : segments(memory / 2), edges(memory / 8), keys(memory / 8) {}
  const uint64_t segments, edges, keys;  // of edges three times as much, while some are written
};

class SegmentImport final : public BulkImport {
 public:
  SegmentImport(DatabaseStore& store, const Shares& memory)
      : core_(store.core()),
        before_(core_.Current()),
        import_(core_.kv().BeginImport(memory.keys)),
        out_(*import_, before_->NodeIdLimit(), before_->EdgeIdLimit(), memory.segments),
        nodes_(SegmentKind::kNodes, 0),
        edges_(*import_, out_, memory.edges),
        encoder_(out_) {}

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
    if (records_.empty()) records_.reserve(kSegmentSize);
    if ((Raw(edge) & kSegmentMask) > records_.size()) records_.resize(Raw(edge) & kSegmentMask, kNoRecord);
    records_.push_back({start, end, type});
    ++added_.edges;
    Count(added_.edges_of_type, Raw(type));
    edges_.Add(Raw(type), {Raw(start), Raw(end), Raw(edge)}, encoder_);
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
    encoder_.Wait();
    if (!offence_.empty()) throw StoreError(StoreError::Kind::kConstraint, offence_);
    edges_.WriteNeighbours(encoder_);
    UniqueCheck check(*before_);
    core_.CommitImport(*before_, added_, out_.changed(), out_.TakeEntries(), *import_,
                       [&](std::string_view key, std::string_view value) { check.Visit(key, value); });
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
    encoder_.Put([key = SegmentKey{SegmentKind::kEdges, 0, edge_segment_},
                  records](SegmentOutput& to) { PutEdges(key, *records, to); },
                 records->size() * sizeof(EdgeRecord));
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
    std::string note;
    if (index.kind == IndexInfo::Kind::kUnique) EncodeValue(value, note);
    import_->AddKey(IndexEntryKey(index.id, value, entity), std::move(note));
  }

  void AddText(const IndexDefinition& index, uint32_t entity, std::span<const NamedValue> properties) {
    if (!IsTextIndex(index)) return;
    TermCounts text;
    for (PropertyId property : index.properties) {
      if (const Value* value = ValueOf(property, properties)) text.Add(*value);
    }
    std::vector<std::string> keys;
    AppendTextEntries(text, index.id, entity, keys);
    for (std::string& key : keys) import_->AddKey(std::move(key));
    CountText(text, 1, added_.text_totals[index.id]);
  }

  void AddNames(NodeId node, std::span<const NamedValue> properties) {
    Value name, aliases;
    for (const auto& [property, value] : properties) {
      if (before_->NameOf(property) == "name") name = value;
      if (before_->NameOf(property) == "aliases") aliases = value;
    }
    if (name.is_null() && aliases.is_null()) return;
    for (const std::string& folded : FoldedNamesOf(name, aliases)) import_->AddKey(FoldedNameKey(folded, node));
  }

  Core& core_;
  std::shared_ptr<const Version> before_;
  std::unique_ptr<KvImport> import_;
  SegmentOutput out_;
  Statistics added_;
  BitmapBuilder nodes_;
  std::vector<BitmapBuilder> labels_;                       // by label
  std::vector<ColumnBuilder> node_columns_, edge_columns_;  // by property
  uint32_t edge_segment_ = 0;
  std::vector<EdgeRecord> records_;  // of edge_segment_
  NewEdges edges_;
  std::string offence_;  // the first node that breaks an existence constraint
  Encoder encoder_;      // uses what is above until it ends
};

}  // namespace

std::unique_ptr<BulkImport> BulkImport::Begin(Store& store, std::optional<uint64_t> memory) {
  constexpr uint64_t kLeast = 16ull << 20;
  if (store.read_only()) throw StoreError(StoreError::Kind::kReadOnly, "the database is open to read only");
  auto& database = dynamic_cast<DatabaseStore&>(store);
  const uint64_t wanted = memory.value_or(std::max(database.core().cache_bytes() / 2, kLeast));
  return std::make_unique<SegmentImport>(database, Shares(store.in_memory() ? UINT64_MAX : wanted));
}

}  // namespace papergraph
