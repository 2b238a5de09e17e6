// Parse, run, exit status.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"

namespace {

using papergraph::cli::Command;

int Complain(const char* what, int status) {
  std::cout.flush();
  std::fprintf(stderr, "papergraph: %s\n", what);
  return status;
}

int Run(const std::function<int()>& command) {
  try {
    const int status = command();
    std::cout.flush();
    return std::cout ? status : Complain("cannot write to standard output", papergraph::cli::kFailed);
  } catch (const papergraph::cli::CannotOpen& error) {
    return Complain(error.what(), papergraph::cli::kNoDatabase);
  } catch (const papergraph::cli::UsageError& error) {
    return Complain(error.what(), papergraph::cli::kUsage);
  } catch (const std::bad_alloc&) {
    return Complain("out of memory", papergraph::cli::kFailed);
  } catch (const std::exception& error) {
    return Complain(error.what(), papergraph::cli::kFailed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  CLI::App app("papergraph: reports about papers become a graph that answers questions", "papergraph");
  app.set_version_flag("--version", std::string(papergraph::cli::Version()));
  app.require_subcommand(1);
  app.footer("papergraph COMMAND --help shows a command's options and examples.");
  std::function<int()> chosen;
  for (const Command* command : papergraph::cli::Commands()) {
    CLI::App* sub = app.add_subcommand(command->name, command->help);
    sub->footer(std::string("Examples:\n") + command->examples);
    sub->final_callback([&chosen, run = command->configure(*sub)] { chosen = run; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? papergraph::cli::kDone : papergraph::cli::kUsage;
  }
  return Run(chosen);
}
