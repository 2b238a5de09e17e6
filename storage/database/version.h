// Version: the graph after one commit, as everybody reads it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "storage/database/key_pages.h"
#include "storage/database/key_source.h"
#include "storage/database/names.h"
#include "storage/database/segment_cache.h"
#include "storage/full_text.h"
#include "storage/graph_reader.h"
#include "storage/kv/kv.h"
#include "storage/segment/bitmap.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"
#include "storage/segment/edge_table.h"

namespace papergraph {

/// What a version knows without asking RocksDB.
struct Statistics {
  uint64_t nodes = 0, edges = 0;
  uint32_t next_node = 0, next_edge = 0, next_index = 0;
  std::vector<uint64_t> nodes_of_label, edges_of_type;
  uint32_t properties = 0;                          // names; those of labels and types are as many as their counts
  std::map<uint32_t, TextTotals> text_totals = {};  // by index id
};

/// Those of the kind kFulltext.
std::vector<IndexDefinition> TextIndexesOf(const std::vector<IndexDefinition>& indexes);

/// Any number of threads. Lives at most as long as the store whose cache and keys it borrows.
class Version final : public GraphReader, public FullTextReader, public KeySource {
 public:
  using IndexList = std::shared_ptr<const std::vector<IndexDefinition>>;

  /// `changed`: the segments that differ from the version before; nullptr: forget all that is cached. `groups`: pages
  /// of keys, told of what changes; those that are missing begin empty, and patiently. nullopt: none is
  /// known to change often.
  Version(uint64_t sequence, KeyValue& kv, const NameTables& names, SegmentCache& cache, Statistics statistics,
          IndexList indexes, const std::vector<SegmentKey>* changed, std::optional<KeyGroups> groups);
  ~Version() override;

  bool IsShared() const override { return true; }
  uint64_t sequence() const { return sequence_; }
  const Statistics& statistics() const { return statistics_; }
  const IndexList& index_list() const { return indexes_; }
  const KeyGroups& groups() const { return groups_; }
  const KvSnapshot* kv_snapshot() const { return at_.get(); }

  // Decoded segments; nullptr where there can be nothing.
  const BitmapSegment* Bitmap(SegmentKind kind, uint32_t of, uint32_t segment) const {
    return static_cast<const BitmapSegment*>(SegmentAt(kind, of, segment));
  }
  const ColumnSegment* Column(SegmentKind kind, uint32_t of, uint32_t segment) const {
    return static_cast<const ColumnSegment*>(SegmentAt(kind, of, segment));
  }
  const EdgeSegment* Edges(uint32_t segment) const {
    return static_cast<const EdgeSegment*>(SegmentAt(SegmentKind::kEdges, 0, segment));
  }
  const CsrSegment* Csr(SegmentKind kind, uint32_t of, uint32_t segment) const {
    return static_cast<const CsrSegment*>(SegmentAt(kind, of, segment));
  }

  std::optional<LabelId> FindLabel(std::string_view name) const override;
  std::optional<TypeId> FindType(std::string_view name) const override;
  std::optional<PropertyId> FindProperty(std::string_view name) const override;
  std::string_view NameOf(LabelId id) const override { return names_.labels.NameOf(Raw(id)); }
  std::string_view NameOf(TypeId id) const override { return names_.types.NameOf(Raw(id)); }
  std::string_view NameOf(PropertyId id) const override { return names_.properties.NameOf(Raw(id)); }
  uint32_t LabelCount() const override { return static_cast<uint32_t>(statistics_.nodes_of_label.size()); }
  uint32_t TypeCount() const override { return static_cast<uint32_t>(statistics_.edges_of_type.size()); }
  uint32_t PropertyCount() const override { return statistics_.properties; }

  uint64_t NodeCount() const override { return statistics_.nodes; }
  uint64_t NodeCount(LabelId label) const override;
  uint64_t EdgeCount() const override { return statistics_.edges; }
  uint64_t EdgeCount(TypeId type) const override;
  uint32_t NodeIdLimit() const override { return statistics_.next_node; }
  uint32_t EdgeIdLimit() const override { return statistics_.next_edge; }

