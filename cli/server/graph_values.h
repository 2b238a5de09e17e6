// Values of Cypher as Bolt's clients see them.
#pragma once

#include "cli/server/packstream.h"
#include "storage/graph_reader.h"

namespace papergraph::cli {

/// Nodes, relationships and paths are looked up in `graph`, which may be null where there are none; what was deleted
/// has an id and nothing else. Element ids are those of elementId(). May throw StoreError.
void PackValue(PackWriter& writer, const Value& value, const GraphReader* graph, Dialect dialect);

}  // namespace papergraph::cli
