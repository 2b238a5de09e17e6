// `papergraph import`: tables of nodes and edges into the graph, all or nothing.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report_error.h"
#include "engine/csv_import.h"

namespace papergraph::cli {
namespace {

struct ImportCommandOptions {
  DatabaseOptions database;
  std::vector<std::string> nodes, edges, folders;
};

engine::CsvTable ReadTable(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == text.npos) return {"", text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

int Fail(const engine::ImportFault& fault) {
  std::string place = fault.file;
  if (fault.line > 0) place += ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column);
  std::cerr << Harmless(place + ": " + fault.message) << "\nnothing was imported\n";
  return kFailed;
}

int RunImport(const ImportCommandOptions& options) {
  engine::ImportOptions import;
  for (const std::string& text : options.nodes) import.nodes.push_back(ReadTable(text));
  for (const std::string& text : options.edges) import.edges.push_back(ReadTable(text));
  if (import.nodes.empty() && options.folders.empty())
    throw UsageError("import needs --nodes Label=FILE.csv, or a folder");
  for (const std::string& folder : options.folders) {
    if (const auto fault = engine::FindTables(folder, import)) return Fail(*fault);
  }
  const std::unique_ptr<Store> store = OpenDatabase(options.database, true);
  Progress progress;
  const uint64_t files = import.nodes.size() + import.edges.size();
  import.on_progress = [&](uint64_t done, uint64_t rows, const std::string& file) {
    progress.Show(done, files, rows, "rows", file);
};
const engine::ImportReport report = engine::ImportCsv(*store, import);
progress.Clear();
if (report.fault) return Fail(*report.fault);
std::cout << report.nodes << " nodes and " << report.edges << " edges imported\n";
return kDone;
}  // namespace

}  // namespace papergraph::cli

const Command kImport{
    "import", "load tables of nodes and edges (CSV)",
    "  papergraph import --nodes Paper=papers.csv Method=methods.csv --edges USES=uses.csv\n"
    "  papergraph import --db copy.db tables/      # a folder that export --format csv wrote\n"
    "Headers are neo4j-admin's: id:ID(Paper), title, year:int, authors:string[]; :START_ID(Paper), :END_ID(Method), "
    "score:float.\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<ImportCommandOptions>();
      AddDatabaseOptions(app, options->database, false);
      app.add_option("--nodes", options->nodes, "tables of nodes; without a label the column :LABEL has it")
          ->type_name("[LABEL=]FILE.csv ...")
          ->expected(1, -1)
          ->take_all();
      app.add_option("--edges", options->edges, "tables of edges; without a type the column :TYPE has it")
          ->type_name("[TYPE=]FILE.csv ...")
          ->expected(1, -1)
          ->take_all();
      app.add_option("FOLDER", options->folders, "all tables in a folder, told apart by their headers")
          ->check(CLI::ExistingDirectory);
      return [options] { return RunImport(*options); };
    }};

}  // namespace papergraph::cli
