// GraphReader: all that the engine may know of a graph. It exists twice: the store (storage/store.h) and, for tests, a
// slow and obvious one over plain vectors (tests/support/plain_graph.h). Both must give the same answers in the same
// order.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ids.h"
#include "storage/value.h"

namespace papergraph {

enum class EdgeDirection : uint8_t { kOut, kIn };

/// One entry of a neighbour list: the node at the other end, and the edge that leads there.
struct Neighbour {
  NodeId node;
  EdgeId edge;
  friend auto operator<=>(const Neighbour&, const Neighbour&) = default;
};

struct EdgeRecord {
  NodeId start;
  NodeId end;
  TypeId type;
  friend bool operator==(const EdgeRecord&, const EdgeRecord&) = default;
};

/// What an index or a constraint is about. A uniqueness constraint is backed by an index of its own.
struct IndexInfo {
  enum class Kind : uint8_t { kRange, kUnique, kExists, kFulltext };
  uint32_t id;  // stable as long as the index exists
  std::string name;
  Kind kind;
  LabelId label;  // REQUIRES, before it is used: no `type`
  std::vector<PropertyId> properties;
  std::optional<TypeId> type = std::nullopt;  // set: it is about the relationships of this type, not about nodes
};

/// The values of one property for a batch of nodes or edges, in the batch's order. `form` says which vector is filled
/// (with one entry each); entries whose `valid` is 0 are absent, whatever stands there.
struct PropertyVector {
  enum class Form : uint8_t { kNone, kBool, kInt, kFloat, kString, kValue };  // kNone: absent everywhere
  Form form = Form::kNone;
  std::vector<uint8_t> valid;
  std::vector<int64_t> ints;   // kInt, and kBool as 0 or 1
  std::vector<double> floats;  // kFloat
  std::vector<std::string_view>
      strings;                // kString; the views live as long as the reader (a transaction: until its next write)
  std::vector<Value> values;  // kValue: mixed kinds and everything else
};

/// One end of a range; comparisons as Cypher's < and <= (only values of the bound's own kind of type are in the range).
struct IndexBound {
  Value value;
  bool inclusive;
};

/// A graph that does not change while it is looked at: a snapshot, or a transaction between two of its own writes.
/// Any number of threads may read one snapshot; a transaction belongs to one thread.
/// All node and edge lists ascend by id unless something else is said. Failure: StoreError (kCorrupt, kIo).
class GraphReader {
 public:
  virtual ~GraphReader() = default;

  /// Whether several threads may read this object at the same time: a snapshot, not a transaction.
  virtual bool IsShared() const { return false; }

  // Names <-> ids. A name that was never used has no id. An id is valid in every later snapshot, too.
  virtual std::optional<LabelId> FindLabel(std::string_view name) const = 0;
  virtual std::optional<TypeId> FindType(std::string_view name) const = 0;
  virtual std::optional<PropertyId> FindProperty(std::string_view name) const = 0;
  virtual std::string_view NameOf(LabelId id) const = 0;
  virtual std::string_view NameOf(TypeId id) const = 0;
  virtual std::string_view NameOf(PropertyId id) const = 0;
  /// How many there are; ids are below.
  virtual uint32_t LabelCount() const = 0;
  virtual uint32_t TypeCount() const = 0;
  virtual uint32_t PropertyCount() const = 0;

  // Counts, exact and O(1): also the planner's statistics.
  virtual uint64_t NodeCount() const = 0;
  virtual uint64_t NodeCount(LabelId label) const = 0;
  virtual uint64_t EdgeCount() const = 0;
  virtual uint64_t EdgeCount(TypeId type) const = 0;
  /// Every node (edge) id is below; not every id below is a node.
  virtual uint32_t NodeIdLimit() const = 0;
  virtual uint32_t EdgeIdLimit() const = 0;

