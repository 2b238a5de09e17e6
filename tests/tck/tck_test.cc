// The openCypher TCK against the real program. The features are not part of this project: they are read from the folder
// named by PAPERGRAPH_TCK, or from ../shared/opencypher/tck/features beside the checkout.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <thread>

#include "tests/support/files.h"
#include "tests/tck/gherkin.h"
#include "tests/tck/play.h"
#include "tests/tck/tck_value.h"

namespace papergraph::tck {
namespace {

namespace fs = std::filesystem;

// Named graphs lie in `graphs` beside the features folder, a script of statements each.
NamedGraphs LoadGraphs(const fs::path& features) {
  NamedGraphs graphs;
  const fs::path folder = fs::absolute(features).parent_path() / "graphs";
  if (!fs::exists(folder)) return graphs;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto note = nlohmann::json::parse(ReadFile(entry.path()));
    for (const std::string script : note.at("scripts")) {
      std::istringstream statements(ReadFile(entry.path().parent_path() / (script + ".cypher")));
      for (std::string statement; std::getline(statements, statement, ';');) {
        if (statement.find_first_not_of(" \r\n\t") != std::string::npos) {
          graphs[note.at("name")].push_back(statement);
        }
      }
    }
  }
  return graphs;
}

// "id<TAB>why" a line. Each line must say why.
std::map<std::string, std::string> ExpectedFailures(const fs::path& path) {
  std::map<std::string, std::string> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto tab = line.find('\t');
    INFO(line);
    REQUIRE(tab != std::string::npos);
    out[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return out;
}

// One worker for each core: sessions are processes of their own.
std::vector<std::string> PlayAll(const std::string& program, const std::vector<Scenario>& scenarios,
                                 const NamedGraphs& graphs) {
  std::vector<std::string> why(scenarios.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    auto session = std::make_unique<SessionProcess>(program);
    for (size_t i; (i = next++) < scenarios.size();) {
      try {
        why[i] = Play(*session, scenarios[i], graphs);
      } catch (const std::exception& error) {
        why[i] = error.what();
        session = std::make_unique<SessionProcess>(program);
      }
    }
  };
  std::thread other(work);
  work();
  other.join();
  return why;
}

TEST_CASE("the openCypher TCK passes, except for what expected_failures.txt explains", "[tck]") {
  const char* program = std::getenv("PAPERGRAPH_PROGRAM");
  const char* folder = std::getenv("PAPERGRAPH_TCK");
  const fs::path features = folder != nullptr ? folder : "../shared/opencypher/tck/features";
  if (program == nullptr || !fs::exists(features)) {
    WARN("skipped: needs PAPERGRAPH_PROGRAM and the TCK's features in PAPERGRAPH_TCK or " << features);
    return;
  }
  const auto scenarios = LoadScenarios(features);
  REQUIRE(!scenarios.empty());
  const auto expected = ExpectedFailures("tests/tck/expected_failures.txt");
  const auto why = PlayAll(program, scenarios, LoadGraphs(features));
  size_t passed = 0;
  std::set<std::string> seen;
  for (size_t i = 0; i < scenarios.size(); ++i) {
    const std::string& id = scenarios[i].id;
    seen.insert(id);
    passed += why[i].empty();
    if (why[i].empty() && expected.contains(id)) {
      FAIL_CHECK("passes although expected_failures.txt lists it: " << id);
    } else if (!why[i].empty() && !expected.contains(id)) {
      FAIL_CHECK(id << "\n  " << why[i]);
    }
  }
  std::cout << "TCK: " << passed << " of " << scenarios.size() << " scenarios passed, " << expected.size()
            << " listed as expected to fail\n";
  CHECK(passed > 0);
}

TEST_CASE("an outline becomes one scenario for each row, with its numbers in the id", "[tck]") {
  const auto scenarios = ParseFeature(R"(
Feature: F
  Background:
    Given an empty graph
  Scenario Outline: [1] Adds <a>
    When executing query:
      """
      RETURN <a> + 1 AS x
      """
    Then the result should be, in any order:
      | x   |
      | <b> |
    Examples:
      | a | b |
      | 1 | 2 |
      | 5 | 6 |
)",
                                      "f");
  REQUIRE(scenarios.size() == 2);
  CHECK(scenarios[1].id == "f::[1] Adds <a>::2");
  REQUIRE(scenarios[1].steps.size() == 3);
  CHECK(scenarios[1].steps[0].text == "an empty graph");
  CHECK(scenarios[1].steps[1].doc == "RETURN 5 + 1 AS x");
  CHECK(scenarios[1].steps[2].table[1][0] == "6");
}

TEST_CASE("a value of the TCK's notation equals the same value in a session's JSON", "[tck]") {
  const auto same = [](const char* notation, const char* json) {
    return Canonical(ParseTckValue(notation), false) == Canonical(FromJson(nlohmann::json::parse(json)), false);
  };
  CHECK(same("[1, 2.0, 'it\\'s', null, true]", R"([1, 2.0, "it's", null, true])"));
  CHECK(same("NaN", R"({"_type":"float","value":"NaN"})"));
  CHECK(same("-0.0", "0.0"));
  CHECK_FALSE(same("1", "1.0"));
  CHECK(same("(:B:A {p: 1})", R"({"_type":"node","id":3,"labels":["A","B"],"properties":{"p":1}})"));
  CHECK(same("<()<-[:T]-(:A)>",
             R"({"_type":"path","nodes":[{"_type":"node","id":1,"labels":[],"properties":{}},
                 {"_type":"node","id":2,"labels":["A"],"properties":{}}],
                 "relationships":[{"_type":"relationship","id":0,"type":"T","start":2,"end":1,"properties":{}}]})"));
  CHECK(Canonical(ParseTckValue("[2, 1]"), true) == Canonical(ParseTckValue("[1, 2]"), true));
  CHECK_FALSE(Canonical(ParseTckValue("[2, 1]"), false) == Canonical(ParseTckValue("[1, 2]"), false));
}

}  // namespace
}  // namespace papergraph::tck
