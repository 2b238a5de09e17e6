// `papergraph aliases`, `merge`, `split` and `why`.
#include "extract/identity.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/identity_text.h"
#include "cli/options.h"
#include "cli/report_error.h"
#include "cli/terminal.h"

namespace papergraph::cli {
namespace {

struct NameOptions {
  DatabaseOptions database;
  std::string first, second;
};

int RunAliases(const NameOptions& options) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  return WriteAliases(std::cout, *store->Snapshot(), options.first) ? kDone : kFailed;
}

int RunWhy(const NameOptions& options) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  const bool bold = WantsColor(STDOUT_FILENO);
  return WriteReasons(std::cout, *store->Snapshot(), options.first, options.second, bold) ? kDone : kFailed;
}

int RunDecision(const NameOptions& options,
                extract::Outcome (*decide)(Store&, const std::string&, const std::string&)) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  const extract::Outcome outcome = decide(*store, options.first, options.second);
  (outcome.done ? std::cout : std::cerr) << Harmless(outcome.message) << '\n';
  return outcome.done ? kDone : kFailed;
}

std::shared_ptr<NameOptions> AddNames(CLI::App& app, const char* first, const char* first_help, const char* second,
                                      const char* second_help, bool may_read_only) {
  auto options = std::make_shared<NameOptions>();
  AddDatabaseOptions(app, options->database, may_read_only);
  app.add_option(first, options->first, first_help)->required();
  if (second != nullptr) app.add_option(second, options->second, second_help)->required();
  return options;
}

}  // namespace

const Command kAliases{"aliases", "all forms of a name, and why they are one", "  papergraph aliases GRPO\n",
                       [](CLI::App& app) -> std::function<int()> {
                         auto options = AddNames(app, "NAME", "a name or alias", nullptr, nullptr, true);
                         return [options] { return RunAliases(*options); };
                       }};

const Command kMerge{"merge", "from now on B is another name for A",
                     "  papergraph merge 'Self-Critique' 'Self-Critic'\n", [](CLI::App& app) -> std::function<int()> {
                       auto options = AddNames(app, "A", "the thing", "B", "its other name", false);
                       return [options] { return RunDecision(*options, extract::Merge); };
                     }};

const Command kSplit{"split", "from now on B is a thing of its own, not a form of A",
                     "  papergraph split 'Self-Critique' 'Self-Critic'\n", [](CLI::App& app) -> std::function<int()> {
                       auto options = AddNames(app, "A", "the thing", "B", "what is no form of it", false);
                       return [options] { return RunDecision(*options, extract::Split); };
                     }};

const Command kWhy{"why", "which edge, which rule, which sentence, where in the file",
                   "  papergraph why 2601.22628 GRPO\n", [](CLI::App& app) -> std::function<int()> {
                     auto options = AddNames(app, "PAPER", "its id, its title or the beginning of that", "NAME",
                                             "a name or alias", true);
                     return [options] { return RunWhy(*options); };
                   }};

}  // namespace papergraph::cli
