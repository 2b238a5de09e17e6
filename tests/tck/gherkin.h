// The part of Gherkin that the openCypher TCK is written in: features -> scenarios, outlines expanded.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace papergraph::tck {

struct Step {
  std::string text;                             // without Given, When, Then, And
  std::string doc;                              // the """ block below it
  std::vector<std::vector<std::string>> table;  // the | rows below it
};

struct Scenario {
  std::string id;  // "clauses/match/Match1.feature::[1] Name", with "::3" for the third row of an outline
  std::vector<std::string> tags;
  std::vector<Step> steps;
};

/// Every scenario of every *.feature below `root`, by path. Throws std::runtime_error with file and line when a file
/// cannot be read as Gherkin. Where `root` has a tck-export.json (a part of the TCK), rows keep their original numbers.
std::vector<Scenario> LoadScenarios(const std::filesystem::path& root);

/// The scenarios of one feature's text; `name` stands before their ids.
std::vector<Scenario> ParseFeature(const std::string& text, const std::string& name);

}  // namespace papergraph::tck
