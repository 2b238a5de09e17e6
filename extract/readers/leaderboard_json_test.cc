#include "extract/readers/leaderboard_json.h"

#include <catch2/catch.hpp>
#include <string>

#include "extract/readers/readers.h"

namespace papergraph::extract {
namespace {

/// "id: task | dataset | metric | model = value unit" of each number.
std::vector<std::string> Rows(const ReadResult& result) {
  REQUIRE(result.document);
  std::vector<std::string> rows;
  for (const PaperText& paper : result.document->papers) {
    for (const StatedResult& row : paper.stated) {
      rows.push_back(paper.id + ": " + row.task + " | " + row.dataset + " | " + row.metric + " | " + row.model + " = " +
                     std::to_string(row.value).substr(0, 5) + row.unit);
    }
  }
  return rows;
}

Diagnostic Only(const ReadResult& result, bool refused) {
  REQUIRE(result.diagnostics.size() == 1);
  CHECK(result.diagnostics[0].refused == refused);
  CHECK(result.document.has_value() != refused);
  return result.diagnostics[0];
}

using Catch::Matchers::Contains;
using Texts = std::vector<std::string>;

constexpr std::string_view kFlat = R"json([
  {"task": "Math", "dataset": "AIME 2024", "metric": "accuracy", "model": "Kettle-7B", "value": 79.5, "paper": "2601.00001"},
  {"benchmark": "AIME 2024", "metric": "Accuracy (%)", "method": "Über", "score": "1,081.0", "paper_url": "https://arxiv.org/abs/2601.00002v3",
   "paper_title": "Ü", "paper_date": "2026-01-02"},
  {"dataset": "GSM8K", "metric": "acc", "model": "Kettle-7B", "value": "93.1 %", "paper": "arXiv:2601.00001"}
])json";

}  // namespace

TEST_CASE("a row of a leaderboard is a number of the paper that it names", "[readers]") {
  const ReadResult result = ReadDocument("board.json", kFlat);
  CHECK(Rows(result) == Texts{"2601.00001: Math | AIME 2024 | accuracy | Kettle-7B = 79.50",
                              "2601.00001:  | GSM8K | acc | Kettle-7B = 93.10%",
                              "2601.00002:  | AIME 2024 | Accuracy | Über = 1081.%"});
  CHECK(result.diagnostics.empty());
  REQUIRE(result.document->papers.size() == 2);
  CHECK(result.document->papers[0].url == "https://arxiv.org/abs/2601.00001");
  CHECK(result.document->papers[1].title == "Ü");
  CHECK(result.document->papers[1].date == "2026-01-02");
  for (const PaperText& paper : result.document->papers) {
    CHECK(paper.passages.empty());
    for (const StatedResult& row : paper.stated) {
      CHECK(kFlat.substr(row.start, row.end - row.start) == row.text);
      CHECK_THAT(row.text, Contains(row.model));
    }
  }
}

TEST_CASE("the evaluation tables of Papers with Code are a leaderboard", "[readers]") {
  const ReadResult result = ReadDocument("tables.json", R"json([{
    "categories": ["NLP"], "task": "Reasoning", "description": "", "source_link": null,
    "datasets": [{"dataset": "GSM8K", "dataset_links": [], "sota": {"metrics": ["Accuracy"], "rows": [
        {"model_name": "Kettle", "metrics": {"Accuracy": "81.0", "Parameters (Billion)": "7", "Rank": null},
         "paper_date": "2026-01-03", "paper_title": "Boil", "paper_url": "https://arxiv.org/abs/2601.00003v1"},
        {"model_name": "Pot", "metrics": {"Accuracy": "80 ± 1"}, "paper_url": "https://arxiv.org/abs/2601.00003"},
        {"model_name": "Pan", "metrics": {"Accuracy": "79"}, "paper_url": "https://openreview.net/forum?id=x"}]},
      "subdatasets": [{"dataset": "GSM-Hard", "sota": {"rows": [
        {"model_name": "Kettle", "metrics": {"Accuracy": "60%"}, "paper_url": "https://arxiv.org/abs/2601.00004"}]}}]}],
    "subtasks": [{"task": "Proofs", "datasets": [{"dataset": "miniF2F", "sota": {"rows": [
        {"model_name": "Lid", "metrics": {"Pass@1": 33.5}, "paper_url": "http://arxiv.org/abs/2601.00005"}]}}]}]
  }])json");
  CHECK(Rows(result) == Texts{"2601.00003: Reasoning | GSM8K | Accuracy | Kettle = 81.00",
                              "2601.00003: Reasoning | GSM8K | Parameters (Billion) | Kettle = 7.000",
                              "2601.00004: Reasoning | GSM-Hard | Accuracy | Kettle = 60.00%",
                              "2601.00005: Proofs | miniF2F | Pass@1 | Lid = 33.50"});
  REQUIRE(result.diagnostics.size() == 2);
  CHECK_THAT(result.diagnostics[0].message, Contains("a row without an arXiv number in `paper` is left out"));
  CHECK(result.diagnostics[0].line == 7);
  CHECK(result.diagnostics[0].column == 9);
  CHECK_THAT(result.diagnostics[1].message, Contains("a row whose value is no number is left out"));
  CHECK(result.diagnostics[1].line == 6);
}

