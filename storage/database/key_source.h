// The sorted keys of a graph (index entries, names, records), whoever has them: a version, or a transaction over one.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ids.h"

namespace papergraph {

class KeySource {
 public:
  virtual ~KeySource() = default;
  /// Calls `visit` with the keys in [begin, end) in order, until it returns false. An empty `end` is past the last key.
  /// Views live as long as the call of `visit`.
  virtual void ScanKeys(std::string_view begin, std::string_view end,
                        const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
  /// Appends the ids at the ends of the keys that begin with `prefix` and have four bytes more, in order.
  virtual void CollectIds(const std::string& prefix, std::vector<NodeId>& out) const;
  virtual std::optional<std::string> KeyValueOf(std::string_view key) const = 0;
};

}  // namespace papergraph
