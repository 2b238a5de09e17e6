// `papergraph session`: the JSON lines of CONTRACT.md, for programs.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/commands.h"
#include "cli/line_channel.h"
#include "cli/options.h"
#include "cli/protocol.h"

namespace papergraph::cli {
namespace {

struct SessionCommandOptions {
  DatabaseOptions database;
  engine::SessionOptions statement;
};

int RunSession(const SessionCommandOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that left is the end, not a crash
  const std::unique_ptr<Store> store = OpenDatabase(options.database, true);
  engine::Session session(*store, options.statement);
  Protocol protocol(session);
  LineChannel channel(STDIN_FILENO, STDOUT_FILENO);
  channel.out() += "{\"engine\":\"papergraph\",\"version\":\"" + std::string(Version()) + "\",\"procedures\":true}\n";
  if (!channel.Flush()) return kDone;
  std::string_view line;
  while (channel.NextLine(line)) {
    if (!line.empty()) protocol.Answer(line, channel.out());
  }
  return kDone;
}

}  // namespace

const Command kSession{"session", "answer JSON lines from standard input: for programs",
                       "  echo '{\"op\":\"query\",\"query\":\"RETURN 1 AS one\"}' | papergraph session --db :memory:\n",
                       [](CLI::App& app) -> std::function<int()> {
                         auto options = std::make_shared<SessionCommandOptions>();
                         AddDatabaseOptions(app, options->database, true);
                         AddStatementOptions(app, options->statement);
                         return [options] { return RunSession(*options); };
                       }};

}  // namespace papergraph::cli
