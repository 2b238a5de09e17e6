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

/// What the index knows a node by: its property, or the list of several. Null: it is not in the index for its
/// properties (whether it has the label is for the caller to know).
Value IndexedValue(const GraphReader& graph, const IndexInfo& index, NodeId node);

/// The key of the node's entry. REQUIRES: `value` is no null.
std::string IndexEntryKey(uint32_t index, const Value& value, NodeId node);

/// As GraphReader's functions of these names. `graph` answers for what the keys leave open.
void SeekIndex(const KeySource& keys, const GraphReader& graph, const IndexInfo& index, const Value& value,
               std::vector<NodeId>& out);
void RangeIndex(const KeySource& keys, const GraphReader& graph, const IndexInfo& index,
                const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper,
                std::vector<NodeId>& out);
void PrefixIndex(const KeySource& keys, const IndexInfo& index, std::string_view prefix, std::vector<NodeId>& out);

/// The folded forms of a node's `name` (a string) and `aliases` (a list of strings), sorted, each once.
std::vector<std::string> FoldedNamesOf(const Value& name, const Value& aliases);
void FindNamed(const KeySource& keys, std::string_view folded, std::vector<NodeId>& out);
void VisitNames(const KeySource& keys, std::string_view prefix,
                const std::function<bool(std::string_view, NodeId)>& visit);

}  // namespace papergraph
