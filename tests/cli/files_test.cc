// Whose the files are that the program makes, and which it reads for a statement.
#include "tests/support/files.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/cli/run_program.h"

namespace papergraph {
namespace fs = std::filesystem;

TEST_CASE("new files and folders have the rights that the umask leaves, and no more", "[cli]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  const std::string db = place / "made/db", home = place / "made/home";
  const mode_t before = umask(077);
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin() + 1, {"--db", db});
    CAPTURE(words);
    CHECK(RunProgram(words).status == 0);
  };
  fs::create_directories(place / "made");
  run({"ingest", "examples/reports"});
  run({"query", "CREATE (:A {x: 1})"});
  run({"backup", place / "made/backup"});
  run({"restore", place / "made/backup"});
  for (const char* format : {"svg", "dot", "json", "graphml", "csv", "cypher"}) {
    run({"export", "--format", format, "-o", place / "made/" + std::string(format)});
  }
  run({"shell", "-c", ":output " + (place / "made/rows"), "-c", "MATCH (n) RETURN n"});
  const bool terminal = !TerminalIsMissing();  // without one there is no history
  if (terminal) RunOnTerminal({"shell", "--db", ":memory:"}, {"> ", "> "}, {"RETURN 1;\n", ":quit\n"}, home);
  umask(before);
  size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(place / "made")) {
    CAPTURE(entry.path());
    ++files;
    CHECK((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  }
  CHECK(fs::exists(home + "/papergraph/history") == terminal);
  CHECK(files > 20);
}

TEST_CASE(":source reads files of the allowed folder alone, wherever links lead", "[cli]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  fs::create_directories(place / "allowed");
  for (const char* file : {"allowed/fine", "secret", "allowedtoo"})
    std::ofstream(place / file) << "RETURN 'told' AS it;\n";
  fs::create_symlink("../secret", place / "allowed/link");
  fs::create_symlink(place.path, place / "allowed/up");
  const auto told = [&](const std::string& file, bool allowed) {
    std::vector<std::string> words = {"shell", "--db", ":memory:", "-c", ":source " + file};
    if (allowed) words.insert(words.end(), {"--allow-files", place / "allowed"});
    const ProgramResult run = RunProgram(words);
    CAPTURE(file, run.out, run.err);
    CHECK((run.status == 0) == (run.out.find("told") != std::string::npos));
    return run.status == 0;
  };
  CHECK(told(place / "allowed/fine", true));
  CHECK_FALSE(told(place / "allowed/fine", false));
  for (const char* file :
       {"secret", "allowedtoo", "allowed/link", "allowed/up/secret", "allowed/../secret", "allowed", "allowed/none"}) {
    CHECK_FALSE(told(place / file, true));
  }
}

}  // namespace papergraph
