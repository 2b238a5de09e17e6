// Random changes to a graph: the same seed does the same to two graphs that answer the same.
#pragma once

#include <optional>
#include <random>
#include <string>

#include "storage/graph_writer.h"

namespace papergraph {

/// A storable value of any kind; few different ones, so that they meet. `inside_list`: no list.
Value RandomValue(std::mt19937& random, bool inside_list);

/// Calls everything that a GraphWriter has. Which call comes next depends on the seed and on what the graph answers.
class RandomWriter {
 public:
  explicit RandomWriter(unsigned seed) : random_(seed) {}

  /// One change; says what was done and whether it was refused (StoreError kConstraint).
  std::string Step(GraphWriter& graph);

 private:
  size_t Pick(size_t n) { return random_() % n; }
  std::optional<NodeId> AnyNode(const GraphReader& graph);
  std::optional<EdgeId> AnyEdge(const GraphReader& graph);
  std::string Do(GraphWriter& graph);

  std::mt19937 random_;
};

}  // namespace papergraph
