// Sentences about what is new, how it goes, what is near and what is best, from end to end.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "engine/session.h"
#include "extract/ingest.h"
#include "tests/support/files.h"
#include "tests/support/sample_graph.h"

namespace papergraph {
namespace {

std::string Text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
      return std::string(value.as_string());
    case ValueKind::kInt:
      return std::to_string(value.as_int());
    case ValueKind::kFloat:
      return std::to_string(value.as_float()).substr(0, 4);
    case ValueKind::kList: {
      std::string out;
      for (const Value& item : value.as_list()) out += (out.empty() ? "" : ", ") + Text(item);
      return "[" + out + "]";
    }
    default:
      return std::string(NameOf(value.kind()));
  }
}

/// Rows as texts; columns whose value the test is not about left out.
class Rows : public engine::RowSink {
 public:
  explicit Rows(std::vector<std::string> wanted) : wanted_(std::move(wanted)) {}
  void Columns(const std::vector<std::string>& names, const GraphReader&) override { columns = names; }
  void Row(std::span<const Value> values) override {
    std::string row;
    for (const std::string& name : wanted_) {
      const auto at = std::find(columns.begin(), columns.end(), name) - columns.begin();
      row += (row.empty() ? "" : " ") + (at < std::ssize(columns) ? Text(values[static_cast<size_t>(at)]) : "?");
    }
    rows.push_back(row);
  }
  std::vector<std::string> columns, rows;

 private:
  std::vector<std::string> wanted_;
};

class News {
 public:
  News() {
    const auto transaction = store_->Begin();
    SampleBuilder{*transaction};
    transaction->Commit();
  }
  std::vector<std::string> Ask(const std::string& sentence, std::vector<std::string> columns) {
    Rows rows(std::move(columns));
    const auto summary = session_.Run(sentence, Value(), rows);
    notices = summary.notices;
    return rows.rows;
  }
  std::vector<std::string> notices;

 private:
  std::unique_ptr<Store> store_ = Store::Open(":memory:", {.create = true});
  engine::Session session_{*store_, {}};
};

using Texts = std::vector<std::string>;

TEST_CASE("a trend counts the papers that have to do with a thing, with a row for each period between", "[sentence]") {
  News news;
  CHECK(news.Ask("trend of GRPO by month", {"month", "papers"}) == Texts{"2026-01 3", "2026-02 1"});
  CHECK(news.Ask("GRPO 的趋势", {"month", "papers"}) == Texts{"2026-01 3", "2026-02 1"});
  CHECK(news.Ask("papers using GRPO by month", {"month", "papers"}) == Texts{"2026-01 2", "2026-02 1"});
  CHECK(news.Ask("trend of GRPO by year", {"year", "papers"}) == Texts{"2026 4"});
  CHECK(news.Ask("trend of PPO by day", {"day", "papers"}) == Texts{"2026-01-15 1"});
  CHECK(news.Ask("trend of GRPO by week", {"week", "papers"}) ==
        Texts{"2025-12-29 1", "2026-01-12 1", "2026-01-26 1", "2026-02-16 1"});
  news.Ask(
      "CREATE (:Paper {id: '2605.00001', date: date('2026-05-01')})-[:USES]->"
      "(:Method {name: 'Later'}), (:Paper {id: '2602.00009', date: date('2026-02-01')})",
      {});
  news.Ask("MATCH (p:Paper {id: '2602.00009'}), (m:Method {name: 'Later'}) CREATE (p)-[:USES]->(m)", {});
  CHECK(news.Ask("trend of Later", {"month", "papers"}) == Texts{"2026-02 1", "2026-03 0", "2026-04 0", "2026-05 1"});
  CHECK(news.Ask("WHY trend of PPO", {"paper", "edge", "name"}) == Texts{"2601.00002 USES PPO"});
}

TEST_CASE("what is new on a thing are its papers, the newest first, with their numbers on it", "[sentence]") {
  News news;
  CHECK(news.Ask("what is new on AIME", {"paper", "relation", "results"}) ==
        Texts{"2602.00004 [INTRODUCES] [GPT-4o: 9.0% accuracy]",
              "2601.00001 [EVALUATES_ON] [GRPO: 80.5% accuracy, Qwen3-8B: 60.0% accuracy]"});
  CHECK(news.Ask("what is new on AIME 2024 since 2026-01", {"paper", "relation", "results"}) ==
        Texts{"2601.00001 [EVALUATES_ON] [GRPO: 80.5% accuracy, Qwen3-8B: 60.0% accuracy]"});
  CHECK(news.Ask("what is new about GRPO in February 2026", {"paper", "relation", "results"}) ==
        Texts{"2602.00005 [USES] []"});
  CHECK(news.Ask("GRPO 有什么新进展", {"paper", "relation", "results"}) ==
        Texts{"2602.00005 [USES] []", "2601.00003 [COMPARES_WITH] []", "2601.00002 [USES] []",
              "2601.00001 [USES] [AIME 2024: 80.5% accuracy]"});
  CHECK(news.Ask("what is new since 2026-02", {"paper", "introduces"}) ==
        Texts{"2602.00005 []", "2602.00004 [AIME 2025]"});
  CHECK(news.Ask("what is new in robotics", {"paper", "relation"}) == Texts{"2602.00005 [IN_DOMAIN]"});
  CHECK(news.Ask("WHY what is new on AIME 2025", {"paper", "edge", "name"}) ==
        Texts{"2602.00004 INTRODUCES AIME 2025"});
}

