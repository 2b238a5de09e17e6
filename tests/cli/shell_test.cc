// The shell, driven through a pseudo-terminal as a person would.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/cli/run_program.h"
#include "tests/support/files.h"

namespace papergraph {

TEST_CASE("on a terminal the shell edits, completes from the store, and Ctrl-C ends a statement but not the shell",
          "[cli]") {
  if (ProgramIsMissing() || TerminalIsMissing()) return;
  const std::string screen =
      RunOnTerminal({"shell", "--db", ":memory:"}, {"> ", "2 nodes created", "化学习", "% 7)", "Cancelled", "43"},
                    {"CREATE (:Method {name: '强化学习'}), (:Zebra);\n", "MATCH (n {name: '强\t",
                     "'}) UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b % 7);\n", "\x03",
                     "RETURN 42 + 1;\n", ":quit\n"});
  CAPTURE(screen);
  CHECK(screen.find("Cancelled") != std::string::npos);
  CHECK(screen.find("43") != std::string::npos);
}

TEST_CASE("an answer longer than the screen goes through the pager, a shorter one does not", "[cli]") {
  if (ProgramIsMissing() || TerminalIsMissing()) return;
  const std::string screen =
      RunOnTerminal({"shell", "--db", ":memory:"}, {"> ", "paged:(200 rows)", "(1 row)"},
                    {"UNWIND range(1, 200) AS x RETURN x;\n", ":pager off\nRETURN 1 AS one;\n", ":quit\n"});
  CAPTURE(screen);
  CHECK(screen.find("paged:(200 rows)") != std::string::npos);
  CHECK(screen.find("paged:one") == std::string::npos);
}

TEST_CASE("the history keeps each line once, no parameters, and what two shells added", "[cli]") {
  if (ProgramIsMissing() || TerminalIsMissing()) return;
  const Folder home;
  const auto type = [&](std::vector<std::string> lines) {
    std::vector<std::string> prompts(lines.size() + 1, "papergraph> ");
    lines.emplace_back(":quit\n");
    return RunOnTerminal({"shell", "--db", ":memory:"}, prompts, lines, home.path.string());
  };
  type({"RETURN 1;\n", "RETURN 2;\n", ":param password 'tell nobody'\n", ".param other 'tell nobody'\n",
        ":params {a: 'tell nobody'}\n", ":param\x16\tthird 'tell nobody'\n"});
  type({"RETURN 3;\n", "RETURN 1;\n"});
  std::ifstream in(home.path.string() + "/papergraph/history");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  CAPTURE(text);
  CHECK(text.find("RETURN\\0401;") != text.npos);
  CHECK(text.find("nobody") == text.npos);
  // The third start takes each once.
  type({"RETURN 4;\n"});
  std::ifstream again(home.path.string() + "/papergraph/history");
  text.assign((std::istreambuf_iterator<char>(again)), {});
  CAPTURE(text);
  CHECK(text.find("1;") == text.rfind("1;"));
  CHECK(text.find("2;") < text.find("3;"));
  CHECK(text.find("3;") < text.find("1;"));
}

TEST_CASE("answers go to a file when told so, and the start-up file is read", "[cli]") {
  if (ProgramIsMissing() || TerminalIsMissing()) return;
  const Folder place;
  std::filesystem::create_directory(place.path.string() + "/papergraph");
  std::ofstream(place.path.string() + "/papergraph/shellrc") << ":format csv\n:null none\n";
  const std::string file = place.path.string() + "/answer", once = place.path.string() + "/once";
  const std::string screen =
      RunOnTerminal({"shell", "--db", ":memory:", "-P", "x=41"}, {"> ", "> ", "> ", "> ", "> ", "> ", "forty-two"},
                    {":output " + file + "\n", "RETURN $x + 1 AS a;\n", ":once " + once + "\n", "RETURN 'once' AS b;\n",
                     ":output\n", "RETURN 'forty' + '-two' AS c;\n", ":quit\n"},
                    place.path.string());
  CAPTURE(screen);
  const auto read = [](const std::string& name) {
    std::ifstream in(name);
    return std::string((std::istreambuf_iterator<char>(in)), {});
  };
  CHECK(read(file) == "a\n42\n");
  CHECK(read(once) == "b\nonce\n");
  const auto refused = RunProgram({"shell", "--db", ":memory:", "-c", ":output /dev/null/x"});
  CHECK(refused.status == 1);
  CHECK(refused.err.find("/dev/null/x: Not a directory") != std::string::npos);
}

TEST_CASE("sentences can be switched off, and a statement profiled", "[cli]") {
  if (ProgramIsMissing()) return;
  const auto off = RunProgram({"shell", "--db", ":memory:", "-c", ":nl off", "-c", "latest papers"});
  CHECK(off.status == 1);
  CHECK(off.err.find(":nl on") != std::string::npos);
  const auto profiled = RunProgram({"shell", "--db", ":memory:", "-c", ".profile UNWIND [1, 2] AS x RETURN x"});
  CHECK(profiled.status == 0);
  CHECK(profiled.out.find("Unwind") != std::string::npos);
}

TEST_CASE("an answer is drawn: what it returns, or what names and numbers come from", "[cli]") {
  if (ProgramIsMissing()) return;
  const std::string create =
      "CREATE (:Paper {id: 'p1', title: 'T'})-[:USES]->(:Method {name: 'Zorp'}), (:Method {name: 'Other'});";
  const auto drawn = [&](const std::string& query) {
    return RunProgram({"shell", "--db", ":memory:", "-c", create, "-c", ":format dot", "-c", query});
  };
  for (const char* query : {"MATCH p = (:Paper)-[:USES]->() RETURN p;", "MATCH (p:Paper)-[:USES]->(m) RETURN m.name;",
                            "papers using Zorp"}) {
    CAPTURE(query);
    const auto answer = drawn(query);
    CHECK(answer.status == 0);
    CHECK(answer.out.find("digraph papergraph {") != std::string::npos);
    CHECK(answer.out.find("Zorp") != std::string::npos);
    CHECK(answer.out.find("label=\"USES\"") != std::string::npos);
    CHECK(answer.out.find("Other") == std::string::npos);
  }
  const auto nothing = drawn("RETURN 1;");
  CHECK(nothing.out.find("digraph") == std::string::npos);
  CHECK(nothing.err.find("nothing to draw") != std::string::npos);
  CHECK(drawn("RETURN nothing;").status == 1);
}

TEST_CASE("a map sets several parameters at once", "[cli]") {
  if (ProgramIsMissing()) return;
  const auto answer = RunProgram({"shell", "--db", ":memory:", "--format", "csv", "-c", ":param x 1", "-c",
                                  ":params {x: 2, name: 'GRPO'}", "-c", "RETURN $x, $name;"});
  CHECK(answer.out.find("2,GRPO") != std::string::npos);
  CHECK(RunProgram({"shell", "--db", ":memory:", "-c", ":params x"}).status == 1);
  CHECK(RunProgram({"shell", "--db", ":memory:", "-c", ":params {x: 1"}).status == 1);
}

}  // namespace papergraph
