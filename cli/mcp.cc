// `papergraph mcp`: the Model Context Protocol on standard input and output.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/commands.h"
#include "cli/line_channel.h"
#include "cli/mcp_server.h"
#include "cli/options.h"

namespace papergraph::cli {
namespace {

struct McpOptions {
  McpOptions() {
    database.read_only = true;
    database.cache_bytes = 64ull << 20;  // a store a call
    statement.timeout_seconds = 30;
    statement.memory_limit = 1ull << 30;
  }
  DatabaseOptions database;
  engine::SessionOptions statement;
};

int RunMcp(const McpOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that left is the end, not a crash
  const auto open = [&options] { return OpenDatabase(options.database, false); };
  open();  // a wrong folder is said at once, not to the first who asks
  McpServer server(open, options.statement);
  LineChannel channel(STDIN_FILENO, STDOUT_FILENO);
  std::string_view line;
  while (channel.NextLine(line)) {
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    if (const auto answer = server.Answer(line)) channel.out() += *answer + '\n';
  }
  return kDone;
}

}  // namespace

const Command kMcp{"mcp", "serve the Model Context Protocol on standard input and output: for agents",
                   "  papergraph mcp --db papers.db\n"
                   "  {\"mcpServers\": {\"papers\": {\"command\": \"papergraph\", \"args\": [\"mcp\", \"--db\", "
                   "\"/data/papers.db\"]}}}\n",
                   [](CLI::App& app) -> std::function<int()> {
                     auto options = std::make_shared<McpOptions>();
                     AddDatabaseOptions(app, options->database, false);
                     AddStatementOptions(app, options->statement);
                     return [options] { return RunMcp(*options); };
                   }};

}  // namespace papergraph::cli