  // Nodes.
  virtual bool HasNode(NodeId node) const = 0;
  virtual bool HasLabel(NodeId node, LabelId label) const = 0;
  /// Appends i for each nodes[i] that has the label, ascending. kNoNode has none.
  virtual void SelectLabelled(std::span<const NodeId> nodes, LabelId label, std::vector<uint32_t>& rows) const {
    for (uint32_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i] != kNoNode && HasLabel(nodes[i], label)) rows.push_back(i);
    }
  }
  /// Ascending by label id. Empty for a node that is not there.
  virtual std::vector<LabelId> LabelsOf(NodeId node) const = 0;
  /// Fills `out` with the next nodes of the label (nullopt: of any) with id >= `from`; returns how many. Fewer than
  /// out.size(): these were the last.
  virtual size_t ScanNodes(std::optional<LabelId> label, NodeId from, std::span<NodeId> out) const = 0;

  // Edges.
  virtual bool HasEdge(EdgeId edge) const = 0;
  /// REQUIRES: the edge exists, or was deleted by this very transaction.
  virtual EdgeRecord EdgeOf(EdgeId edge) const = 0;
  /// All edges of one type at one node, ascending by (node, edge): contiguous memory that lives as long as the reader
  /// (a transaction: until its next write). Empty for a node that is not there. A self-loop is in both directions.
  virtual std::span<const Neighbour> Neighbours(NodeId node, TypeId type, EdgeDirection direction) const = 0;
  /// The same of many: out[i * stride] is the list of nodes[i]; kNoNode has none. REQUIRES: out.size() > (nodes.size()
  /// - 1) * stride.
  virtual void NeighbourLists(std::span<const NodeId> nodes, TypeId type, EdgeDirection direction,
                              std::span<std::span<const Neighbour>> out, size_t stride) const {
    for (size_t i = 0; i < nodes.size(); ++i) {
      out[i * stride] = nodes[i] == kNoNode ? std::span<const Neighbour>() : Neighbours(nodes[i], type, direction);
    }
  }
  /// As ScanNodes.
  virtual size_t ScanEdges(std::optional<TypeId> type, EdgeId from, std::span<EdgeId> out) const = 0;

  // Properties. Null: absent.
  virtual Value NodeProperty(NodeId node, PropertyId property) const = 0;
  virtual Value EdgeProperty(EdgeId edge, PropertyId property) const = 0;
  /// All that are there, ascending by property id.
  virtual std::vector<std::pair<PropertyId, Value>> PropertiesOf(NodeId node) const = 0;
  virtual std::vector<std::pair<PropertyId, Value>> PropertiesOf(EdgeId edge) const = 0;
  /// The property of many at once: far cheaper than one by one. `out` is overwritten; its memory is used again.
  virtual void GatherProperty(PropertyId property, std::span<const NodeId> nodes, PropertyVector& out) const = 0;
  virtual void GatherProperty(PropertyId property, std::span<const EdgeId> edges, PropertyVector& out) const = 0;

  // Indexes and constraints.
  virtual std::vector<IndexInfo> Indexes() const = 0;
  /// Appends the nodes whose property equals `value` (Cypher's =), ascending by id. kRange and kUnique only.
  virtual void IndexSeek(uint32_t index, const Value& value, std::vector<NodeId>& out) const = 0;
  /// Appends in the order of (value, id).
  virtual void IndexRange(uint32_t index, const std::optional<IndexBound>& lower,
                          const std::optional<IndexBound>& upper, std::vector<NodeId>& out) const = 0;
  /// Strings that start with `prefix`, in the order of (value, id).
  virtual void IndexPrefix(uint32_t index, std::string_view prefix, std::vector<NodeId>& out) const = 0;

  // The same for an index on relationships. An index of the other kind finds nothing.
  virtual void IndexSeek(uint32_t index, const Value& value, std::vector<EdgeId>& out) const = 0;
  virtual void IndexRange(uint32_t index, const std::optional<IndexBound>& lower,
                          const std::optional<IndexBound>& upper, std::vector<EdgeId>& out) const = 0;
  virtual void IndexPrefix(uint32_t index, std::string_view prefix, std::vector<EdgeId>& out) const = 0;

  // Names: nodes by the folded form (storage/text_fold.h) of their `name` (a string) and `aliases` (a list of strings).
  // Kept by the store itself for every label.
  virtual void NodesNamed(std::string_view folded, std::vector<NodeId>& out) const = 0;
  /// Calls `visit` with each folded name that starts with `prefix` and a node that has it, in byte order, until it
  /// returns false.
  virtual void ScanNames(std::string_view prefix, const std::function<bool(std::string_view, NodeId)>& visit) const = 0;

  // Records: bytes that belong to the database but not to the graph (what each document mentions, ...), in named
  // spaces.
  virtual std::optional<std::string> Record(std::string_view space, std::string_view key) const = 0;
  /// In key order, until `visit` returns false.
  virtual void ScanRecords(std::string_view space, std::string_view prefix,
                           const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
};

}  // namespace papergraph