TEST_CASE("a new thing is one that no paper had to do with before", "[sentence]") {
  News news;
  CHECK(news.Ask("new methods since 2026-01-15", {"method", "papers", "first_seen"}) == Texts{"DoRA 1 DATE"});
  news.Ask("MATCH (p:Paper {id: '2601.00001'}), (m:Method {name: 'DoRA'}) CREATE (p)-[:USES]->(m)", {});
  CHECK(news.Ask("new methods since 2026-01-15", {"method"}).empty());
  CHECK(news.Ask("methods proposed since 2026-01-15", {"method"}) == Texts{"DoRA"});
}

TEST_CASE("papers like another share its methods, benchmarks and models, what few share counting more", "[sentence]") {
  News news;
  CHECK(news.Ask("papers like 2601.00001", {"paper", "score", "methods", "benchmarks", "models"}) ==
        Texts{"2601.00003 0.58 [LoRA, GRPO] [] []", "2601.00002 0.58 [LoRA, GRPO] [] []",
              "2602.00005 0.25 [GRPO] [] []"});
  CHECK(news.Ask("papers like \"Search with GRPO\"", {"paper", "score"}) ==
        Texts{"2601.00003 0.58", "2601.00002 0.58", "2602.00005 0.25"});
  CHECK(news.Ask("与 2601.00001 相似的论文", {"paper", "score"}) ==
        Texts{"2601.00003 0.58", "2601.00002 0.58", "2602.00005 0.25"});
  CHECK(news.Ask("2 papers similar to 2601.00001 since 2026-01-20", {"paper"}) == Texts{"2601.00003", "2602.00005"});
  CHECK(
      news.Ask("WHY papers like 2602.00005", {"paper", "edge", "name"}) ==
      Texts{"2602.00004 USES GPT-4o", "2601.00003 COMPARES_WITH GRPO", "2601.00002 USES GRPO", "2601.00001 USES GRPO"});
}

TEST_CASE("the best is who has more of the others behind it, on the same benchmark in the same metric", "[sentence]") {
  News news;
  const auto score = [&](const std::string& model, const std::string& benchmark, const std::string& metric,
                         double value, const std::string& kind = "absolute") {
    news.Ask("MATCH (p:Paper {id: '2601.00002'}), (b:Benchmark {name: '" + benchmark + "'}) MERGE (m:Model {name: '" +
                 model + "'}) CREATE (p)-[:REPORTS {evidence: '" + model + "'}]->(r:Result {metric: '" + metric +
                 "', value: " + std::to_string(value) + ", kind: '" + kind + "'})-[:ON]->(b), (r)-[:OF]->(m)",
             {});
  };
  // MATH: accuracy, more is more; perplexity, less is more. A change says nothing of how good one is.
  score("Big", "MATH", "accuracy", 90);
  score("Big", "MATH", "accuracy", 70);
  score("Small", "MATH", "accuracy", 80);
  score("Small", "MATH", "perplexity", 9);
  score("Odd", "MATH", "perplexity", 12);
  score("Odd", "MATH", "accuracy", 99, "delta");
  score("Odd", "HumanEval", "accuracy", 99);
  const std::vector<std::string> columns = {"model", "ahead_of", "behind", "benchmarks", "numbers"};
  CHECK(news.Ask("best model on MATH", columns) ==
        Texts{"Big 1 0 1 [MATH: 90.0 accuracy (1 of 2)]",
              "Small 1 1 1 [MATH: 80.0 accuracy (2 of 2), MATH: 9.0 perplexity (1 of 2)]",
              "Odd 0 1 1 [MATH: 12.0 perplexity (2 of 2)]"});
  REQUIRE(news.notices.size() == 1);
  CHECK_THAT(news.notices[0], Catch::Matchers::Contains("absolute scores only"));
  CHECK(news.Ask("best 2 models for math", {"model", "ahead_of"}) == Texts{"Big 1", "Small 1"});
  CHECK(news.Ask("最好的数学模型", {"model"}) == Texts{"Big", "Small", "GPT-4o", "Qwen3-8B", "Odd"});
  CHECK(news.Ask("best method on AIME 2024", {"method", "numbers", "papers"}) ==
        Texts{"GRPO [AIME 2024: 80.5% accuracy (1 of 1)] [2601.00001]"});
  CHECK(news.Ask("WHY best model on MATH since 2026-01-15", {"model", "metric", "value"}) ==
        Texts{"Big accuracy 90.0", "Small accuracy 80.0", "Big accuracy 70.0", "Odd perplexity 12.0",
              "Small perplexity 9.00"});
}

