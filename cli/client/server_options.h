// What commands take that talk to another server.
#pragma once

#include <memory>
#include <string>

#include "cli/client/bolt_client.h"

namespace CLI {
class App;
}

namespace papergraph::cli {

struct ServerOptions {
  std::string address;  // bolt://HOST[:PORT]
  std::string user;
  std::string password_file;  // empty: $PAPERGRAPH_PASSWORD
  std::string database;       // empty: the server's own choice
  double connect_timeout = 10;
};

/// --user, --password-file, --server-database and --connect-timeout. `options` lives as long as `app`.
void AddLoginOptions(CLI::App& app, ServerOptions& options);

/// Connects and logs on. Throws UsageError, ConnectionError, ServerError.
std::unique_ptr<BoltClient> Connect(const ServerOptions& options);

/// "bolt://host: Neo.ClientError.Security.Unauthorized: the name or ...", harmless to a terminal.
std::string Describe(const ServerOptions& options, const ServerError& error);

}  // namespace papergraph::cli
