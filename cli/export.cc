// `papergraph export`: the graph, or what a query returns, in a file.
#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/report_error.h"
#include "cli/write_graph.h"

namespace papergraph::cli {
namespace {

struct ExportOptions {
  DatabaseOptions database;
  engine::SessionOptions statement;
  std::string format;
  std::string query;
  std::string path;
};

int RunExport(const ExportOptions& options) {
  const engine::GraphFormat& format = *engine::FindGraphFormat(options.format);
  if (format.is_folder && options.path.empty())
    throw UsageError("--format csv writes a folder: name it with -o FOLDER");
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  engine::Session session(*store, options.statement);
  try {
    WriteGraph(session, format, options.query, options.path);
    return kDone;
  } catch (const QueryError& error) {
    ReportError(error, options.query);
    return kFailed;
  }
}

std::string DescribeFormats() {
  std::string text;
  for (const engine::GraphFormat& format : engine::GraphFormats()) {
    text += (text.empty() ? "" : "; ") + std::string(format.name) + ": " + std::string(format.help);
  }
  return text;
}

}  // namespace

const Command kExport{
    "export", "write the graph, or what a query returns",
    "  papergraph export --format svg --query 'papers using GRPO on math benchmarks' -o grpo.svg\n"
    "  papergraph export --format json > graph.json\n"
    "  papergraph export --format csv -o tables/ && papergraph import --db copy.db tables/\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<ExportOptions>();
      AddDatabaseOptions(app, options->database, true);
      AddStatementOptions(app, options->statement);
      std::vector<std::string> names;
      for (const engine::GraphFormat& format : engine::GraphFormats()) names.emplace_back(format.name);
      app.add_option("--format", options->format, DescribeFormats())->required()->check(CLI::IsMember(names));
      app.add_option("--query", options->query,
                     "only the nodes, relationships and paths that this returns; of an answer in names "
                     "and numbers, what it matched")
          ->type_name("QUERY");
      app.add_option("-o,--output", options->path, "the file to write, a folder for csv; standard output without it")
          ->type_name("PATH");
      return [options] { return RunExport(*options); };
    }};

}  // namespace papergraph::cli
