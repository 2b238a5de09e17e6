#include "tests/generate/sentences.h"

#include "tests/generate/run.h"
#include "tests/support/sample_graph.h"

namespace papergraph::generate {
namespace {

std::string Thing(Choices& choices) {
  return choices.Pick({"GRPO", "LoRA", "DPO", "Qwen3", "Qwen3-8B", "GPT-4o", "AIME 2024", "GSM8K", "AIME",
                       "组相对策略优化", "Low-Rank Adaptation", "\"DoRA\"", "HumanEval", "PPO"});
}

std::string Condition(Choices& choices) {
  switch (choices.Below(9)) {
    case 0:
      return std::string(choices.Pick({"using ", "with ", "comparing with ", "without ", "evaluated on ", "proposing ",
                                       "mentioning ", "trained on ", "introducing "})) +
             Thing(choices);
    case 1: {
      std::string text = "using " + Thing(choices) + choices.Pick({" and ", " or ", " but not "});
      return text + Thing(choices);
    }
    case 2:
      return choices.Pick({"on math benchmarks", "on code benchmarks", "in math", "in robotics", "in NLP"});
    case 3:
      return choices.Pick({"in January 2026", "since 2026-01-15", "before 2026-02-05", "in 2026",
                           "between 2026-01-10 and 2026-02-05", "in Q1 2026"});
    case 4:
      return std::string("by ") + choices.Pick({"Ada Lovelace", "Grace Hopper", "王小明"});
    case 5: {
      std::string text = Condition(choices);
      return text + choices.Pick({" and ", " or "}) + Condition(choices);
    }
    default: {
      std::string text = Condition(choices);
      return text + " " + Condition(choices);
    }
  }
}

}  // namespace

std::string Sentence(Choices& choices) {
  const char* const noun = choices.Pick({"papers", "methods", "models", "benchmarks", "domains", "论文"});
  switch (choices.Below(16)) {
    case 0:
      return "how many " + (std::string(noun) + " ") + Condition(choices);
    case 1:
      return std::string(choices.Pick({"2 latest ", "top 3 ", "most used ", "new ", "latest "})) + noun +
             (choices.Percent(60) ? " " + Condition(choices) : "");
    case 2:
      return std::string(noun) + " of " + choices.Pick({"2601.00001", "GRPO", "Qwen3-8B", "2601.00003"});
    case 3: {
      const std::string first = Thing(choices);
      return "how are " + first + " and " + Thing(choices) + " connected";
    }
    case 4:
      return choices.Pick({"results on ", "leaderboard of ", "what beats ", "what is ", "who introduced "}) +
             Thing(choices);
    case 5: {
      const std::string first = Thing(choices);
      return "methods that beat " + first + " on " + Thing(choices);
    }
    case 6:
      return std::string("在数学基准上使用 ") + choices.Pick({"GRPO", "LoRA"}) + " 的论文";
    case 7:
      return std::string(choices.Pick({"trend of ", "what is new on ", "what is new about "})) + Thing(choices) +
             choices.Pick({"", " by month", " by week", " since 2026-01-15", " in January 2026"});
    case 8:
      return std::string("papers ") + Condition(choices) + choices.Pick({" by month", " by year", " by day"});
    case 9:
      return std::string(choices.Pick({"papers like ", "2 papers like ", "papers similar to "})) +
             choices.Pick({"2601.00001", "2601.00002", "2601.00003", "2602.00005"}) +
             choices.Pick({"", " since 2026-01-15"});
    case 10: {
      const std::string first = Thing(choices);
      return choices.Pick({"is there anything like ", "has anyone tried "}) + first + " on " + Thing(choices);
    }
    case 11:
      return std::string(choices.Pick({"best model ", "best methods "})) +
             choices.Pick({"for math", "on AIME", "on AIME 2024 since 2026-01", "for code"});
    default:
      return std::string(noun) + " " + Condition(choices);
  }
}

SentenceBench::SentenceBench() : store_(Store::Open(":memory:", {})) {
  const auto transaction = store_->Begin();
  SampleBuilder{*transaction};
  transaction->Commit();
  session_ = std::make_unique<engine::Session>(*store_, engine::SessionOptions{});
}

std::optional<std::string> SentenceBench::Check(const std::string& sentence) {
  const Outcome said = Run(*session_, sentence);
  if (!said.error.empty()) {
    ++refused;
    return std::nullopt;
  }
  ++read;
  rows += said.rows.size();
  Shown sink;
  const std::string cypher = session_->Run("EXPLAIN " + sentence, Value(), sink).plan;
  const Outcome written = Run(*session_, cypher);
  if (said.columns == written.columns && said.rows == written.rows) return std::nullopt;
  return sentence + "\n" + cypher + "\n--- the sentence\n" + said.Text() + "--- its Cypher\n" + written.Text();
}

}  // namespace papergraph::generate