TEST_CASE("novelty: the papers that have most of what an idea names, and whether one has all", "[sentence]") {
  News news;
  CHECK(news.Ask("is there anything like \"GRPO on AIME 2024\"", {"paper", "has", "same_field"}) ==
        Texts{"2601.00001 [AIME 2024, GRPO] []", "2602.00005 [GRPO] []", "2601.00002 [GRPO] []"});
  CHECK(news.notices == Texts{"1 paper in this graph has GRPO and AIME 2024"});
  CHECK(news.Ask("is there anything like \"DPO on AIME 2024\"", {"paper", "has", "same_field"}) ==
        Texts{"2602.00005 [DPO] []", "2601.00001 [AIME 2024] []"});
  CHECK(news.notices == Texts{"no paper in this graph has DPO and AIME 2024; the nearest come first"});
  // The method on another benchmark of the field comes before the benchmark with another method.
  CHECK(news.Ask("is there anything like \"LoRA on MATH\"", {"paper", "has", "same_field"}) ==
        Texts{"2601.00001 [LoRA] [AIME 2024]", "2601.00002 [LoRA] []"});
  CHECK(news.Ask("有没有类似 DPO 和 AIME 2024 的论文", {"paper", "has"}) ==
        Texts{"2602.00005 [DPO]", "2601.00001 [AIME 2024]"});
  CHECK(news.Ask("WHY is there anything like \"DPO on AIME 2024\"", {"paper", "edge", "name"}) ==
        Texts{"2602.00005 USES DPO", "2601.00001 EVALUATES_ON AIME 2024"});
}

TEST_CASE("a date that is counted from today and lies behind every paper is said to", "[sentence]") {
  News news;
  CHECK(news.Ask("papers this month", {"paper"}).empty());
  REQUIRE(news.notices.size() == 1);
  CHECK_THAT(news.notices[0], Catch::Matchers::Contains("the newest paper of this graph is of 2026-02-16"));
  news.Ask("papers before this month", {"paper"});
  CHECK(news.notices.empty());
  news.Ask("papers since 2027-01-01", {"paper"});
  CHECK(news.notices.empty());
}

TEST_CASE("a leaderboard that was ingested answers what is asked of numbers, with its row as evidence", "[sentence]") {
  const Folder folder;
  const std::string file = (folder.path / "board.json").string();
  std::ofstream(file) << R"([
{"task": "Math", "dataset": "AIME 2024", "metric": "accuracy", "model": "Kettle-7B", "value": 79.5, "paper": "2601.00001"},
{"task": "Math", "dataset": "AIME 2024", "metric": "accuracy", "model": "Pot-7B", "value": 60, "paper": "2601.00002"}])";
  const auto store = Store::Open(":memory:", {.create = true});
  const auto report = extract::Ingest(*store, {file}, {});
  CHECK(report.refused == 0);
  CHECK(report.papers_new == 2);
  engine::Session session(*store, {});
  Rows board({"value", "subject", "benchmark", "metric", "evidence"});
  session.Run("leaderboard of AIME 2024", Value(), board);
  CHECK(board.rows ==
        Texts{"79.5 Kettle-7B AIME 2024 accuracy {\"task\": \"Math\", \"dataset\": \"AIME 2024\", \"metric\": "
              "\"accuracy\", \"model\": \"Kettle-7B\", \"value\": 79.5, \"paper\": \"2601.00001\"}",
              "60.0 Pot-7B AIME 2024 accuracy {\"task\": \"Math\", \"dataset\": \"AIME 2024\", \"metric\": "
              "\"accuracy\", \"model\": \"Pot-7B\", \"value\": 60, \"paper\": \"2601.00002\"}"});
  Rows best({"model", "ahead_of", "papers"});
  session.Run("best model for math", Value(), best);
  CHECK(best.rows == Texts{"Kettle-7B 1 [2601.00001]", "Pot-7B 0 [2601.00002]"});
  const auto counts = extract::Forget(*store, {"board.json"}, {});
  CHECK(counts.nodes == 0);
}

}  // namespace
}  // namespace papergraph
