// `papergraph query`: one statement.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/client/query_server.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/report_error.h"
#include "cli/terminal.h"
#include "engine/formats.h"

namespace papergraph::cli {
namespace {

struct QueryOptions {
  DatabaseOptions database;
  engine::SessionOptions statement;
  std::string format = "table";
  std::vector<std::string> params;
  std::string text;
  ServerOptions server;
};

int RunQuery(const QueryOptions& options) {
  const Value params = Value::Map(ReadParams(options.params));
  engine::RowFormatOptions look;
  look.width = TerminalWidth();
  const auto writer = engine::FindRowFormat(options.format)->make(std::cout, look);
  if (!options.server.address.empty())
    return QueryServer(options.server, options.database, options.statement, options.text, params, *writer);
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  engine::Session session(*store, options.statement);
  try {
    const engine::Summary summary = session.Run(options.text, params, *writer);
    writer->Finish(summary);
    std::cout.flush();
    for (const std::string& notice : summary.notices) std::cerr << Harmless(notice) << '\n';
    return kDone;
  } catch (const QueryError& error) {
    writer->Fail(error, options.text);
    std::cout.flush();
    ReportError(error, options.text);
    return kFailed;
  }
}

}  // namespace

const Command kQuery{
    "query", "run one statement: Cypher or a plain sentence",
    "  papergraph query 'papers using GRPO on math benchmarks'\n"
    "  papergraph query 'trend of GRPO by month'\n"
    "  papergraph query 'MATCH (p:Paper)-[:USES]->(m:Method {name: $name}) RETURN p.title' --param name='\"GRPO\"'\n"
    "  papergraph query --format json 'MATCH (b:Benchmark) RETURN b.name, count(*) LIMIT 10'\n"
    "  papergraph query --server bolt://graph.example:7687 --db papers.db 'papers using GRPO'\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<QueryOptions>();
      AddDatabaseOptions(app, options->database, true);
      AddStatementOptions(app, options->statement);
      std::vector<std::string> names;
      for (const engine::RowFormat& format : engine::RowFormats()) names.emplace_back(format.name);
      app.add_option("--format", options->format, "how rows are written")
          ->check(CLI::IsMember(names))
          ->capture_default_str();
      AddParamsOption(app, options->params);
      app.add_option("--server", options->server.address,
                     "run it on this server of Bolt instead; a sentence's names are those of --db")
          ->type_name("bolt://HOST[:PORT]");
      AddLoginOptions(app, options->server);
      app.add_option("QUERY", options->text, "the statement")->required();
      return [options] { return RunQuery(*options); };
    }};

}  // namespace papergraph::cli
