// The plans of tests/plans/*.plan: EXPLAIN shows what an expert would expect. A file is a graph (statements, each
// ending with `;`, before the first question) and questions: `# why`, a statement ending with `;`, and its plan,
// estimates apart.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/session.h"

namespace papergraph::engine {
namespace {

namespace fs = std::filesystem;

struct Question {
  std::string why, statement, plan;
};

struct PlanFile {
  std::vector<std::string> graph;
  std::vector<Question> questions;
};

PlanFile ReadPlanFile(const fs::path& path) {
  PlanFile file;
  std::ifstream in(path);
  std::string line, statement;
  enum { kGraph, kStatement, kPlan } at = kGraph;
  while (std::getline(in, line)) {
    if (line.starts_with("# ")) {
      file.questions.push_back({line.substr(2), "", ""});
      at = kStatement;
    } else if (at == kPlan) {
      if (!line.empty()) file.questions.back().plan += line + "\n";
    } else if (!line.empty()) {
      statement += (statement.empty() ? "" : "\n") + line;
      if (line.back() != ';') continue;
      statement.pop_back();
      if (at == kGraph) file.graph.push_back(statement);
      if (at == kStatement) {
        file.questions.back().statement = statement;
        at = kPlan;
      }
      statement.clear();
    }
  }
  return file;
}

// Without "  [~12 rows]" at the ends of lines.
std::string WithoutEstimates(const std::string& plan) {
  std::string out;
  for (size_t begin = 0; begin < plan.size();) {
    const size_t end = plan.find('\n', begin);
    const std::string line = plan.substr(begin, end - begin);
    out += line.substr(0, line.find("  [~")) + "\n";
    begin = end == std::string::npos ? plan.size() : end + 1;
  }
  return out;
}

TEST_CASE("plans are those that an expert would expect", "[plans]") {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator("tests/plans")) {
    if (entry.path().extension() == ".plan") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE_FALSE(paths.empty());
  size_t questions = 0;
  for (const fs::path& path : paths) {
    const PlanFile file = ReadPlanFile(path);
    const auto store = Store::Open(":memory:", {});
    Session session(*store, {});
    NoRows rows;
    for (const std::string& statement : file.graph) session.Run(statement, Value(), rows);
    for (const Question& question : file.questions) {
      INFO(path.string() << ": " << question.why << "\n" << question.statement);
      CHECK(WithoutEstimates(session.Run("EXPLAIN " + question.statement, Value(), rows).plan) == question.plan);
      ++questions;
    }
  }
  CHECK(questions >= 20);
}

}  // namespace
}  // namespace papergraph::engine
