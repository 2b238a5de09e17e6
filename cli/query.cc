// `papergraph query`: one statement.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/report_error.h"
#include "cli/terminal.h"
#include "engine/formats.h"
#include "engine/json.h"

namespace papergraph::cli {
namespace {

struct QueryOptions {
  DatabaseOptions database;
  engine::SessionOptions statement;
  std::string format = "table";
  std::vector<std::string> params;
  std::string text;
};

// name=JSON, several -> a map.
Value ReadParams(const std::vector<std::string>& params) {
  ValueMap entries;
  for (const std::string& param : params) {
    const size_t equals = param.find('=');
    if (equals == 0 || equals == param.npos) throw UsageError("--param takes name=JSON, not \"" + param + "\"");
    const std::string json = param.substr(equals + 1);
    try {
      entries.emplace_back(param.substr(0, equals), engine::ParseJsonValue(json));
    } catch (const QueryError& error) {
      throw UsageError("--param " + param.substr(0, equals) +
                       " is no JSON (a string needs its quotes: name='\"GRPO\"'): " + error.what());
    }
  }
  return Value::Map(std::move(entries));
}

int RunQuery(const QueryOptions& options) {
  const Value params = ReadParams(options.params);
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  engine::Session session(*store, options.statement);
  engine::RowFormatOptions look;
  look.width = TerminalWidth();
  const auto writer = engine::FindRowFormat(options.format)->make(std::cout, look);
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
    "  papergraph query 'MATCH (p:Paper)-[:USES]->(m:Method {name: $name}) RETURN p.title' --param name='\"GRPO\"'\n"
    "  papergraph query --format json 'MATCH (b:Benchmark) RETURN b.name, count(*) LIMIT 10'\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<QueryOptions>();
      AddDatabaseOptions(app, options->database, true);
      AddStatementOptions(app, options->statement);
      std::vector<std::string> names;
      for (const engine::RowFormat& format : engine::RowFormats()) names.emplace_back(format.name);
      app.add_option("--format", options->format, "how rows are written")
          ->check(CLI::IsMember(names))
          ->capture_default_str();
      app.add_option("--param", options->params, "a parameter: name=JSON; may be repeated")
          ->type_name("NAME=JSON")
          ->expected(1)
          ->take_all();
      app.add_option("QUERY", options->text, "the statement")->required();
      return [options] { return RunQuery(*options); };
    }};

}  // namespace papergraph::cli
