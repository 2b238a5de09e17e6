#include "extract/stated.h"

#include <catch2/catch.hpp>

#include "extract/entities/vocabulary.h"

namespace papergraph::extract {
namespace {

StatedResult Row(std::string dataset, std::string metric, std::string model, double value) {
  StatedResult row;
  row.task = "math";
  row.dataset = std::move(dataset);
  row.metric = std::move(metric);
  row.model = std::move(model);
  row.value = value;
  row.text = "{row}";
  row.start = 7;
  row.end = 12;
  return row;
}

std::vector<std::string> Edges(const PaperFindings& findings) {
  std::vector<std::string> edges;
  for (const EntityFinding& finding : findings.entities) edges.push_back(finding.edge + " " + finding.name);
  return edges;
}

TEST_CASE("a stated row names things as the vocabulary does, once each, and gives an absolute result", "[stated]") {
  PaperText paper;
  paper.stated = {Row("aime24", "acc", "Kettle-7B", 79.5), Row("AIME 2024", "score", "GRPO", 30),
                  Row("Teatime", "Cups", "Kettle-7B", 3)};
  PaperFindings findings;
  AddStated(paper, Vocabulary::BuiltIn(), findings);
  CHECK(Edges(findings) == std::vector<std::string>{"EVALUATES_ON AIME 2024", "USES Kettle-7B",
                                                    "IN_DOMAIN Mathematical Reasoning", "USES GRPO",
                                                    "EVALUATES_ON Teatime"});
  CHECK(findings.entities[1].kind == EntityKind::kModel);
  CHECK(findings.entities[1].parameters == 7.0);
  CHECK(findings.entities[3].kind == EntityKind::kMethod);
  REQUIRE(findings.results.size() == 3);
  const ResultFinding& first = findings.results[0];
  CHECK(first.benchmark == "AIME 2024");
  CHECK(first.metric == "accuracy");
  CHECK(first.kind == "absolute");
  CHECK(first.subjects == std::vector<std::string>{"Kettle-7B"});
  CHECK(first.evidence.text == "{row}");
  CHECK(first.evidence.start == 7);
  CHECK(first.evidence.end == 12);
  CHECK(findings.results[2].metric == "Cups");
}

TEST_CASE("a model that the paper introduces is not said to be used as well", "[stated]") {
  PaperText paper;
  paper.stated = {Row("AIME 2024", "acc", "Kettle-7B", 79.5)};
  PaperFindings findings;
  findings.entities.push_back({.kind = EntityKind::kModel, .name = "Kettle-7B", .aliases = {}, .edge = "INTRODUCES"});
  AddStated(paper, Vocabulary::BuiltIn(), findings);
  CHECK(Edges(findings) ==
        std::vector<std::string>{"INTRODUCES Kettle-7B", "EVALUATES_ON AIME 2024", "IN_DOMAIN Mathematical Reasoning"});
  CHECK(findings.results.size() == 1);
}

}  // namespace
}  // namespace papergraph::extract
