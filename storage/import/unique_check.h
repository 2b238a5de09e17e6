// Whether the keys of an import break a uniqueness constraint.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/database/version.h"
#include "storage/value.h"

namespace papergraph {

/// Is shown the keys of all new index entries, ascending, with the value of each (as EncodeValue makes it) where its
/// index is unique; and in the end an empty one.
class UniqueCheck {
 public:
  /// `before` lives longer.
  explicit UniqueCheck(const Version& before) : before_(before) {}
  /// Throws StoreError kConstraint, naming constraint and value.
  void Visit(std::string_view key, std::string_view value);

 private:
  void CheckValues();

  const Version& before_;
  const IndexInfo* index_ = nullptr;  // of the entries that wait
  std::string sort_key_;              // theirs, with what is before it
  std::vector<Value> values_;
};

}  // namespace papergraph
