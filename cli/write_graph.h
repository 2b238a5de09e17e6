// Export, for the command and for the shell's :export.
#pragma once

#include <ostream>
#include <string>

#include "engine/formats.h"
#include "engine/session.h"

namespace papergraph::cli {

/// Writes the graph that `session` sees, or where `query` is not empty what that returns, to `path` (standard output
/// where it is empty). Throws QueryError for the query, StoreError for the file.
void WriteGraph(engine::Session& session, const engine::GraphFormat& format, const std::string& query,
                const std::string& path);

/// The shell's format beside those of rows.
inline constexpr engine::RowFormat kPictureFormat{"dot", "what the answer is about, as Graphviz text", nullptr};

/// Writes what `query` returns as Graphviz text. Of an answer in names and numbers: what it matched. Throws QueryError.
engine::Summary DrawAnswer(engine::Session& session, const std::string& query, const Value& params, std::ostream& out);

}  // namespace papergraph::cli
