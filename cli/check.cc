// `papergraph check`: reads everything and compares.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/report_error.h"

namespace papergraph::cli {
namespace {

int RunCheck(const DatabaseOptions& options) {
  const std::unique_ptr<Store> store = OpenDatabase(options, false);
  const CheckReport report = store->Check();
  for (const std::string& fault : report.faults) std::cerr << Harmless(fault) << '\n';
  std::cout << (report.faults.empty() ? "sound: " : std::to_string(report.faults.size()) + " faults: ") << report.nodes
            << " nodes, " << report.edges << " edges, " << report.segments << " segments, " << report.index_entries
            << " index entries\n";
  return report.faults.empty() ? kDone : kFailed;
}

}  // namespace

const Command kCheck{"check", "verify the whole database", "  papergraph check --db papers.db && echo sound\n",
                     [](CLI::App& app) -> std::function<int()> {
                       auto options = std::make_shared<DatabaseOptions>();
                       AddDatabaseOptions(app, *options, true);
                       return [options] { return RunCheck(*options); };
                     }};

}  // namespace papergraph::cli
