// A statement cannot take the session down: each ends with a clear error, and the next one is answered.
#include <catch2/catch.hpp>

#include "tests/cli/run_program.h"

namespace papergraph {
namespace {

std::string Repeat(const std::string& text, int times) {
  std::string all;
  all.reserve(text.size() * static_cast<size_t>(times));
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// The answers to the statements, one a line; the last is that of a statement after them.
std::string Answers(const std::vector<std::string>& statements, const std::vector<std::string>& options) {
  std::string input;
  for (const std::string& statement : statements) input += R"({"op":"query","query":")" + statement + "\"}\n";
  input += "{\"op\":\"query\",\"query\":\"RETURN 41 + 1 AS alive\"}\n";
  std::vector<std::string> words = {"session", "--db", ":memory:"};
  words.insert(words.end(), options.begin(), options.end());
  const auto session = RunProgram(words, input);
  CHECK(session.status == 0);
  CHECK(session.out.find("\"rows\":[[42]]") != session.out.npos);
  return session.out;
}

}  // namespace

TEST_CASE("statements that nest without measure are refused, and the session goes on", "[cli][limits]") {
  if (ProgramIsMissing()) return;
  const std::vector<std::string> deep = {
      "RETURN " + Repeat("(", 10000) + "1" + Repeat(")", 10000),
      "RETURN " + Repeat("[", 10000) + "1" + Repeat("]", 10000),
      "RETURN " + Repeat("{a:", 10000) + "1" + Repeat("}", 10000),
      "RETURN " + Repeat("NOT ", 10000) + "true",
      "RETURN " + Repeat("- ", 10000) + "1",
      "RETURN " + Repeat("1+", 10000) + "1",
      "RETURN " + Repeat("CASE WHEN true THEN ", 2000) + "1" + Repeat(" END", 2000),
  };
  for (const std::string& statement : deep) {
    INFO(statement.substr(0, 40));
    CHECK(Answers({statement}, {}).find("\"detail\":\"UnexpectedSyntax\"") != std::string::npos);
  }
}

TEST_CASE("a statement that asks for too much memory or time is ended, and the session goes on", "[cli][limits]") {
  if (ProgramIsMissing()) return;
  const std::vector<std::string> options = {"--memory-limit", "100M", "--timeout", "2"};
  const std::string grow = "reduce(s = '0123456789abcdef', x IN range(1, 26) | s + s)";
  const std::vector<std::vector<std::string>> greedy = {
      {"RETURN range(1, 9000000000000000000)"},
      {"UNWIND range(1, 9000000000000000000) AS x RETURN count(x)"},
      {"RETURN size(" + grow + ")"},
      {"UNWIND range(1, 60) AS i CREATE (:N {i: i})", "MATCH (a:N), (b:N) WHERE a.i <> b.i CREATE (a)-[:T]->(b)",
       "MATCH p = (a:N {i: 1})-[*]->(b:N {i: 2}) RETURN count(p)"},
  };
  for (const auto& statements : greedy) {
    INFO(statements.back());
    CHECK(Answers(statements, options).find("\"type\":\"ResourceError\"") != std::string::npos);
  }
}

}  // namespace papergraph
