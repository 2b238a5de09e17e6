// A bit for each node of a graph: which ones a search has seen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "storage/ids.h"

namespace papergraph::engine {

/// 13 KB for 100,000 nodes, so that it stays in the nearest cache; it is emptied node by node, so that a small search
/// in a large graph costs what it touches.
class NodeMarks {
 public:
  /// Room for ids below `limit`. What is marked stays so.
  void Fit(uint32_t limit) {
    const size_t words = (size_t{limit} + 63) / 64;
    if (words_.size() < words) words_.resize(words, 0);
  }
  bool Has(NodeId node) const { return (words_[Raw(node) >> 6] >> (Raw(node) & 63) & 1) != 0; }
  /// True (1): it was not marked before.
  bool Add(NodeId node) {
    uint64_t& word = words_[Raw(node) >> 6];
    const uint64_t bit = uint64_t{1} << (Raw(node) & 63);
    const bool is_new = (word & bit) == 0;
    word |= bit;
    return is_new;
  }
  void Remove(NodeId node) { words_[Raw(node) >> 6] &= ~(uint64_t{1} << (Raw(node) & 63)); }
  /// REQUIRES: all marked nodes are among these.
  void Clear(std::span<const NodeId> marked) {
    for (NodeId node : marked) words_[Raw(node) >> 6] = 0;
  }

 private:
  std::vector<uint64_t> words_;
};

}  // namespace papergraph::engine
