// PlainGraph: the graph over plain maps and vectors, slow and obvious: the reference that the store and the engine are
// compared with, and a graph for tests that want no RocksDB.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/error.h"
#include "storage/full_text.h"
#include "storage/graph_writer.h"
#include "storage/text_terms.h"

namespace papergraph {

/// Complete: properties, indexes, constraints, names, records, savepoints. Every write is seen at once; there is no
/// transaction around it (a savepoint at the beginning is one). One thread. Ids are given out ascending from 0 and are
/// not used again, not even after RollbackTo.
class PlainGraph : public GraphWriter, public FullTextWriter {
 public:
  std::optional<LabelId> FindLabel(std::string_view name) const override;
  std::optional<TypeId> FindType(std::string_view name) const override;
  std::optional<PropertyId> FindProperty(std::string_view name) const override;
  std::string_view NameOf(LabelId id) const override;
  std::string_view NameOf(TypeId id) const override;
  std::string_view NameOf(PropertyId id) const override;
  uint32_t LabelCount() const override;
  uint32_t TypeCount() const override;
  uint32_t PropertyCount() const override;

  uint64_t NodeCount() const override;
  uint64_t NodeCount(LabelId label) const override;
  uint64_t EdgeCount() const override;
  uint64_t EdgeCount(TypeId type) const override;
  uint32_t NodeIdLimit() const override;
  uint32_t EdgeIdLimit() const override;

  bool HasNode(NodeId node) const override;
  bool HasLabel(NodeId node, LabelId label) const override;
  std::vector<LabelId> LabelsOf(NodeId node) const override;
  size_t ScanNodes(std::optional<LabelId> label, NodeId from, std::span<NodeId> out) const override;

  bool HasEdge(EdgeId edge) const override;
  EdgeRecord EdgeOf(EdgeId edge) const override;
  std::span<const Neighbour> Neighbours(NodeId node, TypeId type, EdgeDirection direction) const override;
  size_t ScanEdges(std::optional<TypeId> type, EdgeId from, std::span<EdgeId> out) const override;

  Value NodeProperty(NodeId node, PropertyId property) const override;
  Value EdgeProperty(EdgeId edge, PropertyId property) const override;
  std::vector<std::pair<PropertyId, Value>> PropertiesOf(NodeId node) const override;
  std::vector<std::pair<PropertyId, Value>> PropertiesOf(EdgeId edge) const override;
  void GatherProperty(PropertyId property, std::span<const NodeId> nodes, PropertyVector& out) const override;
  void GatherProperty(PropertyId property, std::span<const EdgeId> edges, PropertyVector& out) const override;

  std::vector<IndexInfo> Indexes() const override;
  void IndexSeek(uint32_t index, const Value& value, std::vector<NodeId>& out) const override;
  void IndexRange(uint32_t index, const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper,
                  std::vector<NodeId>& out) const override;
  void IndexPrefix(uint32_t index, std::string_view prefix, std::vector<NodeId>& out) const override;
  void IndexSeek(uint32_t index, const Value& value, std::vector<EdgeId>& out) const override;
  void IndexRange(uint32_t index, const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper,
                  std::vector<EdgeId>& out) const override;
  void IndexPrefix(uint32_t index, std::string_view prefix, std::vector<EdgeId>& out) const override;

  std::vector<IndexDefinition> TextIndexes() const override;
  TextTotals TotalsOf(uint32_t index) const override;
  std::vector<std::vector<Posting>> FindTerms(uint32_t index, std::span<const std::string> terms) const override;

  void NodesNamed(std::string_view folded, std::vector<NodeId>& out) const override;
  void ScanNames(std::string_view prefix, const std::function<bool(std::string_view, NodeId)>& visit) const override;

  std::optional<std::string> Record(std::string_view space, std::string_view key) const override;
  void ScanRecords(std::string_view space, std::string_view prefix,
                   const std::function<bool(std::string_view key, std::string_view value)>& visit) const override;

  LabelId InternLabel(std::string_view name) override;
  TypeId InternType(std::string_view name) override;
  PropertyId InternProperty(std::string_view name) override;
  NodeId CreateNode(std::span<const LabelId> labels) override;
  EdgeId CreateEdge(NodeId start, TypeId type, NodeId end) override;
  void DeleteNode(NodeId node) override;
  void DeleteEdge(EdgeId edge) override;
  bool AddLabel(NodeId node, LabelId label) override;
  bool RemoveLabel(NodeId node, LabelId label) override;
  void SetProperty(NodeId node, PropertyId property, const Value& value) override;
  void SetProperty(EdgeId edge, PropertyId property, const Value& value) override;
  uint32_t CreateIndex(std::string_view name, IndexInfo::Kind kind, LabelId label,
                       std::span<const PropertyId> properties) override;
  uint32_t CreateIndex(std::string_view name, IndexInfo::Kind kind, TypeId type,
                       std::span<const PropertyId> properties) override;
  uint32_t CreateTextIndex(std::string_view name, std::span<const LabelId> labels,
                           std::span<const PropertyId> properties) override;
  uint32_t CreateTextIndex(std::string_view name, std::span<const TypeId> types,
                           std::span<const PropertyId> properties) override;
  void DropIndex(uint32_t index) override;
  void PutRecord(std::string_view space, std::string_view key, std::string_view value) override;
  void DeleteRecord(std::string_view space, std::string_view key) override;
  void CheckConstraints() override;
  size_t Savepoint() override;
  void RollbackTo(size_t savepoint) override;

 private:
  using Properties = std::map<PropertyId, Value>;
  struct Node {
    std::set<LabelId> labels;
    Properties properties;
    std::map<TypeId, std::vector<Neighbour>> out, in;
  };
  struct Edge {
    EdgeRecord record;
    Properties properties;
  };
  struct State {
    std::map<NodeId, Node> nodes;
    std::map<EdgeId, Edge> edges;
    std::map<EdgeId, EdgeRecord> deleted_edges;
    std::map<uint32_t, IndexDefinition> indexes;
    std::map<std::pair<std::string, std::string>, std::string> records;
  };

  // What an index knows a node by: its property, or the list of several; null when one is missing or the label is.
  Value IndexKey(const IndexInfo& index, const Node& node) const;
  Value IndexKey(const IndexInfo& index, const Edge& edge) const;
  template <typename Id>
  std::vector<std::pair<Value, Id>> IndexEntries(uint32_t index) const;
  // The terms of each text of a full-text index, by node or relationship.
  std::map<uint32_t, TermCounts> Texts(uint32_t index) const;
  std::set<std::pair<std::string, NodeId>> FoldedNames() const;
  // Throws kConstraint when this node would share a unique key with another.
  void RefuseDuplicates(NodeId node, const Node& changed) const;
  void RefuseDuplicates(EdgeId edge, const Edge& changed) const;
  uint32_t AddIndex(IndexDefinition info);
  void RequireStorable(const Value& value) const;

  // Names stay through RollbackTo: an id that was given out keeps its meaning.
  std::vector<std::string> labels_, types_, property_names_;
  State state_;
  uint32_t next_node_ = 0, next_edge_ = 0, next_index_ = 0;
  std::vector<State> savepoints_;
};

}  // namespace papergraph
