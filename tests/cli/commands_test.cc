#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/cli/run_program.h"
#include "tests/support/files.h"

namespace papergraph {
namespace fs = std::filesystem;

TEST_CASE("an error goes to standard error with line, column and a caret, and the status is 1", "[cli]") {
  if (ProgramIsMissing()) return;
  const auto failed = RunProgram({"query", "--db", ":memory:", "RETURN 组, x"});
  CHECK(failed.status == 1);
  CHECK(failed.out == "");
  CHECK(failed.err.starts_with("1:8: SyntaxError (UndefinedVariable): "));
  CHECK(failed.err.ends_with("\nRETURN 组, x\n       ^~\n"));
}

TEST_CASE("exit statuses say who is to blame", "[cli]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  CHECK(RunProgram({"query", "--db", ":memory:", "RETURN 1"}).status == 0);
  CHECK(RunProgram({"query", "--db", ":memory:", "RETURN"}).status == 1);
  CHECK(RunProgram({}).status == 2);
  CHECK(RunProgram({"frobnicate"}).status == 2);
  CHECK(RunProgram({"query", "--db", ":memory:"}).status == 2);
  CHECK(RunProgram({"query", "--db", ":memory:", "--format", "poem", "RETURN 1"}).status == 2);
  CHECK(RunProgram({"query", "--db", ":memory:", "--param", "x=GRPO", "RETURN $x"}).status == 2);
  CHECK(RunProgram({"query", "--db", ":memory:", "--cache", "12X", "RETURN 1"}).status == 2);
  for (const char* command : {"check", "export --format json", "query 1", "forget a.txt"}) {
    std::string rest = command;
    std::vector<std::string> words;
    for (size_t space; (space = rest.find(' ')) != rest.npos; rest.erase(0, space + 1))
      words.push_back(rest.substr(0, space));
    words.push_back(rest);
    words.insert(words.begin() + 1, {"--db", place / "none"});
    CAPTURE(command);
    CHECK(RunProgram(words).status == 3);
  }
}

TEST_CASE("every command explains itself with examples", "[cli]") {
  if (ProgramIsMissing()) return;
  for (const char* command : {"ingest", "forget", "import", "query", "shell", "session", "serve", "export", "check",
                              "aliases", "why", "merge", "split"}) {
    const auto help = RunProgram({command, "--help"});
    CHECK(help.status == 0);
    CHECK(help.out.find("Examples:\n  ") != std::string::npos);
  }
}

TEST_CASE("query writes rows in the format asked for", "[cli]") {
  if (ProgramIsMissing()) return;
  const auto json = RunProgram(
      {"query", "--db", ":memory:", "--format", "jsonl", "--param", "n=\"组\"", "RETURN $n AS name, 1.0 AS x"});
  CHECK(json.out == "{\"name\":\"组\",\"x\":1.0}\n");
  const auto table =
      RunProgram({"query", "--db", ":memory:", "UNWIND ['组', 'b'] AS name RETURN name, size(name) AS n"});
  CHECK(table.out == "name | n\n-----+--\n组   | 1\nb    | 1\n(2 rows)\n");
  const auto error = RunProgram({"query", "--db", ":memory:", "--format", "json", "RETURN 1/0"});
  CHECK(error.status == 1);
  CHECK(error.out.starts_with("{\"error\":{\"type\":\"ArithmeticError\",\"phase\":\"runtime\""));
}

TEST_CASE("what CSV and the Cypher script write becomes the same graph again", "[cli]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  const std::string a = place / "a", b = place / "b", c = place / "c";
  const std::string script =
      "CREATE CONSTRAINT key FOR (p:Paper) REQUIRE p.id IS UNIQUE;\n"
      "CREATE (p:Paper {id: '1', title: 'a;b, \"c\" \\\\', sources: ['b', 'a;'], x: 1.5, d: date('2026-01-31'), e: [], "
      "n: -7})"
      "-[:USES {evidence: '组\\n', start: 3}]->(:Method:Old {name: 'GRPO'}), (p)-[:USES]->(), (:`odd label`), (:`odd "
      "label`);\n";
  REQUIRE(RunProgram({"shell", "--db", a}, script).status == 0);
  const auto json = [](const std::string& database) {
    return RunProgram({"export", "--db", database, "--format", "json"}).out;
  };
  const std::string expected = json(a);
  CHECK(expected.find("\"title\":\"a;b, \\\"c\\\" \\\\\"") != std::string::npos);
  REQUIRE(RunProgram({"export", "--db", a, "--format", "csv", "-o", place / "tables"}).status == 0);
  REQUIRE(RunProgram({"import", "--db", b, place / "tables"}).status == 0);
  CHECK(json(b) == expected);
  REQUIRE(RunProgram({"export", "--db", a, "--format", "cypher", "-o", place / "a.cypher"}).status == 0);
  REQUIRE(RunProgram({"shell", "--db", c, "-f", place / "a.cypher"}).status == 0);
  CHECK(json(c) == expected);
  CHECK(RunProgram({"check", "--db", c}).status == 0);
}

TEST_CASE("a bad table is named and nothing of it is kept", "[cli]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  std::ofstream(place.path / "p.csv") << "id:ID(Paper),year:int\n1,2024\n2,soon\n";
  const auto failed = RunProgram({"import", "--db", place / "db", "--nodes", "Paper=" + (place / "p.csv")});
  CHECK(failed.status == 1);
  CHECK(failed.err.starts_with((place / "p.csv") + ":3:3: "));
  CHECK(RunProgram({"query", "--db", place / "db", "--format", "csv", "MATCH (n) RETURN count(*) AS n"}).out ==
        "n\n0\n");
}

TEST_CASE("the session answers every line in order and nothing else", "[cli]") {
  if (ProgramIsMissing()) return;
  std::string input, expected;
  for (int i = 0; i < 3000; ++i)
    input += "{\"op\":\"query\",\"query\":\"RETURN $i AS i\",\"params\":{\"i\":" + std::to_string(i) + "}}\n";
  input +=
      "no json\n{\"op\":\"query\",\"query\":\"RETURN y\"}\n{\"op\":\"reset\"}\n{\"op\":\"query\",\"query\":\"RETURN 1 "
      "AS last\"}";
  const auto session = RunProgram({"session", "--db", ":memory:"}, input);
  CHECK(session.status == 0);
  CHECK(session.out.starts_with("{\"engine\":\"papergraph\",\"version\":\"0.1.0\",\"procedures\":true}\n"));
  size_t at = 0;
  for (int i = 0; i < 3000; ++i) {
    at = session.out.find("\"rows\":[[" + std::to_string(i) + "]]", at);
    REQUIRE(at != std::string::npos);
  }
  at = session.out.find("\"detail\":\"InvalidJson\"", at);
  REQUIRE(at != std::string::npos);
  at = session.out.find("\"detail\":\"UndefinedVariable\"", at);
  REQUIRE(at != std::string::npos);
  at = session.out.find("\n{\"ok\":true}\n{\"columns\":[\"last\"],\"rows\":[[1]]", at);
  REQUIRE(at != std::string::npos);
  CHECK(std::count(session.out.begin(), session.out.end(), '\n') == 3005);
}

TEST_CASE("a shell without a person stops at the first error, unless told to go on", "[cli]") {
  if (ProgramIsMissing()) return;
  const std::string script = "RETURN 1 AS a;\nRETURN\n  b;\nRETURN 2 AS c;\n";
  const auto stops = RunProgram({"shell", "--db", ":memory:", "--format", "csv"}, script);
  CHECK(stops.status == 1);
  CHECK(stops.out == "a\n1\n");
  CHECK(stops.err.starts_with("standard input:2: 2:3: SyntaxError (UndefinedVariable): "));
  const auto goes_on = RunProgram({"shell", "--db", ":memory:", "--format", "csv", "--keep-going"}, script);
  CHECK(goes_on.status == 1);
  CHECK(goes_on.out == "a\n1\nc\n2\n");
}

}  // namespace papergraph
