// Equality, ranges and prefixes over index entries, and names over folded names: the same code for a version and a
// transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database/key_source.h"
#include "storage/graph_reader.h"

namespace papergraph {

/// What the index knows a node or (an index with a type) a relationship by: its property, or the list of several. Null:
/// it is not in the index for its properties (whether it has the label is for the caller to know).
template <typename Id>
Value IndexedValue(const GraphReader& graph, const IndexInfo& index, Id entity);

/// The key of the entity's entry. REQUIRES: `value` is no null.
template <typename Id>
std::string IndexEntryKey(uint32_t index, const Value& value, Id entity);

/// As GraphReader's functions of these names. `graph` answers for what the keys leave open.
template <typename Id>
void SeekIndex(const KeySource& keys, const GraphReader& graph, const IndexInfo& index, const Value& value,
               std::vector<Id>& out);
template <typename Id>
void RangeIndex(const KeySource& keys, const GraphReader& graph, const IndexInfo& index,
                const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper, std::vector<Id>& out);
template <typename Id>
void PrefixIndex(const KeySource& keys, const IndexInfo& index, std::string_view prefix, std::vector<Id>& out);

inline Value PropertyOf(const GraphReader& graph, NodeId node, PropertyId property) {
  return graph.NodeProperty(node, property);
}
inline Value PropertyOf(const GraphReader& graph, EdgeId edge, PropertyId property) {
  return graph.EdgeProperty(edge, property);
}

/// The folded forms of a node's `name` (a string) and `aliases` (a list of strings), sorted, each once.
std::vector<std::string> FoldedNamesOf(const Value& name, const Value& aliases);
void FindNamed(const KeySource& keys, std::string_view folded, std::vector<NodeId>& out);
void VisitNames(const KeySource& keys, std::string_view prefix,
                const std::function<bool(std::string_view, NodeId)>& visit);

}  // namespace papergraph
