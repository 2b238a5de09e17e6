#include "engine/sentence/sentence.h"

#include <catch2/catch.hpp>
#include <set>
#include <variant>

#include "engine/sentence/dates.h"
#include "engine/sentence/examples.h"
#include "engine/sentence/phrases.h"
#include "grammar/ast_printer.h"
#include "grammar/parser.h"
#include "tests/support/sample_graph.h"

namespace papergraph::engine {
namespace {

SampleGraph& Sample() {
  static SampleGraph sample;
  return sample;
}

std::string CypherOf(std::string_view sentence) {
  return Print(ReadSentence(sentence, Sample().graph(), SampleGraph::kToday));
}

/// What stands between MATCH and RETURN, for the sentences whose result columns are the same.
std::string PapersCypher(const std::string& match, int edges) {
  const std::string head = "RETURN p.id AS paper, p.title AS title, p.date AS date";
  const std::string evidence = edges == 0 ? "" : ", collect(DISTINCT e.evidence) AS evidence";
  return Print(Parse(match + " " + head + evidence + " ORDER BY date DESC, paper"));
}

struct Refusal {
  std::string detail, words, message;
};
Refusal RefusalOf(std::string_view sentence, const GraphReader& graph = Sample().graph()) {
  try {
    ReadSentence(sentence, graph, SampleGraph::kToday);
  } catch (const QueryError& error) {
    CHECK(error.type() == ErrorType::kSyntaxError);
    REQUIRE(error.span().end <= sentence.size());
    return {error.detail(), std::string(sentence.substr(error.span().start, error.span().end - error.span().start)),
            error.what()};
  }
  FAIL("was understood: " << sentence);
  return {};
}

using Catch::Matchers::Contains;

TEST_CASE("a sentence about papers becomes the Cypher that a person would write", "[sentence]") {
  const std::string math =
      "(:Benchmark)-[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->(:Domain {name: 'Mathematical Reasoning'})";
  const std::string code =
      "(:Benchmark)-[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->(:Domain {name: 'Code Generation'})";
  const std::string two = " UNWIND [e1, e2] AS e";
  const struct {
    const char* sentence;
    std::string match;
    int edges;
  } rows[] = {
      {"papers using GRPO on math benchmarks",
       "MATCH (p:Paper)-[e1:USES]->(:Method {name: 'GRPO'}) MATCH (p)-[e2:EVALUATES_ON]->" + math + two, 2},
      {"papers using GRPO and LoRA but not PPO",
       "MATCH (p:Paper)-[e1:USES]->(:Method {name: 'GRPO'}) MATCH (p)-[e2:USES]->(:Method {name: 'LoRA'}) "
       "WHERE NOT (p)-[:USES]->(:Method {name: 'PPO'})" +
           two,
       2},
      {"papers using GRPO or DPO on code benchmarks",
       "MATCH (p:Paper)-[e1:USES]->(x1:Method) WHERE x1.name IN ['DPO', 'GRPO'] MATCH (p)-[e2:EVALUATES_ON]->" + code +
           two,
       2},
      {"papers using GRPO and not DPO or PPO",
       "MATCH (p:Paper)-[e:USES]->(:Method {name: 'GRPO'}) WHERE NOT (p)-[:USES]->(:Method {name: 'DPO'}) AND "
       "NOT (p)-[:USES]->(:Method {name: 'PPO'})",
       1},
      {"papers using GRPO or evaluated on code benchmarks",
       "MATCH (p:Paper) OPTIONAL MATCH (p)-[e1:USES]->(:Method {name: 'GRPO'}) OPTIONAL MATCH (p)-[e2:EVALUATES_ON]->" +
           code + " WITH p, e1, e2 WHERE (e1 IS NOT NULL OR e2 IS NOT NULL)" + two,
       2},
      {"papers using Qwen3", "MATCH (p:Paper)-[e:USES]->(:Model)-[:VARIANT_OF*0..]->(:Model {name: 'Qwen3'})", 1},
      {"papers comparing with LoRA", "MATCH (p:Paper)-[e:COMPARES_WITH]->(:Method {name: 'LoRA'})", 1},
      {"papers evaluated on GSM8K", "MATCH (p:Paper)-[e:EVALUATES_ON]->(:Benchmark {name: 'GSM8K'})", 1},
      {"papers training on GSM8K", "MATCH (p:Paper)-[e:TRAINS_ON]->(:Benchmark {name: 'GSM8K'})", 1},
      {"papers proposing DoRA since 2026-01",
       "MATCH (p:Paper)-[e:PROPOSES]->(:Method {name: 'DoRA'}) WHERE p.date >= date('2026-01-01')", 1},
      {"papers about reinforcement learning",
       "MATCH (p:Paper)-[e:IN_DOMAIN]->(:Domain {name: 'Reinforcement Learning'})", 1},
      {"NLP papers",
       "MATCH (p:Paper)-[e:IN_DOMAIN]->(:Domain)-[:PART_OF*0..]->(:Domain {name: 'Natural Language Processing'})", 1},
      {"papers from January 2026", "MATCH (p:Paper) WHERE date('2026-01-01') <= p.date <= date('2026-01-31')", 0},
      {"papers between 2026-01-01 and 2026-01-31",
       "MATCH (p:Paper) WHERE date('2026-01-01') <= p.date <= date('2026-01-31')", 0},
      {"papers by Ada Lovelace", "MATCH (p:Paper) WHERE 'Ada Lovelace' IN p.authors", 0},
      {"papers", "MATCH (p:Paper)", 0},
      {"papers evaluated on math", "MATCH (p:Paper)-[e:EVALUATES_ON]->" + math, 1},
      {"papers evaluated on MATH", "MATCH (p:Paper)-[e:EVALUATES_ON]->(:Benchmark {name: 'MATH'})", 1},
      {"papers on math", "MATCH (p:Paper)-[e:IN_DOMAIN]->(:Domain {name: 'Mathematical Reasoning'})", 1},
  };
  for (const auto& row : rows) {
    CAPTURE(row.sentence);
    CHECK(CypherOf(row.sentence) == PapersCypher(row.match, row.edges));
  }
}

TEST_CASE("sentences that say the same in other words or in Chinese are the same question", "[sentence]") {
  const std::vector<std::vector<const char*>> groups = {
      {"papers using GRPO", "PAPERS USING grpo", "paper that uses GRPO", "Which papers use the method GRPO?",
       "show me all papers with GRPO", "papers based on Group Relative Policy Optimization", "papers using \"GRPO\"",
       "使用 GRPO 的论文", "使用GRPO的论文", "哪些论文使用了组相对策略优化？", "papers using the GRPO method",
       "who uses GRPO"},
      {"papers using GRPO on math benchmarks", "papers that use GRPO evaluated on math benchmarks",
       "papers using GRPO, on MATH benchmarks"},
      {"papers using GRPO and LoRA", "papers using LoRA and GRPO", "papers using GRPO, LoRA",
       "使用 GRPO 和 LoRA 的论文"},
      {"papers using GRPO but not PPO", "papers using GRPO and not PPO", "papers using GRPO without PPO",
       "使用 GRPO 但不使用 PPO 的论文", "papers that use GRPO but do not use PPO"},
      {"papers not using GRPO", "papers without GRPO", "papers that do not use GRPO", "不使用 GRPO 的论文"},
      {"methods compared with LoRA", "methods compared to LoRA", "与 LoRA 比较的方法", "和 LoRA 对比的方法"},
      {"results on AIME 2024", "AIME 2024 的结果", "AIME 2024 results", "what are the results on AIME 2024",
       "AIME 2024's results"},
      {"leaderboard of AIME 2024", "AIME 2024 leaderboard", "best results on AIME 2024", "AIME 2024 排行榜",
       "what is the leaderboard of AIME 2024"},
      {"who introduced AIME 2025", "who proposed AIME 2025", "where was AIME 2025 introduced", "谁提出了 AIME 2025"},
      {"what is GRPO", "GRPO", "GRPO 是什么", "什么是 GRPO"},
      {"how are GRPO and AIME 2024 connected", "how is GRPO connected to AIME 2024", "path between GRPO and AIME 2024",
       "GRPO 和 AIME 2024 有什么关系"},
      {"how many papers use LoRA", "number of papers using LoRA", "有多少论文使用 LoRA", "使用 LoRA 的论文有多少"},
      {"most used benchmarks in math this month", "most popular math benchmarks in February 2026",
       "本月最常用的数学基准"},
      {"what beats GPT-4o on AIME 2024", "what outperforms GPT-4o on AIME 2024"},
      {"methods that beat LoRA on GSM8K", "which methods are better than LoRA on GSM8K",
       "什么方法在 GSM8K 上超过 LoRA"},
      {"papers since 2026-01-15", "自 2026-01-15 以来的论文", "papers from 2026-01-15 on",
       "papers since January 15, 2026"},
      {"papers from January 2026", "papers in January", "papers from last month", "2026年1月的论文", "上个月的论文"},
      {"papers by Ada Lovelace", "papers by ada lovelace", "Ada Lovelace's papers", "papers by Lovelace"},
      {"papers trained on GSM8K", "在 GSM8K 上训练的论文"},
      {"papers evaluated on GSM8K", "在 GSM8K 上评测的论文", "papers tested on GSM8K"},
      {"papers evaluated on GSM8K", "评测GSM8K的论文", "评测了 GSM8K 的论文"},
      {"robotics papers using GRPO", "机器人领域使用GRPO的论文", "机器人领域使用 GRPO 的论文"},
      {"leaderboard of GSM8K", "highest accuracy on GSM8K", "best accuracy on GSM8K", "GSM8K 上的最高准确率"},
      {"papers introducing benchmarks", "which papers introduce new datasets?", "提出新基准的论文",
       "papers that introduce a benchmark", "papers proposing new benchmarks"},
      {"results of GRPO or PPO", "compare GRPO and PPO", "compare GRPO with PPO", "比较 GRPO 和 PPO",
       "compare GRPO vs PPO"},
      {"models used in robotics", "models used in robotics papers"},
      {"methods used on AIME 2024", "methods used by papers on AIME 2024"},
      {"math benchmarks", "show me math benchmarks", "list all math benchmarks"},
      {"papers using LoRA", "请帮我找一下使用LoRA的论文", "looking for papers using LoRA",
       "display papers that use LoRA"},
      {"trend of GRPO", "GRPO trend", "trend of GRPO by month", "GRPO over time", "GRPO 的趋势", "GRPO 按月的趋势",
       "papers mentioning GRPO by month", "popularity of GRPO over time"},
      {"papers using GRPO by week", "how many papers use GRPO per week", "每周使用 GRPO 的论文"},
      {"what is new on AIME", "What's new on AIME?", "news about AIME", "AIME 有什么新进展", "AIME 的最新进展"},
      {"papers like 2601.00003", "papers similar to 2601.00003", "与 2601.00003 相似的论文", "类似 2601.00003 的论文",
       "what is like \"DoRA: better than LoRA\""},
      {"best model for math", "which model is best at math", "what is the best model for math?", "最好的数学模型",
       "strongest models in math", "best models on math benchmarks"},
      {"is there anything like \"GRPO on AIME 2024\"", "is there anything like GRPO on AIME 2024",
       "has anyone tried GRPO on AIME 2024?", "有没有类似 GRPO 和 AIME 2024 的论文"},
      {"new methods since 2026-01-15", "novel methods since 2026-01-15", "2026-01-15 以来的新方法"},
      {"robotics papers", "机器人领域的论文", "papers in robotics", "papers about robotics", "关于机器人的论文"},
  };
  for (const auto& group : groups) {
    for (const char* sentence : group) {
      CAPTURE(sentence);
      std::string first = CypherOf(group[0]), other = CypherOf(sentence);
      if (std::string_view(group[0]) == "papers using GRPO and LoRA") {
        CHECK(other.size() == first.size());  // the order of the two may differ
      } else {
        CHECK(other == first);
      }
    }
  }
}

TEST_CASE("sentences about other things than papers are read", "[sentence]") {
  const struct {
    const char* sentence;
    const char* contains;
  } rows[] = {
      {"benchmarks of Qwen3-8B", "(p)-[e2:INTRODUCES|USES]->(:Model {name: 'Qwen3-8B'})"},
      {"models used with GRPO in robotics", "MATCH (model:Model)<-[e1:USES]-(p:Paper)"},
      {"top 10 methods in 2026", "LIMIT 10"},
      {"new methods since 2026-01-15",
       "MATCH (method:Method)<-[e:PROPOSES]-(p:Paper) WHERE p.date >= date('2026-01-15')"},
      {"new methods since 2026-01-15",
       "WITH method, p, e, min(q.date) AS first_seen WHERE first_seen >= date('2026-01-15')"},
      {"trend of GRPO by month", "MATCH (p:Paper)-[e]->(:Method {name: 'GRPO'})"},
      {"trend of GRPO by week", "date.truncate('week', date("},
      {"papers using GRPO by year", "MATCH (p:Paper)-[e:USES]->(:Method {name: 'GRPO'})"},
      {"what is new on AIME since 2026-01",
       "MATCH (p:Paper)-[e]->(:Benchmark)-[:PART_OF*0..]->(:Benchmark {name: 'AIME'}) WHERE "},
      {"what is new on AIME", "ORDER BY date DESC, paper LIMIT 10"},
      {"papers like 2601.00003", "MATCH (x:Paper {id: '2601.00003'})-[:PROPOSES|INTRODUCES|USES|COMPARES_WITH|"},
      {"best model for math", "MATCH (r)-[:OF]->(m:Model) WHERE r.kind = 'absolute'"},
      {"best method on AIME 2024 since 2026-01", "r.kind = 'absolute' AND p.date >= date('2026-01-01')"},
      {"is there anything like \"GRPO on AIME 2024\"",
       "MATCH (x1:Method {name: 'GRPO'})\nMATCH (x2:Benchmark {name: 'AIME 2024'})"},
      {"how many methods are used with GRPO", "RETURN count(DISTINCT method) AS methods"},
      {"results on AIME", "(b)-[:PART_OF*0..]->(:Benchmark {name: 'AIME'})"},
      {"results of GRPO on math benchmarks", "(r)-[:OF]->(s:Method {name: 'GRPO'})"},
      {"results against LoRA", "(r:Result)-[:AGAINST]->(a:Method {name: 'LoRA'})"},
      {"leaderboard of AIME 2024", "WHERE r.kind = 'absolute'"},
      {"methods of 2601.00003", "PROPOSES|USES|COMPARES_WITH"},
      {"models of Qwen3", "(model)-[:VARIANT_OF*0..]->(:Model {name: 'Qwen3'})"},
      {"domains of GRPO", "MATCH (domain:Domain)<-[e1:IN_DOMAIN]-(p:Paper)"},
      {"what is 2601.00003", "(x:Paper {id: '2601.00003'})"},
      {"methods used with GRPO", "method.name <> 'GRPO'"},
      {"EXPLAIN papers using GRPO", "EXPLAIN"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.sentence);
    CHECK_THAT(CypherOf(row.sentence), Contains(row.contains));
  }
}

TEST_CASE("what is not understood is refused at its word, with the nearest names and sentences that work",
          "[sentence]") {
  const struct {
    const char* sentence;
    const char* detail;
    const char* words;
    const char* message;
  } rows[] = {
      {"papers using GRPP", "UnknownName", "GRPP", "did you mean GRPO?"},
      {"papers usnig GRPO", "UnknownPhrase", "usnig", "did you mean `using`?"},
      {"results on AIME 2026", "UnknownName", "AIME 2026", "did you mean AIME 2024 or AIME 2025?"},
      {"papers using Foo Bar on math benchmarks", "UnknownName", "Foo Bar", "is not a name in this graph"},
      {"papers evaluated on GSM8", "UnknownName", "GSM8", "did you mean GSM8K?"},
      {"papers using GRPO LoRA", "UnknownPhrase", "LoRA", "write a word"},
      {"papers GRPO", "UnknownPhrase", "GRPO", "write a word"},
      {"papers using GRPO and", "UnknownPhrase", "and", ""},
      {"papers using", "UnknownName", "using", "a name must follow"},
      {"papers comparing with AIME 2024", "UnknownName", "AIME 2024",
       "is a benchmark here; expected a method or a model"},
      {"papers by Grace Hoper", "UnknownName", "Grace Hoper", "did you mean Grace Hopper?"},
      {"using GRPO", "UnknownPhrase", "using GRPO", "say what you look for"},
      {"使用 GPRO 的论文", "UnknownName", "GPRO", "did you mean GRPO?"},
      {"leaderboard", "UnknownPhrase", "leaderboard", "a leaderboard is of a benchmark"},
      {"papers in 2026-02-30", "UnknownName", "2026-02-30", "is not a name"},
      {"papers of 2601.99999", "UnknownName", "2601.99999", "is not a name"},
      {"papers using GRPO methods papers methods", "UnknownPhrase", "methods", ""},
      {"trend of GRPO vs PPO", "UnknownPhrase", "PPO", "a trend is of one thing"},
      {"?", "UnknownPhrase", "?", "empty"},
      {"how does GRPO work", "UnknownPhrase", "how", "it begins `how many`, `how are` or `how novel is`"},
      {"papers like GRPO", "UnknownName", "GRPO", "expected a paper"},
      {"papers like 2601.00001 and 2601.00002", "UnknownPhrase", "papers like 2601.00001 and 2601.00002", "one paper"},
      {"methods like 2601.00001", "UnknownPhrase", "methods like 2601.00001", "`papers like 2601.22628`"},
      {"papers not like 2601.00001", "UnknownPhrase", "papers not like 2601.00001", "one paper"},
      {"papers like 2601.00001 using GRPO", "UnknownPhrase", "GRPO", "by date"},
      {"best model", "UnknownPhrase", "best model", "`best model for theorem proving`"},
      {"best benchmark for math", "UnknownPhrase", "best benchmark for math", "models and methods"},
      {"trend of methods", "UnknownPhrase", "methods", "how many papers"},
      {"is there anything like", "UnknownPhrase", "is there anything like", "name what it should be like"},
      {"is there anything like \"GRPO on Nothing\"", "UnknownName", "Nothing", "is not a name"},
      {"what is new about methods", "UnknownPhrase", "methods", "what is new is told of papers"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.sentence);
    const Refusal refusal = RefusalOf(row.sentence);
    CHECK(refusal.detail == row.detail);
    CHECK(refusal.words == row.words);
    CHECK_THAT(refusal.message, Contains(row.message));
    CHECK_THAT(refusal.message, Contains("Sentences that work here: `papers using GRPO`"));
  }
}

TEST_CASE("the three sentences of an error are understood on the same graph", "[sentence]") {
  PlainGraph empty;
  for (const GraphReader* graph :
       {static_cast<const GraphReader*>(&Sample().graph()), static_cast<const GraphReader*>(&empty)}) {
    const auto sentences = WorkingSentences(*graph);
    CHECK(sentences.size() == 3);
    for (const std::string& sentence : sentences) {
      CHECK_FALSE(LooksLikeCypher(sentence));
      CHECK_NOTHROW(ReadSentence(sentence, *graph, SampleGraph::kToday));
    }
  }
  CHECK_THAT(RefusalOf("papers using GRPO", empty).message, Contains("latest papers"));
}

TEST_CASE("spans point into the sentence, at the words that caused them", "[sentence]") {
  const std::string sentence = "EXPLAIN papers using GRPO on math benchmarks";
  const ast::Statement statement = ReadSentence(sentence, Sample().graph(), SampleGraph::kToday);
  CHECK(statement.mode == ast::Statement::Mode::kExplain);
  const auto& query = std::get<ast::Query>(statement.value);
  const auto& match = std::get<ast::Match>(query.parts[0].clauses[0].value);
  const auto& method = std::get<ast::NodePattern>(match.patterns[0].elements[2].value);
  const auto words = [&](Span span) { return sentence.substr(span.start, span.end - span.start); };
  CHECK(words(method.span) == "GRPO");
  CHECK(words(statement.span) == "papers using GRPO on math benchmarks");
  for (const ast::Clause& clause : query.parts[0].clauses) CHECK(clause.span.end <= sentence.size());
}

TEST_CASE("Cypher is known by its first word, a sentence by everything else", "[sentence]") {
  for (const char* cypher : {"MATCH (n) RETURN n", " match (n)", "EXPLAIN MATCH (n) RETURN n", "/* a */ // b\nRETURN 1",
                             "SHOW INDEXES", "show all indexes", "BEGIN", "commit", "CALL db.labels()",
                             "WITH 1 AS x RETURN x", "", "   ", "(a)", "MTACH (n) RETURN n", "profile create (n)"}) {
    CAPTURE(cypher);
    CHECK(LooksLikeCypher(cypher));
  }
  for (const char* sentence : {"papers using GRPO", "show papers using GRPO", "使用 GRPO 的论文", "10 latest papers",
                               "\"GRPO\"", "EXPLAIN papers", "matching papers", "GRPO", "what is GRPO", "2601.22628",
                               "using GRPO", "explain 使用 GRPO 的论文"}) {
    CAPTURE(sentence);
    CHECK_FALSE(LooksLikeCypher(sentence));
  }
}

TEST_CASE("a date holds for all sides of `or`, but where it is a side itself", "[sentence]") {
  const auto asks = [](const char* sentence, const char* condition) {
    CAPTURE(sentence);
    CHECK_THAT(CypherOf(sentence), Contains(condition));
  };
  asks("papers since 2026-01-15 or before 2026-01-10", "p.date >= date('2026-01-15') OR p.date <= date('2026-01-09')");
  asks("papers by Ada Lovelace or in January 2026", "OR date('2026-01-01') <= p.date <= date('2026-01-31')");
  asks("papers in January 2026 or by Ada Lovelace", "date('2026-01-01') <= p.date <= date('2026-01-31') OR ");
  asks("papers by Ada Lovelace or by Grace Hopper in January 2026",
       "WHERE date('2026-01-01') <= p.date <= date('2026-01-31')\nWITH p WHERE 'Ada Lovelace' IN p.authors OR 'Grace "
       "Hopper' IN p.authors");
}

TEST_CASE("dates are read as people write them", "[sentence]") {
  const struct {
    const char* text;
    const char* first;
    const char* last;
  } rows[] = {
      {"2026", "2026-01-01", "2026-12-31"},
      {"2026-02", "2026-02-01", "2026-02-28"},
      {"2024/02", "2024-02-01", "2024-02-29"},
      {"2026-01-15", "2026-01-15", "2026-01-15"},
      {"January 2026", "2026-01-01", "2026-01-31"},
      {"Jan 15, 2026", "2026-01-15", "2026-01-15"},
      {"15 January 2026", "2026-01-15", "2026-01-15"},
      {"january 3rd 2026", "2026-01-03", "2026-01-03"},
      {"December", "2025-12-01", "2025-12-31"},
      {"Q1 2026", "2026-01-01", "2026-03-31"},
      {"today", "2026-02-20", "2026-02-20"},
      {"yesterday", "2026-02-19", "2026-02-19"},
      {"this week", "2026-02-16", "2026-02-22"},
      {"last week", "2026-02-09", "2026-02-15"},
      {"this month", "2026-02-01", "2026-02-28"},
      {"last month", "2026-01-01", "2026-01-31"},
      {"this year", "2026-01-01", "2026-12-31"},
      {"last year", "2025-01-01", "2025-12-31"},
      {"last 3 days", "2026-02-18", "2026-02-20"},
      {"past two weeks", "2026-02-07", "2026-02-20"},
      {"last 2 months", "2025-12-21", "2026-02-20"},
      {"2026年", "2026-01-01", "2026-12-31"},
      {"2026年1月", "2026-01-01", "2026-01-31"},
      {"2026 年 1 月 15 日", "2026-01-15", "2026-01-15"},
      {"上周", "2026-02-09", "2026-02-15"},
      {"最近三个月", "2025-11-21", "2026-02-20"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto atoms = CutIntoAtoms(row.text, 0);
    const auto date = ReadDate(atoms, 0, SampleGraph::kToday);
    REQUIRE(date);
    CHECK(DateText(date->first) == row.first);
    CHECK(DateText(date->last) == row.last);
    CHECK(date->next == atoms.size());
  }
  for (const char* text : {"2026-13", "2026-02-30", "26", "20260115", "GRPO", "13月", "Q5 2026", ""}) {
    CAPTURE(text);
    CHECK_FALSE(ReadDate(CutIntoAtoms(text, 0), 0, SampleGraph::kToday));
  }
}

TEST_CASE("no phrase of a kind is written twice", "[sentence]") {
  std::set<std::pair<PhraseKind, std::string>> seen;
  for (const Phrase& phrase : Phrases()) {
    std::string key;
    for (const std::string& atom : phrase.atoms) key += atom + " ";
    const bool date = phrase.kind == PhraseKind::kDate;  // "from": a beginning, or within
    CAPTURE(phrase.text);
    CHECK((seen.emplace(phrase.kind, key).second || date));
  }
}

TEST_CASE("anything that is typed is understood or refused, and never more", "[sentence]") {
  const std::vector<std::string> pieces = {"papers",
                                           "using",
                                           "GRPO",
                                           "and",
                                           "or",
                                           "not",
                                           "but not",
                                           "on",
                                           "math",
                                           "benchmarks",
                                           "since",
                                           "2026-01",
                                           "methods",
                                           "的",
                                           "使用",
                                           "在",
                                           "上",
                                           "与",
                                           "比较",
                                           "top",
                                           "10",
                                           "what is",
                                           "who",
                                           "introduced",
                                           ",",
                                           "(",
                                           "\"",
                                           "'s",
                                           "results",
                                           "beats",
                                           "by",
                                           "Ada",
                                           "how many",
                                           "AIME",
                                           "2024",
                                           "connected",
                                           "\xff",
                                           "latest",
                                           "this month",
                                           "trend of",
                                           "by week",
                                           "what is new on",
                                           "like",
                                           "2601.00001",
                                           "best",
                                           "model",
                                           "is there anything like",
                                           "new"};
  uint32_t state = 7;
  for (int i = 0; i < 3000; ++i) {
    std::string sentence;
    const uint32_t length = 1 + (state >> 16) % 8;
    for (uint32_t k = 0; k < length; ++k) {
      state = state * 1664525 + 1013904223;
      sentence += pieces[(state >> 8) % pieces.size()] + ((state >> 30) != 0 ? " " : "");
    }
    CAPTURE(sentence);
    try {
      const auto statement = ReadSentence(sentence, Sample().graph(), SampleGraph::kToday);
      CHECK(Print(Parse(Print(statement))) == Print(statement));
    } catch (const QueryError& error) {
      CHECK((error.detail() == "UnknownPhrase" || error.detail() == "UnknownName"));
      CHECK(error.span().start <= error.span().end);
      CHECK(error.span().end <= sentence.size());
    }
  }
}

}  // namespace
}  // namespace papergraph::engine
