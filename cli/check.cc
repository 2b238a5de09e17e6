// `papergraph check`: reads everything and compares.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/report_error.h"

namespace papergraph::cli {
namespace {

// What a damaged counter or name makes impossible is the opening: said here, and left to the repair.
void PrintFaults(const DatabaseOptions& options) {
  try {
    for (const std::string& fault : OpenDatabase(options, false)->Check().faults) std::cerr << Harmless(fault) << '\n';
  } catch (const std::runtime_error& error) {
    std::cerr << Harmless(error.what()) << '\n';
  }
}

void Repair(const DatabaseOptions& options) {
  if (options.read_only || options.path == ":memory:") {
    throw UsageError("--repair writes to a database in a folder: leave out --read-only, and name it with --db");
  }
  PrintFaults(options);
  RepairReport report;
  try {
    report = Store::Repair(options.path);
  } catch (const StoreError& error) {
    throw CannotOpen(error.what());
  }
  for (const std::string& line : report.rebuilt) std::cout << "rebuilt: " << Harmless(line) << '\n';
  for (const std::string& line : report.gone) std::cout << "gone: " << Harmless(line) << '\n';
}

int RunCheck(const DatabaseOptions& options, bool repair) {
  if (repair) Repair(options);
  const std::unique_ptr<Store> store = OpenDatabase(options, false);
  const CheckReport report = store->Check();
  for (const std::string& fault : report.faults) std::cerr << Harmless(fault) << '\n';
  std::cout << (report.faults.empty() ? "sound: " : std::to_string(report.faults.size()) + " faults: ") << report.nodes
            << " nodes, " << report.edges << " edges, " << report.segments << " segments, " << report.index_entries
            << " index entries\n";
  return report.faults.empty() ? kDone : kFailed;
}

}  // namespace

const Command kCheck{"check", "verify the whole database",
                     "  papergraph check --db papers.db && echo sound\n"
                     "  papergraph check --db papers.db --repair    status 0: sound afterwards, 1: not\n",
                     [](CLI::App& app) -> std::function<int()> {
                       auto options = std::make_shared<DatabaseOptions>();
                       auto repair = std::make_shared<bool>(false);
                       AddDatabaseOptions(app, *options, true);
                       app.add_flag("--repair", *repair,
                                    "save what is readable, rebuild what can be, list what is gone; status 0 when the "
                                    "database is sound afterwards, else 1");
                       return [options, repair] { return RunCheck(*options, *repair); };
                     }};

}  // namespace papergraph::cli