  bool HasNode(NodeId node) const override;
  bool HasLabel(NodeId node, LabelId label) const override;
  void SelectLabelled(std::span<const NodeId> nodes, LabelId label, std::vector<uint32_t>& rows) const override;
  std::vector<LabelId> LabelsOf(NodeId node) const override;
  size_t ScanNodes(std::optional<LabelId> label, NodeId from, std::span<NodeId> out) const override;
  bool HasEdge(EdgeId edge) const override;
  EdgeRecord EdgeOf(EdgeId edge) const override;
  std::span<const Neighbour> Neighbours(NodeId node, TypeId type, EdgeDirection direction) const override;
  void NeighbourLists(std::span<const NodeId> nodes, TypeId type, EdgeDirection direction,
                      std::span<std::span<const Neighbour>> out, size_t stride) const override;
  size_t ScanEdges(std::optional<TypeId> type, EdgeId from, std::span<EdgeId> out) const override;
  Value NodeProperty(NodeId node, PropertyId property) const override;
  Value EdgeProperty(EdgeId edge, PropertyId property) const override;
  std::vector<std::pair<PropertyId, Value>> PropertiesOf(NodeId node) const override;
  std::vector<std::pair<PropertyId, Value>> PropertiesOf(EdgeId edge) const override;
  void GatherProperty(PropertyId property, std::span<const NodeId> nodes, PropertyVector& out) const override;
  void GatherProperty(PropertyId property, std::span<const EdgeId> edges, PropertyVector& out) const override;

  std::vector<IndexInfo> Indexes() const override { return {indexes_->begin(), indexes_->end()}; }
  void IndexSeek(uint32_t index, const Value& value, std::vector<NodeId>& out) const override;
  void IndexRange(uint32_t index, const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper,
                  std::vector<NodeId>& out) const override;
  void IndexPrefix(uint32_t index, std::string_view prefix, std::vector<NodeId>& out) const override;
  void IndexSeek(uint32_t index, const Value& value, std::vector<EdgeId>& out) const override;
  void IndexRange(uint32_t index, const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper,
                  std::vector<EdgeId>& out) const override;
  void IndexPrefix(uint32_t index, std::string_view prefix, std::vector<EdgeId>& out) const override;
  std::vector<IndexDefinition> TextIndexes() const override { return TextIndexesOf(*indexes_); }
  TextTotals TotalsOf(uint32_t index) const override;
  std::vector<std::vector<Posting>> FindTerms(uint32_t index, std::span<const std::string> terms) const override;
  void NodesNamed(std::string_view folded, std::vector<NodeId>& out) const override;
  void ScanNames(std::string_view prefix, const std::function<bool(std::string_view, NodeId)>& visit) const override;
  std::optional<std::string> Record(std::string_view space, std::string_view key) const override;
  void ScanRecords(std::string_view space, std::string_view prefix,
                   const std::function<bool(std::string_view key, std::string_view value)>& visit) const override;

  void ScanKeys(std::string_view begin, std::string_view end,
                const std::function<bool(std::string_view key, std::string_view value)>& visit) const override;
  void CollectIds(const std::string& prefix, std::vector<NodeId>& out) const override;
  std::optional<std::string> KeyValueOf(std::string_view key) const override;

 private:
  KeyPages* PagesOf(std::string_view key) const;  // null: keys of no group
  const Segment* SegmentAt(SegmentKind kind, uint32_t of, uint32_t segment) const {
    const auto& tables = tables_[static_cast<size_t>(kind)];
    if (of >= tables.size() || segment >= tables[of].count) return nullptr;
    const Segment* found =
        std::atomic_ref<const Segment*>(tables[of].slots[segment].segment).load(std::memory_order_acquire);
    if (found != nullptr && found->from <= sequence_) [[likely]]
      return found;
    return cache_.Load({kind, of, segment}, tables[of], sequence_, kv_, at_.get(), own_);
  }

  const uint64_t sequence_;
  KeyValue& kv_;
  const NameTables& names_;
  SegmentCache& cache_;
  const Statistics statistics_;
  const IndexList indexes_;
  KeyGroups groups_;
  std::unique_ptr<KvSnapshot> at_;
  SlotTables tables_;
  mutable PrivateSegments own_;
};

/// Scans and lookups of indexes, names and records in terms of a KeySource: for every GraphReader here.
const IndexDefinition* FindIndex(const std::vector<IndexDefinition>& indexes, uint32_t id);
void ScanRecordKeys(const KeySource& keys, std::string_view space, std::string_view prefix,
                    const std::function<bool(std::string_view key, std::string_view value)>& visit);
std::optional<std::string> FindRecord(const KeySource& keys, std::string_view space, std::string_view key);

}  // namespace papergraph
