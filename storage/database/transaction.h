// The transaction: a version, and over it what this one thread has changed. It costs what it touches.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/database/core.h"
#include "storage/database/key_source.h"
#include "storage/database/overlay.h"
#include "storage/database/version.h"
#include "storage/full_text.h"
#include "storage/store.h"

namespace papergraph {

class StoreTransaction final : public Transaction, public FullTextWriter, public KeySource {
 public:
  explicit StoreTransaction(Core& core, std::unique_ptr<CommitHold> hold = nullptr);
  ~StoreTransaction() override;

  std::optional<LabelId> FindLabel(std::string_view name) const override;
  std::optional<TypeId> FindType(std::string_view name) const override;
  std::optional<PropertyId> FindProperty(std::string_view name) const override;
  std::string_view NameOf(LabelId id) const override { return base_->NameOf(id); }
  std::string_view NameOf(TypeId id) const override { return base_->NameOf(id); }
  std::string_view NameOf(PropertyId id) const override { return base_->NameOf(id); }
  uint32_t LabelCount() const override { return core_.names().labels.size(); }
  uint32_t TypeCount() const override { return core_.names().types.size(); }
  uint32_t PropertyCount() const override { return core_.names().properties.size(); }

  uint64_t NodeCount() const override;
  uint64_t NodeCount(LabelId label) const override;
  uint64_t EdgeCount() const override;
  uint64_t EdgeCount(TypeId type) const override;
  uint32_t NodeIdLimit() const override { return node_limit_; }
  uint32_t EdgeIdLimit() const override { return edge_limit_; }

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
  std::optional<std::string> KeyValueOf(std::string_view key) const override;

  LabelId InternLabel(std::string_view name) override { return LabelId{core_.names().labels.Intern(name)}; }
  TypeId InternType(std::string_view name) override { return TypeId{core_.names().types.Intern(name)}; }
  PropertyId InternProperty(std::string_view name) override {
    return PropertyId{core_.names().properties.Intern(name)};
  }
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

  void Commit() override;

 private:
  using Bytes = std::optional<std::string>;

  // One step back.
  struct Undo {
    enum class Kind : uint8_t { kNode, kLabel, kNodeProperty, kEdge, kEdgeProperty, kKey, kIndexes };
    Kind kind;
    bool flag = false;  // kNode, kEdge: it existed; kLabel: the node had it; kKey: the overlay knew the key
    uint32_t id = 0;    // node or edge
    uint32_t of = 0;    // label or property
    Value value = {};   // of the property before
    std::string key = {};
    Bytes bytes = {};  // what the overlay knew
    Version::IndexList indexes = {};
  };

  // The writes that everything consists of: they change the overlay and note how to go back.
  void SetNodeExists(NodeId node, bool exists, bool is_new);
  void SetLabel(NodeId node, LabelId label, bool on);
  void SetNodeProperty(NodeId node, PropertyId property, Value value);
  void SetEdgeExists(EdgeId edge, const EdgeRecord& record, bool exists, bool is_new);
  void SetEdgeProperty(EdgeId edge, PropertyId property, Value value);
  void SetKey(std::string key, Bytes value);
  void SetIndexes(Version::IndexList indexes);
  void Remember(Undo undo) {
    if (!savepoints_.empty()) undo_.push_back(std::move(undo));
  }

  NodeChange& ChangeOf(NodeId node) { return overlay_.nodes[node]; }
  EdgeChange& ChangeOf(EdgeId edge);
  void RequireNode(NodeId node) const;
  void RequireEdge(EdgeId edge) const;
  // Throws kConstraint when another node (relationship) has `value` in this unique index.
  template <typename Id>
  void RefuseDuplicate(const IndexInfo& index, const Value& value, Id entity) const;
  template <typename Id>
  [[noreturn]] void RefuseSharedKey(const IndexInfo& index, const Value& value, Id first, Id second) const;
  void RequireExistence(const IndexInfo& index, NodeId node) const;
  void RequireExistence(const IndexInfo& index, EdgeId edge) const;
  template <typename Id, typename Scan>
  uint32_t BuildIndex(IndexDefinition info, const Scan& scan);
  void RefuseSharedName(const IndexInfo& info) const;
  uint32_t AddTextIndex(IndexDefinition info);

  Core& core_;
  std::unique_ptr<CommitHold> hold_;  // before the base, which nobody then overtakes; null: others commit
  std::shared_ptr<const Version> base_;
  Version::IndexList indexes_;
  Overlay overlay_;
  uint32_t node_limit_, edge_limit_;
  std::vector<Undo> undo_;
  std::vector<size_t> savepoints_;  // lengths of undo_
};

}  // namespace papergraph
