// The scripts for Tab in shells: complete, and run by a real bash.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "tests/cli/run_program.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

TEST_CASE("the scripts for Tab know every command and every option of its help", "[cli]") {
  if (ProgramIsMissing()) return;
  const std::string help = RunProgram({"--help"}).out;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = RunProgram({"completion", shell});
    CHECK(script.status == 0);
    for (const char* command : {"ingest", "query", "export", "check", "completion"}) {
      CAPTURE(shell, command);
      CHECK(help.find(command) != std::string::npos);
      CHECK(script.out.find(command) != std::string::npos);
      const std::string options = RunProgram({command, "--help"}).out;
      for (size_t at = 0; (at = options.find(" --", at)) != std::string::npos;) {
        const size_t end = options.find_first_of(" ,=:\n", ++at);
        const std::string option = options.substr(at + 2, end - at - 2);
        CAPTURE(option);
        CHECK(script.out.find(option) != std::string::npos);
      }
    }
  }
  CHECK(RunProgram({"completion", "csh"}).status == 2);
}

TEST_CASE("bash completes commands, options and the values of an option", "[cli]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  const std::string script = place / "completion.bash";
  std::ofstream(script) << RunProgram({"completion", "bash"}).out;
  const auto complete = [&](const std::string& words, int at) {
    return OutputOf("bash -c 'source " + script + "; COMP_WORDS=(papergraph " + words +
                    "); COMP_CWORD=" + std::to_string(at) + "; _papergraph; echo \"${COMPREPLY[*]}\"'");
  };
  CHECK(complete("in", 1) == "ingest");
  CHECK(complete("query --fo", 2) == "--format");
  CHECK(complete("query --format m", 3) == "markdown");
  CHECK(complete("export --format g", 3) == "graphml");
  CHECK(complete("ingest rep", 2).empty());
}

}  // namespace
}  // namespace papergraph