TEST_CASE("rows may lie in objects, and those without a paper or a number are counted and left out", "[readers]") {
  const std::string row = R"({"dataset": "D", "model": "M", "value": )";
  CHECK(Rows(ReadDocument("a", R"({"task": "T", "rows": [)" + row + R"(1, "paper": "2601.00001"}]})")) ==
        Texts{"2601.00001: T | D |  | M = 1.000"});
  const ReadResult left = ReadDocument("a", "[" + row + "1},\n" + row + "2, \"paper\": \"hep-th/9901001\"}]");
  CHECK_THAT(Only(left, false).message,
             Contains("2 rows without an arXiv number in `paper` are, this one first, left"));
  for (const char* value : {"\"\"", "\"n/a\"", "true", "[1]", "\"1e999\"", "\"nan\"", "\"12 %%\""}) {
    CAPTURE(value);
    const ReadResult odd = ReadDocument("a", "[" + row + value + R"(, "paper": "2601.00001"}])");
    CHECK_THAT(Only(odd, false).message, Contains("whose value is no number"));
  }
}

TEST_CASE("what is no row is refused alone, at its line and column", "[readers]") {
  const std::string good = R"({"dataset": "D", "model": "M", "value": 1, "paper": "2601.00001"})";
  const auto refused = [&](const std::string& bad) {
    const ReadResult result = ReadDocument("a", "[" + good + ",\n  " + bad + ",\n" + good + "]");
    CHECK(Rows(result).size() == 2);
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(result.diagnostics[0].refused);
    CHECK(result.diagnostics[0].one_paper);
    CHECK(result.diagnostics[0].line == 2);
    CHECK(result.diagnostics[0].column == 3);
    return result.diagnostics[0].message;
  };
  CHECK_THAT(refused(R"({"dataset": "D", "model": "M", "paper": "2601.00001"})"), Contains("without `value`"));
  CHECK_THAT(refused(R"({"model": "M", "value": 1})"), Contains("`dataset`"));
  CHECK_THAT(refused(R"({"dataset": "D", "model": 3, "value": 1})"), Contains("`model`"));
  CHECK_THAT(refused(R"({"dataset": "D"})"), Contains("expected a row"));
  CHECK_THAT(refused("7"), Contains("expected a row: an object"));
  CHECK_THAT(Only(ReadDocument("a", "[" + good + ", {\"dataset"), true).message, Contains("closing quote"));
  CHECK_THAT(Only(ReadDocument("a", R"({"task": "T", "datasets": []})"), false).message, Contains("no rows"));
}

TEST_CASE("a list of papers is no leaderboard", "[readers]") {
  CHECK_FALSE(
      IsLeaderboardJson(R"([{"title": "A model", "paper_url": "x", "details": {"abstract": "\"dataset\": x"}}])"));
  CHECK_FALSE(IsLeaderboardJson(R"([["dataset", "model"]])"));
  CHECK_FALSE(IsLeaderboardJson("# dataset\n\"model\": 1"));
  CHECK_FALSE(IsLeaderboardJson("[{\"dataset\\"));
  CHECK(IsLeaderboardJson(kFlat));
}

}  // namespace papergraph::extract
