// Compares everything that can be read of two graphs.
#pragma once

#include <string>
#include <vector>

#include "storage/graph_reader.h"

namespace papergraph {

/// The first differences between the two, in words; empty when every question has the same answer. `spaces`: the record
/// spaces to look into.
std::vector<std::string> Differences(const GraphReader& expected, const GraphReader& actual,
                                     const std::vector<std::string>& spaces);

/// Any value as text that tells all values apart: for messages of tests.
std::string ShowValue(const Value& value);

}  // namespace papergraph
