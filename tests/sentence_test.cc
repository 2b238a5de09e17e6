// Sentences from end to end: read, planned and run over the store.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "engine/session.h"
#include "extract/ingest.h"
#include "tests/support/sample_graph.h"

namespace papergraph {
namespace {

using Column = std::vector<std::string>;

/// The values of the first column (strings as they are), and the names of all columns.
class FirstColumn : public engine::RowSink {
 public:
  void Columns(const std::vector<std::string>& names, const GraphReader&) override { columns = names; }
  void Row(std::span<const Value> values) override {
    const Value& value = values[0];
    rows.push_back(value.kind() == ValueKind::kString  ? std::string(value.as_string())
                   : value.kind() == ValueKind::kInt   ? std::to_string(value.as_int())
                   : value.kind() == ValueKind::kFloat ? std::to_string(value.as_float()).substr(0, 4)
                                                       : std::string(NameOf(value.kind())));
  }
  Column columns, rows;
};

Column Ask(engine::Session& session, const std::string& sentence) {
  FirstColumn sink;
  session.Run(sentence, Value(), sink);
  return sink.rows;
}

struct Database {
  std::unique_ptr<Store> store = Store::Open(":memory:", {.create = true});
  Database() {
    const auto transaction = store->Begin();
    SampleBuilder{*transaction};
    transaction->Commit();
  }
};

TEST_CASE("sentences give what the graph says", "[sentence]") {
  Database database;
  const std::map<std::string, Column> expected = {
      {"papers using GRPO on math benchmarks", {"2601.00001"}},
      {"在数学基准上使用 GRPO 的论文", {"2601.00001"}},
      {"papers using GRPO", {"2602.00005", "2601.00002", "2601.00001"}},
      {"papers comparing with GRPO", {"2601.00003"}},
      {"papers using GRPO and LoRA but not PPO", {"2601.00001"}},
      {"papers using GRPO or DPO on code benchmarks", {"2601.00002"}},
      {"papers using DPO or evaluated on code benchmarks", {"2602.00005", "2601.00002"}},
      {"papers without GRPO", {"2602.00004", "2601.00003"}},
      {"papers using Qwen3", {"2601.00003", "2601.00001"}},
      {"papers using Qwen3-8B", {"2601.00001"}},
      {"NLP papers", {"2602.00004", "2601.00003", "2601.00001"}},
      {"papers between 2026-01-10 and 2026-02-05", {"2602.00004", "2601.00003", "2601.00002"}},
      {"2 latest papers", {"2602.00005", "2602.00004"}},
      {"papers by Ada Lovelace", {"2601.00003", "2601.00001"}},
      {"how many papers use LoRA", {"2"}},
      {"methods compared with LoRA", {"DoRA"}},
      {"benchmarks of Qwen3-8B", {"AIME 2024"}},
      {"who introduced AIME 2025", {"2602.00004"}},
      {"results on AIME 2024", {"80.5", "60.0"}},
      {"leaderboard of AIME", {"80.5", "60.0", "9.00"}},
      {"methods that beat Qwen3-8B on AIME 2024", {"GRPO"}},
      {"what beats LoRA", {"DoRA"}},
      {"models used with GRPO in robotics", {"GPT-4o"}},
      {"most used benchmarks in math in January 2026", {"AIME 2024", "GSM8K"}},
      {"top 2 methods in 2026", {"GRPO", "LoRA"}},
      {"new methods since 2026-01-15", {"DoRA"}},
      {"domains of DPO", {"Reinforcement Learning", "Robotics"}},
      {"how are GRPO and AIME 2024 connected", {"PATH"}},
      {"methods of 2601.00003", {"DoRA", "GRPO", "LoRA"}},
      {"papers trained on GSM8K", {"2601.00002"}},
      {"papers mentioning GSM8K", {"2602.00004", "2601.00003", "2601.00002"}},
  };
  engine::Session session(*database.store, {});
  for (const auto& [sentence, rows] : expected) {
    CAPTURE(sentence);
    CHECK(Ask(session, sentence) == rows);
  }
  CHECK_FALSE(Ask(session, "what is GRPO").empty());
  CHECK_FALSE(Ask(session, "what is 2601.00003").empty());
}

TEST_CASE("a sentence is understood anew when the names in the graph change", "[sentence]") {
  Database database;
  engine::Session session(*database.store, {});
  CHECK(Ask(session, "papers using GPT-4o").size() == 2);
  Ask(session,
      "MATCH (m:Model {name: 'GPT-4o'}), (p:Paper {id: '2601.00001'}) "
      "CREATE (v:Model {name: 'GPT-4o mini'})-[:VARIANT_OF]->(m), (p)-[:USES {evidence: 'small'}]->(v)");
  CHECK(Ask(session, "papers using GPT-4o").size() == 3);
  Ask(session, "MATCH (m:Model {name: 'GPT-4o'}) SET m.name = 'Another'");
  CHECK_THROWS_AS(Ask(session, "papers using GPT-4o"), QueryError);
}

TEST_CASE("EXPLAIN before a sentence prints the Cypher that it means", "[sentence]") {
  Database database;
  engine::Session session(*database.store, {});
  FirstColumn sink;
  const auto summary = session.Run("EXPLAIN papers using GRPO", Value(), sink);
  CHECK_THAT(summary.plan, Catch::Matchers::StartsWith("MATCH (p:Paper)-[e:USES]->(:Method {name: 'GRPO'})"));
  FirstColumn rows;
  session.Run(summary.plan, Value(), rows);
  CHECK(rows.rows == Ask(session, "papers using GRPO"));
}

TEST_CASE("WHY before a sentence gives the edges of the same answer, with the words marked", "[sentence]") {
  Database database;
  engine::Session session(*database.store, {});
  const std::string changes = "MATCH (:Paper {id: '2601.00001'})-[e]->(x {name: '";
  Ask(session, changes +
                   "GRPO'}) SET x.aliases = ['Group Relative Policy Optimization'], e.rule = 'uses', "
                   "e.source = 'a.txt', e.start = 10, e.end = 50, e.evidence = 'With group relative policy "
                   "optimization (GRPO) we train.'");
  for (const std::string sentence :
       {"papers using GRPO on math benchmarks", "在数学基准上使用 GRPO 的论文",
        "papers using GRPO or DPO on code benchmarks", "papers using GRPO and LoRA but not PPO",
        "who introduced AIME 2025", "papers without GRPO using LoRA",
        "papers using DPO or evaluated on code benchmarks", "2 latest papers using GRPO"}) {
    CAPTURE(sentence);
    std::set<std::string> plain, why;
    for (const std::string& paper : Ask(session, sentence)) plain.insert(paper);
    for (const std::string& paper : Ask(session, "why " + sentence)) why.insert(paper);
    CHECK(why == plain);
  }
  for (const std::string sentence :
       {"methods compared with LoRA", "top 2 methods in 2026", "most used benchmarks in math in January 2026",
        "new methods since 2026-01-15", "models used with GRPO in robotics"}) {
    CAPTURE(sentence);
    std::set<std::string> plain, why;
    for (const std::string& thing : Ask(session, sentence)) plain.insert(thing);
    for (const std::string& thing : Ask(session, "WHY " + sentence)) why.insert(thing);
    CHECK(why == plain);
  }
  for (const std::string sentence : {"results on AIME 2024", "leaderboard of AIME", "what beats LoRA", "what is GRPO",
                                     "methods that beat Qwen3-8B on AIME 2024", "how many papers use LoRA",
                                     "how are GRPO and AIME 2024 connected", "what is 2601.00003"}) {
    CAPTURE(sentence);
    CHECK_FALSE(Ask(session, "WHY " + sentence).empty());
  }
  CHECK_THROWS_AS(Ask(session, "WHY latest papers"), QueryError);
  const std::string explained =
      session.Run("EXPLAIN WHY papers using GRPO", Value(), *std::make_unique<FirstColumn>()).plan;
  CHECK(Ask(session, explained) == Ask(session, "WHY papers using GRPO"));

  struct Cells : engine::RowSink {
    void Columns(const std::vector<std::string>& names, const GraphReader&) override { columns = names; }
    void Row(std::span<const Value> values) override { rows.emplace_back(values.begin(), values.end()); }
    Column columns;
    std::vector<std::vector<Value>> rows;
  } cells;
  session.Run("WHY papers using GRPO on math benchmarks", Value(), cells);
  CHECK(cells.columns == Column{"paper", "edge", "name", "evidence", "rule", "confidence", "source", "start", "end"});
  const auto row = std::find_if(cells.rows.begin(), cells.rows.end(),
                                [](const auto& values) { return values[1].as_string() == "USES"; });
  REQUIRE(row != cells.rows.end());
  CHECK((*row)[3].as_string() == "With «group relative policy optimization» (GRPO) we train.");
  CHECK((*row)[6].as_string() == "a.txt");
  CHECK((*row)[7].as_int() == 10);
}

TEST_CASE("where no paper proposes a thing, the first that has to do with it is named", "[sentence]") {
  Database database;
  engine::Session session(*database.store, {});
  FirstColumn sink;
  CHECK(session.Run("who introduced AIME 2025", Value(), sink).notices.empty());
  for (const std::string sentence : {"who proposed GRPO", "谁提出了 GRPO", "WHY who proposed GRPO"}) {
    CAPTURE(sentence);
    CHECK(session.Run(sentence, Value(), sink).notices ==
          std::vector<std::string>{
              "no paper in this graph proposes or introduces GRPO; the first that has to do with it is "
              "2601.00001 of 2026-01-01, which uses it"});
  }
  CHECK(sink.rows == Column{"2602.00004"});
}

TEST_CASE("on the real reports, papers that use GRPO are told from papers that compare themselves with it",
          "[sentence]") {
  const char* folder = std::getenv("PAPERGRAPH_SHARED");
  const std::filesystem::path reports = std::filesystem::path(folder != nullptr ? folder : "../shared") / "reports";
  if (!std::filesystem::is_directory(reports)) {
    WARN("skipped: " << reports << " is not there");
    return;
  }
  const auto store = Store::Open(":memory:", {.create = true});
  extract::Ingest(*store, {reports.string()}, {});
  engine::Session session(*store, {});
  const Column expected = {"2601.21358", "2601.21558", "2601.22628", "2601.22642"};
  CHECK(Ask(session, "papers using GRPO on math benchmarks") == expected);
  CHECK(Ask(session, "在数学基准上使用 GRPO 的论文") == expected);
  const Column compared = Ask(session, "papers comparing with GRPO");
  CHECK(std::find(compared.begin(), compared.end(), "2601.23143") != compared.end());
}

}  // namespace
}  // namespace papergraph
