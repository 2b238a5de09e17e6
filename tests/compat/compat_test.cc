// A database of every released format, opened by the program of today: tests/compat/FORMAT/ and what it holds.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/run_program.h"
#include "tests/support/files.h"

namespace papergraph {

TEST_CASE("a database of every released format opens, is sound, answers as before and can be written to", "[compat]") {
  namespace fs = std::filesystem;
  if (ProgramIsMissing()) return;
  const Folder folder;
  int formats = 0;
  for (const auto& entry : fs::directory_iterator("tests/compat")) {
    if (!entry.is_directory()) continue;
    const std::string format = entry.path().filename(), database = folder / format;
    INFO("format " << format);
    ++formats;
    fs::copy(entry.path(), database);
    const auto check = RunProgram({"check", "--db", database, "--upgrade"});
    INFO(check.err);
    CHECK(check.status == 0);
    CHECK(RunProgram({"export", "--db", database, "--format", "json"}).out ==
          ReadFile("tests/compat/" + format + ".json"));
    CHECK(RunProgram({"query", "--db", database, "CREATE (:Thing {id: 'new'})"}).status == 0);
    CHECK(RunProgram({"query", "--db", database, "CREATE (:Thing {id: 'new'})"}).status == 1);  // its constraint holds
    CHECK(RunProgram({"check", "--db", database}).status == 0);
  }
  CHECK(formats > 0);
}

}  // namespace papergraph
