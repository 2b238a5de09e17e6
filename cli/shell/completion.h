// What Tab offers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/graph_reader.h"

namespace papergraph::cli {

struct Completion {
  size_t start = 0;  // of the word in the text, in bytes: what a candidate stands for is [start, end of text)
  std::vector<std::string> candidates;  // sorted, each once, at most kMostCandidates
};
inline constexpr size_t kMostCandidates = 60;

/// `text` is what stands before the cursor, earlier lines of the statement included. Looks at keywords and functions,
/// at labels and types behind a `:`, at properties behind a `.`, at names and aliases of the store inside quotes and in
/// sentences, at commands behind a
/// `:` that begins the line.
Completion Complete(std::string_view text, const GraphReader& graph);

}  // namespace papergraph::cli
