// Bars beside counts, for people who read a table on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace papergraph::engine {

/// Whether a column of this name counts something: "papers", "count(*)", "count(DISTINCT p)".
bool IsCount(std::string_view column);

/// `count` of `most` as a bar of at most `width` columns, in eighths of a column; at least an eighth where anything is
/// counted. REQUIRES: 0 <= count <= most, most > 0.
std::string Bar(int64_t count, int64_t most, size_t width);

}  // namespace papergraph::engine
