// `papergraph push`, against `papergraph serve --writable`.
#include <catch2/catch.hpp>

#include "tests/cli/run_program.h"
#include "tests/cli/served_program.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("the reports' graph is pushed whole, and a second time nothing changes", "[push]") {
  if (ProgramIsMissing()) return;
  const Folder folder;
  const std::string here = folder / "here", there = folder / "there";
  REQUIRE(RunProgram({"ingest", "--db", here, "examples/reports"}).status == 0);
  {
    const ServedProgram server({"--db", there, "--writable"});
    const ProgramResult first = RunProgram({"push", server.url(), "--db", here, "--batch", "50"});
    CHECK(first.status == 0);
    CHECK(first.err == "");
    CHECK_THAT(first.out, Contains("125 nodes created, 232 relationships created"));
    const ProgramResult second = RunProgram({"push", server.url(), "--db", here});
    CHECK_THAT(second.out, Contains("nothing had to be changed"));
    const std::string question = "WHY papers using GRPO on math benchmarks";
    CHECK(RunProgram({"query", "--server", server.url(), "--db", here, question}).out ==
          RunProgram({"query", "--db", here, question}).out);
    for (const char* added : {"(n)", "()-[n]->()"}) {
      CHECK(RunProgram({"query", "--server", server.url(),
                        std::string("MATCH ") + added + " REMOVE n.papergraph_id, n.papergraph_digest"})
                .status == 0);
    }
  }
  const auto dump = [](const std::string& database) {
    return RunProgram({"export", "--db", database, "--format", "json"}).out;
  };
  CHECK(dump(there) == dump(here));
}

TEST_CASE("a push to a server that only reads, or that is not there, says so", "[push]") {
  if (ProgramIsMissing()) return;
  const Folder folder;
  const std::string here = folder / "here", there = folder / "there";
  for (const std::string& database : {here, there}) {
    REQUIRE(RunProgram({"ingest", "--db", database, "examples/reports"}).status == 0);
  }
  const ServedProgram server({"--db", there});
  const ProgramResult refused = RunProgram({"push", server.url(), "--db", here});
  CHECK(refused.status == 1);
  CHECK_THAT(refused.err, Contains("Neo.ClientError.Statement.AccessMode"));
  CHECK(RunProgram({"push", "bolt://127.0.0.1:1", "--db", here}).status == 1);
  CHECK(RunProgram({"push", "127.0.0.1", "--db", here}).status == 2);
  CHECK(RunProgram({"push", server.url(), "--db", folder / "none"}).status == 3);
}

}  // namespace
}  // namespace papergraph
