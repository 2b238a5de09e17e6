// A statement on another server.
#pragma once

#include "cli/client/server_options.h"
#include "cli/options.h"
#include "engine/formats.h"

namespace papergraph::cli {

/// Runs `text` there and writes what comes back; the exit status. Of a sentence only Cypher goes there that any engine
/// of openCypher runs; its names are looked up in the database.
int QueryServer(const ServerOptions& server, const DatabaseOptions& database, const engine::SessionOptions& statement,
                const std::string& text, const Value& params, engine::RowWriter& writer);

}  // namespace papergraph::cli
