// A database of every released format, opened by the program of today: tests/compat/FORMAT/ and what it holds.
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/cli/run_program.h"

namespace papergraph {

TEST_CASE("a database of every released format opens, is sound, answers as before and can be written to", "[compat]") {
  namespace fs = std::filesystem;
  if (ProgramPath().empty()) {
    WARN("skipped: PAPERGRAPH_PROGRAM is not set");
    return;
  }
  std::string name = (fs::temp_directory_path() / "papergraph-compat-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  int formats = 0;
  for (const auto& entry : fs::directory_iterator("tests/compat")) {
    if (!entry.is_directory()) continue;
    const std::string format = entry.path().filename(), database = name + "/" + format;
    INFO("format " << format);
    ++formats;
    fs::copy(entry.path(), database);
    std::ostringstream expected;
    expected << std::ifstream("tests/compat/" + format + ".json").rdbuf();
    const auto check = RunProgram({"check", "--db", database, "--upgrade"});
    INFO(check.err);
    CHECK(check.status == 0);
    CHECK(RunProgram({"export", "--db", database, "--format", "json"}).out == expected.str());
    CHECK(RunProgram({"query", "--db", database, "CREATE (:Thing {id: 'new'})"}).status == 0);
    CHECK(RunProgram({"query", "--db", database, "CREATE (:Thing {id: 'new'})"}).status == 1);  // its constraint holds
    CHECK(RunProgram({"check", "--db", database}).status == 0);
  }
  CHECK(formats > 0);
  fs::remove_all(name);
}

}  // namespace papergraph
