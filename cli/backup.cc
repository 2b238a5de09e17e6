// `papergraph backup` and `papergraph restore`: safety copies.
#include "storage/backup.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"

namespace papergraph::cli {
namespace {

struct BackupOptions {
  DatabaseOptions database;
  std::string folder;
};

int RunBackup(const BackupOptions& options) {
  if (options.database.path == ":memory:") throw UsageError("a graph in memory has no files to back up; export it");
  try {
    BackupFiles(options.database.path, options.folder);
  } catch (const StoreError& error) {
    if (error.kind() == StoreError::Kind::kNotFound) throw CannotOpen(error.what());
    throw;
  }
  std::cerr << "backed up to " << options.folder << '\n';
  return kDone;
}

int RunRestore(const BackupOptions& options) {
  Store::Restore(options.folder, options.database.path);
  std::cerr << "restored to " << options.database.path << '\n';
  return kDone;
}

}  // namespace

const Command kBackup{
    "backup", "add the present state to the backups in a folder",
    "  papergraph backup --db papers.db backups/      # only what is new is copied; others may write meanwhile\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<BackupOptions>();
      AddDatabaseOptions(app, options->database, false);
      app.add_option("TO", options->folder, "the folder of the backups")->required();
      return [options] { return RunBackup(*options); };
    }};

const Command kRestore{"restore", "put the newest backup in the place of the database, after verifying it",
                       "  papergraph restore --db papers.db backups/\n", [](CLI::App& app) -> std::function<int()> {
                         auto options = std::make_shared<BackupOptions>();
                         AddDatabaseOptions(app, options->database, false);
                         app.add_option("FROM", options->folder, "the folder of the backups")->required();
                         return [options] { return RunRestore(*options); };
                       }};

}  // namespace papergraph::cli
