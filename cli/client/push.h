// The whole graph -> another server, so that a second time changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/client/bolt_client.h"
#include "storage/graph_reader.h"

namespace papergraph::cli {

struct PushOptions {
  size_t batch_rows = 1000;      // nodes or relationships in a statement, at most
  size_t batch_bytes = 1 << 20;  // about as many bytes of properties
  double timeout_seconds = 0;    // of a statement
  double pause_seconds = 0.2;    // before the first of four further tries of what may work later; then doubled
  std::string database;          // empty: the server's own choice
};

struct PushReport {
  uint64_t nodes = 0, relationships = 0;  // of the graph; all are on the server now
  engine::Stats changed;                  // what had to be changed there for it
  std::vector<std::string> notices;       // constraints and indexes that the server did not take
};

/// Each node has its key (NodeKeys) and a digest of its properties on the server, each relationship the same; what has
/// the digest already is left alone, what has another is made as it is here. Every statement is a transaction of its
/// own, so that a push that broke goes on where it was when it begins again. Nothing is ever deleted. The order is that
/// of labels and keys: equal graphs are sent in equal bytes. `progress` gets how many nodes and relationships are done,
/// of how many. Failure: ServerError, ConnectionError, StoreError.
PushReport Push(const GraphReader& graph, BoltClient& client, const PushOptions& options,
                const std::function<void(uint64_t done, uint64_t total)>& progress);

}  // namespace papergraph::cli
