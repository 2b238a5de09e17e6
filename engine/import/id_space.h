// The ids of one id space of an import -> the nodes that have them.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ids.h"

namespace papergraph::engine {

/// Small whole numbers, as most tables have them, are places in an array; everything else is hashed. One thread.
class IdSpace {
 public:
  /// False when the id is there already. `stable`: the text lives as long as this.
  bool Add(std::string_view id, NodeId node, bool stable);
  /// kNoNode when there is none.
  NodeId Find(std::string_view id) const;
  size_t size() const { return count_; }

 private:
  static bool ReadNumber(std::string_view id, uint64_t& number);

  std::vector<NodeId> dense_;
  boost::unordered_flat_map<std::string_view, NodeId> sparse_;
  std::deque<std::string> texts_;
  size_t count_ = 0;
};

}  // namespace papergraph::engine
