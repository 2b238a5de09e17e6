// By what a server knows the nodes and relationships that were pushed to it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/graph_reader.h"

namespace papergraph::cli {

/// Half of a SHA-256.
using PushKey = std::array<uint8_t, 16>;
PushKey KeyOf(std::string_view text);
std::string HexOf(const PushKey& key);

/// A property as it is sent, ascending by name.
using SentProperties = std::vector<std::pair<std::string, Value>>;
template <typename Id>
SentProperties PropertiesToSend(const GraphReader& graph, Id id);
/// As JSON, `sources` and `aliases` in the order of their items: what digests are made of.
std::string TextOf(const SentProperties& properties, const GraphReader& graph);

/// The properties that a push adds.
inline constexpr std::string_view kKeyProperty = "papergraph_id", kDigestProperty = "papergraph_digest";

/// The key of every node. A node that has an `id`, or else a `name`, is known by that and its labels; any other by its
/// labels, properties and what it is joined with. So equal graphs have equal keys however they came to be; nodes that
/// look alike in all this are told apart by all of it, and then by their numbers. Holds 24 bytes a node.
class NodeKeys {
 public:
  /// `graph` outlives it.
  explicit NodeKeys(const GraphReader& graph);

  const PushKey& of(NodeId node) const { return keys_[Raw(node)]; }
  /// Which of `label_sets` the node has.
  uint32_t LabelSetOf(NodeId node) const { return sets_[Raw(node)]; }
  /// Names of labels, sorted; the sets sorted, too.
  const std::vector<std::vector<std::string>>& label_sets() const { return label_sets_; }
  /// All nodes, by label set and key.
  const std::vector<NodeId>& nodes() const { return nodes_; }

 private:
  void ReadLabelSets();
  void TellApart();
  PushKey Surroundings(NodeId node) const;

  const GraphReader& graph_;
  std::vector<PushKey> keys_;
  std::vector<uint32_t> sets_;
  std::vector<std::vector<std::string>> label_sets_;
  std::vector<NodeId> nodes_;
};

}  // namespace papergraph::cli
