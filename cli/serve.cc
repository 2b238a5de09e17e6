// `papergraph serve`: the graph for browsers and for Neo4j's drivers.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/server/explorer.h"
#include "cli/server/listener.h"
#include "cli/shell/completion.h"

namespace papergraph::cli {
namespace {

struct ServeOptions {
  DatabaseOptions database;
  BoltSettings bolt;
  ListenSettings listen;
  std::string password_file;
  std::vector<std::string> host_names;
};

// A thousand clients and the database's files are more than the soft limit of most systems.
void AllowManyFiles() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void RequireSafe(const ServeOptions& options) {
  if (options.listen.certificate.empty() != options.listen.key.empty()) {
    throw UsageError("--certificate and --key go together");
  }
  if (IsLoopback(options.listen.address)) return;
  if (options.password_file.empty()) {
    throw UsageError("--listen " + options.listen.address +
                     " lets other machines in: that needs --password-file, and TLS (--certificate and --key)");
  }
  if (options.listen.certificate.empty()) {
    throw UsageError("--listen " + options.listen.address +
                     " sends passwords over the network: that needs TLS (--certificate and --key)");
  }
}

Explorer MakeExplorer(const ServeOptions& options) {
  Explorer explorer;
  std::error_code unknown;
  explorer.files = FindExplorerFiles(std::filesystem::read_symlink("/proc/self/exe", unknown).string());
  explorer.complete = [](std::string_view text, const GraphReader& graph) {
    Completion found = Complete(text, graph);
    return Completions{found.start, std::move(found.candidates)};
  };
  explorer.host_names = options.host_names;
  explorer.tls = !options.listen.certificate.empty();
  return explorer;
}

int RunServe(ServeOptions options) {
  std::signal(SIGPIPE, SIG_IGN);  // a client that left is no crash
  if (options.listen.address == "localhost") options.listen.address = "127.0.0.1";
  const auto usage = [](const auto& make) {
    try {
      return make();
    } catch (const UsageError&) {
      throw;
    } catch (const std::runtime_error& error) {
      throw UsageError(error.what());
    }
  };
  usage([&] { RequireSafe(options); });
  const auto logins = usage([&] {
    return options.password_file.empty() ? std::make_unique<Logins>() : std::make_unique<Logins>(options.password_file);
  });
  AllowManyFiles();
  options.database.read_only = !options.bolt.writable;
  ServedStore store(options.database.path, [database = options.database]() -> std::shared_ptr<Store> {
    return OpenDatabase(database, !database.read_only);
  });
  const Explorer explorer = MakeExplorer(options);
  BoltShared shared{options.bolt, store, *logins};
  shared.explorer = &explorer;
  Listener listener(options.listen, shared);
  std::cout << listener.url() << '\n' << listener.page_url() << std::endl;
  listener.Run();
  return kDone;
}

}  // namespace

const Command kServe{
    "serve", "show the graph in a browser, and serve it to Neo4j's drivers (Bolt)",
    "  papergraph serve --db papers.db\n"
    "  papergraph serve --db papers.db --writable --port 0 --timeout 30 --memory-limit 1G\n"
    "  papergraph serve --db papers.db --listen 0.0.0.0 --password-file users --certificate cert.pem --key key.pem\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<ServeOptions>();
      AddDatabaseOptions(app, options->database, false);
      AddStatementOptions(app, options->bolt.statement);
      app.add_option("--port", options->listen.port, "where to listen; 0: any port that is free")
          ->capture_default_str();
      app.add_flag("--writable", options->bolt.writable, "statements may change the graph");
      app.add_option("--password-file", options->password_file,
                     "who may log on: NAME:PASSWORD lines; only its owner may read it (without: anybody)")
          ->type_name("FILE");
      app.add_option("--listen", options->listen.address,
                     "an address of this machine; others than loopback need --password-file, --certificate and --key")
          ->type_name("ADDRESS")
          ->capture_default_str();
      app.add_option("--certificate", options->listen.certificate, "TLS: the certificate and its chain, PEM")
          ->type_name("FILE");
      app.add_option("--key", options->listen.key, "TLS: the certificate's key, PEM")->type_name("FILE");
      app.add_option("--host-name", options->host_names,
                     "a name by which browsers may call this machine, beside its address and localhost")
          ->allow_extra_args(false)
          ->type_name("NAME");
      app.add_option("--client-timeout", options->bolt.client_timeout,
                     "how long rows or an open transaction wait for their client")
          ->type_name("SECONDS")
          ->check(CLI::PositiveNumber)
          ->capture_default_str();
      return [options] { return RunServe(*options); };
    }};

}  // namespace papergraph::cli
