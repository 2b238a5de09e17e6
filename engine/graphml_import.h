// GraphML -> nodes and edges (http://graphml.graphdrawing.org; what ours adds: docs/files.md).
#pragma once

#include <string>
#include <vector>

#include "engine/csv_import.h"

namespace papergraph::engine {

struct GraphmlOptions {
  std::vector<std::string> files;
  std::string id_property;  // keeps the ids that nodes have in the file; empty: does not
  std::function<void(uint64_t files, uint64_t elements, const std::string& file)>
      on_progress;  // after every file; may be empty
};

/// Adds every node and edge, whatever is there already, in one piece: all or nothing. Files do not know each other's
/// nodes. Nested graphs, hyperedges and ports are faults, never left out. Throws StoreError.
ImportReport ImportGraphml(Store& store, const GraphmlOptions& options);

}  // namespace papergraph::engine
