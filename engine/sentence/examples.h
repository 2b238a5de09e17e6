// Sentences that work on the graph at hand.
#pragma once

#include <string>
#include <vector>

#include "storage/graph_reader.h"

namespace papergraph::engine {

/// Three sentences that ReadSentence reads, about what the graph has most of. Looks at no more than some 50,000 nodes.
std::vector<std::string> WorkingSentences(const GraphReader& graph);

}  // namespace papergraph::engine
