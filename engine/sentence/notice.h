// What is said beside an answer that is empty though the question was right.
#pragma once

#include <string>

#include "engine/sentence/meaning.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

/// "who proposed GRPO" where no paper of the graph did: which paper is the first that has to do with it, and how. Empty
/// when some paper did, and for every other question.
std::string OriginNotice(const Meaning& meaning, const GraphReader& graph);

}  // namespace papergraph::engine
