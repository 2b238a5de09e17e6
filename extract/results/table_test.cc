#include "extract/results/table.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "extract/entities/vocabulary.h"
#include "extract/findings.h"

namespace papergraph::extract {
namespace {

PaperFindings FactsOfTable(const std::string& table) {
  PaperText paper;
  paper.id = "3104.00001";
  paper.title = "KiteRider: Agents That Ask";
  const std::string texts[] = {paper.title, "提出了一种名为 KiteRider 的智能体框架，基于 Qwen2.5-7B。", table};
  const SectionKind kinds[] = {SectionKind::kTitle, SectionKind::kContribution, SectionKind::kResults};
  for (size_t i = 0; i < 3; ++i) {
    Passage passage;
    passage.kind = kinds[i];
    passage.text = texts[i];
    paper.passages.push_back(std::move(passage));
  }
  return FindFacts(paper, Vocabulary::BuiltIn());
}

std::string Shown(const std::string& table) {
  std::string shown;
  for (const ResultFinding& r : FactsOfTable(table).results) {
    std::string subjects;
    for (const std::string& name : r.subjects) subjects += (subjects.empty() ? "" : "+") + name;
    shown += fmt::format("{} {} {} {}{} {}; ", subjects, r.benchmark, r.metric, r.value, r.unit, r.kind);
  }
  return shown;
}

}  // namespace

TEST_CASE("a table of names by benchmarks gives each number to its row and column", "[table]") {
  CHECK(
      Shown("| 方法 | GSM8K | MATH-500 (pass@1) |\n|---|:---:|---|\n| GPT-4o | 92.1 | 74.6% |\n| **KiteRider** | "
            "**94.5** | - |") ==
      "GPT-4o GSM8K score 92.1 absolute; GPT-4o MATH-500 pass@1 74.6% absolute; KiteRider GSM8K score 94.5 absolute; ");
  CHECK(Shown("各方法的准确率（%）：\n\n| Method | Params | HotpotQA | Avg. |\n| --- | --- | --- | --- |\n| ReAct | 7B "
              "| 41.0 ± 0.3 | 50.2 |\n"
              "| Ours | 7B | 61.3 (+4.5) | 63.0 |") ==
        "ReAct HotpotQA accuracy 41 absolute; KiteRider HotpotQA accuracy 61.3 absolute; ");
}

TEST_CASE("a cell with a sign is a change, up or down", "[table]") {
  CHECK(Shown("| 方法 | GSM8K | MATH |\n|---|---|---|\n| KiteRider | +4.5 | -2.3 |") ==
        "KiteRider GSM8K score 4.5 delta; KiteRider MATH score -2.3 delta; ");
}

TEST_CASE("a table may be turned, or name benchmark and subject in the row", "[table]") {
  CHECK(Shown("| 基准 | GPT-4o | KiteRider |\n|---|---|---|\n| GSM8K (%) | 92.1 | 94.5 |\n| AIME 2024 | 9.3 | 20 |") ==
        "GPT-4o GSM8K accuracy 92.1% absolute; KiteRider GSM8K accuracy 94.5% absolute; GPT-4o AIME 2024 score 9.3 "
        "absolute; "
        "KiteRider AIME 2024 score 20 absolute; ");
  CHECK(Shown("| 模型 | 数据集 | 准确率 | F1 |\n|---|---|---|---|\n| GPT-4o | HotpotQA | 48.2% | 59.0 |") ==
        "GPT-4o HotpotQA accuracy 48.2% absolute; GPT-4o HotpotQA F1 59 absolute; ");
}

TEST_CASE("a table whose columns are not clear gives no numbers", "[table]") {
  // No row of dashes, more cells than headers, headers without benchmarks, rows without names, cells that are no
  // number.
  for (const char* table :
       {"| 方法 | GSM8K |\n| GPT-4o | 92.1 |", "| 方法 | GSM8K |\n|---|---|\n| GPT-4o | 1 | 92.1 |",
        "| 方法 | 训练步数 |\n|---|---|\n| GPT-4o | 92.1 |", "| 步骤 | GSM8K |\n|---|---|\n| 第一步 | 92.1 |",
        "| 方法 | GSM8K |\n|---|---|\n| GPT-4o | 约 90 到 92 |",
        "| 方法 | GSM8K 训练步数 |\n|---|---|\n| GPT-4o | 300 |", "| GPT-4o | GSM8K | 92.1 |"}) {
    INFO(table);
    CHECK(Shown(table).empty());
  }
}

TEST_CASE("who heads a row beside the paper's own is compared with it", "[table]") {
  const PaperFindings found =
      FactsOfTable("| 方法 | GSM8K |\n|---|---|\n| GPT-4o | 92.1 |\n| Qwen2.5-7B + KiteRider | 94.5 |");
  for (const EntityFinding& entity : found.entities) {
    if (entity.name == "GPT-4o") CHECK(entity.edge == "COMPARES_WITH");
    if (entity.name == "Qwen2.5-7B") CHECK(entity.edge == "USES");
    if (entity.name == "GSM8K") CHECK(entity.edge == "EVALUATES_ON");
  }
  CHECK(found.entities.size() >= 4);
}

}  // namespace papergraph::extract
