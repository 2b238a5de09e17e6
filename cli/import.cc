// `papergraph import`: tables of nodes and edges, or GraphML, into the graph, all or nothing.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report_error.h"
#include "engine/graphml_import.h"

namespace papergraph::cli {
namespace {

struct ImportCommandOptions {
  DatabaseOptions database;
  std::vector<std::string> nodes, edges, paths;
  std::string graphml_id;
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

// All folders of tables, or all GraphML: never both.
int RunImport(const ImportCommandOptions& options) {
  engine::ImportOptions tables;
  engine::GraphmlOptions graphml;
  for (const std::string& text : options.nodes) tables.nodes.push_back(ReadTable(text));
  for (const std::string& text : options.edges) tables.edges.push_back(ReadTable(text));
  graphml.id_property = options.graphml_id;
  for (const std::string& path : options.paths) {
    if (!std::filesystem::is_directory(path)) {
      if (path.ends_with(".csv")) throw UsageError(path + " is a table: say --nodes Label=" + path + " or --edges");
      graphml.files.push_back(path);
    } else if (const auto fault = engine::FindTables(path, tables)) {
      return Fail(*fault);
    }
  }
  const bool has_tables = !tables.nodes.empty() || !tables.edges.empty();
  if (has_tables && !graphml.files.empty()) throw UsageError("tables and GraphML are imported one after the other");
  if (tables.nodes.empty() && graphml.files.empty()) {
    throw UsageError("import needs --nodes Label=FILE.csv, a folder of tables, or GraphML files");
  }
  const std::unique_ptr<Store> store = OpenDatabase(options.database, true);
  Progress progress;
  const uint64_t files = tables.nodes.size() + tables.edges.size() + graphml.files.size();
  tables.on_progress = graphml.on_progress = [&](uint64_t done, uint64_t rows, const std::string& file) {
    progress.Show(done, files, rows, has_tables ? "rows" : "elements", file);
  };
  const engine::ImportReport report =
      has_tables ? engine::ImportCsv(*store, tables) : engine::ImportGraphml(*store, graphml);
  progress.Clear();
  if (report.fault) return Fail(*report.fault);
  std::cout << report.nodes << " nodes and " << report.edges << " edges imported\n";
  return kDone;
}

}  // namespace

const Command kImport{
    "import", "load tables of nodes and edges (CSV), or GraphML",
    "  papergraph import --nodes Paper=papers.csv Method=methods.csv --edges USES=uses.csv\n"
    "  papergraph import --db copy.db tables/      # a folder that export --format csv wrote\n"
    "  papergraph import graph.graphml             # of export --format graphml, networkx, Gephi, yEd, APOC\n"
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
      app.add_option("--graphml-id", options->graphml_id, "keep the ids of GraphML's nodes as this property")
          ->type_name("PROPERTY");
      app.add_option("PATH", options->paths, "a folder of tables, told apart by their headers, or a GraphML file")
          ->check(CLI::ExistingPath);
      return [options] { return RunImport(*options); };
    }};

}  // namespace papergraph::cli
