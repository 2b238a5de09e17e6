// `papergraph push`: the graph on a server of Bolt that runs as a cluster.
#include "cli/client/push.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/client/server_options.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report_error.h"

namespace papergraph::cli {
namespace {

struct PushCommandOptions {
  DatabaseOptions database;
  ServerOptions server;
  PushOptions push;
};

void Tell(const PushReport& report, const std::string& address) {
  std::cout << report.nodes << " nodes and " << report.relationships << " relationships are on " << address << '\n';
  const engine::Stats& changed = report.changed;
  if (changed == engine::Stats{}) {
    std::cout << "nothing had to be changed\n";
    return;
  }
  std::cout << changed.nodes_created << " nodes created, " << changed.relationships_created
            << " relationships created, " << changed.properties_set << " properties set\n";
}

int RunPush(PushCommandOptions options) {
  options.database.read_only = true;
  options.push.database = options.server.database;
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  Progress progress("nodes and relationships");
  uint64_t done = 0, total = 0;
  const auto failed = [&](const std::string& what) {
    progress.Clear();
    std::cerr << what << '\n';
    if (total > 0)
      std::cerr << done << " of " << total
                << " nodes and relationships are there; the same command goes on from there\n";
    return kFailed;
  };
  try {
    const std::unique_ptr<BoltClient> client = Connect(options.server);
    const PushReport report =
        Push(*store->Snapshot(), *client, options.push, [&](uint64_t done_now, uint64_t total_now) {
          done = done_now;
          total = total_now;
          progress.Show(done, total, done, "", client->server());
        });
    progress.Clear();
    for (const std::string& notice : report.notices) std::cerr << Harmless(notice) << '\n';
    Tell(report, options.server.address);
    return kDone;
  } catch (const ServerError& error) {
    return failed(Describe(options.server, error));
  } catch (const ConnectionError& error) {
    return failed(Harmless(options.server.address + ": " + error.what()));
  }
}

}  // namespace

const Command kPush{
    "push", "write the graph to a server of Bolt: Neo4j, Memgraph, Neptune, another papergraph",
    "  papergraph push bolt://graph.example:7687 --db papers.db\n"
    "  PAPERGRAPH_PASSWORD=... papergraph push bolt+s://graph.example --user neo4j --db papers.db\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<PushCommandOptions>();
      AddDatabaseOptions(app, options->database, false);
      AddLoginOptions(app, options->server);
      app.add_option("--batch", options->push.batch_rows, "how many nodes or relationships go in a statement")
          ->type_name("NUMBER")
          ->check(CLI::Range(1, 100000))
          ->capture_default_str();
      app.add_option("--timeout", options->push.timeout_seconds, "the longest that a statement may run (no limit)")
          ->type_name("SECONDS")
          ->check(CLI::NonNegativeNumber);
      app.add_option("SERVER", options->server.address,
                     "bolt://HOST[:PORT], bolt+s:// (TLS), bolt+ssc:// (TLS, unchecked)")
          ->required();
      return [options] { return RunPush(*options); };
    }};

}  // namespace papergraph::cli
