// Export, for the command and for the shell's :export.
#pragma once

#include <string>

#include "engine/formats.h"
#include "engine/session.h"

namespace papergraph::cli {

/// Writes the graph that `session` sees, or where `query` is not empty what that returns, to `path` (standard output
/// where it is empty). Throws QueryError for the query, StoreError for the file.
void WriteGraph(engine::Session& session, const engine::GraphFormat& format, const std::string& query,
                const std::string& path);

}  // namespace papergraph::cli
