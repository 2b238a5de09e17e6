// What a person decided about names, as records of the database.
#pragma once

#include <string>
#include <string_view>

#include "extract/linking/mention_keys.h"
#include "storage/graph_writer.h"

namespace papergraph::extract {

/// Throws StoreError kCorrupt.
Decisions LoadDecisions(const GraphReader& graph);

/// Replaces all that is stored.
void StoreDecisions(GraphWriter& graph, const Decisions& decisions);

}  // namespace papergraph::extract
