// What a statement gives back.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "storage/graph_reader.h"
#include "storage/value.h"

namespace papergraph::engine {

/// Side effects as CONTRACT.md counts them.
struct Stats {
  uint64_t nodes_created = 0, nodes_deleted = 0;
  uint64_t relationships_created = 0, relationships_deleted = 0;
  uint64_t properties_set = 0;
  uint64_t labels_added = 0, labels_removed = 0;
  friend bool operator==(const Stats&, const Stats&) = default;
};

/// Column names and rows, as they come. A statement writes to it; formats (engine/output) implement it, so that a large
/// result never lies in memory as a whole. Entities among the values are looked up in `graph`, which lives through the
/// calls.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void Columns(const std::vector<std::string>& names, const GraphReader& graph) = 0;
  virtual void Row(std::span<const Value> values) = 0;
};

/// For a statement that is run for what it does, or for its summary.
struct NoRows final : RowSink {
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value>) override {}
};

/// Everything about a finished statement but its rows.
struct Summary {
  Stats stats;
  double elapsed_ms = 0;
  std::vector<std::string> notices;  // for people: "3 of 10 nodes shown", ...
  std::string plan;                  // EXPLAIN and PROFILE: the text; otherwise empty
};

}  // namespace papergraph::engine
