#include "extract/text/phrases.h"

#include <catch2/catch.hpp>

#include "extract/entities/vocabulary.h"

namespace papergraph::extract {
namespace {

std::vector<VocabularyError> MistakesOf(const std::string& text) {
  std::vector<RuleLine> rules;
  std::vector<VocabularyError> errors;
  ParseRules("mine.tsv", text, &rules, &errors);
  return errors;
}

}  // namespace

TEST_CASE("one pass over all phrases finds what each table finds alone", "[phrases]") {
  const Phrases& phrases = Phrases::BuiltIn();
  const FoldedText text = FoldForMatching(
      "与 GRPO 相比，KiteRider 在 GSM8K 数据集上的准确率从 13.23 提升至 19.79，such as F1 score improvements over the "
      "baseline model.");
  const Phrases::Hits hits = phrases.FindAll(text);
  for (size_t kind = 0; kind < kPhraseKinds; ++kind) {
    const auto alone = phrases.table(static_cast<PhraseKind>(kind)).FindAll(text);
    REQUIRE(hits[kind].size() == alone.size());
    for (size_t i = 0; i < alone.size(); ++i) {
      CHECK(hits[kind][i].begin == alone[i].begin);
      CHECK(hits[kind][i].end == alone[i].end);
      CHECK(hits[kind][i].row == alone[i].row);
    }
  }
}

TEST_CASE("a rule of a user adds a phrase or replaces what was said of it", "[phrases]") {
  std::vector<RuleLine> rules;
  ParseRules("mine.tsv",
             "rule\tphrase\tsays\tunit\nnumber\t飙涨\tup\nmetric\tF1\tkite score\nunit\ttok/s\tlevel\ttok/s\n", &rules,
             nullptr);
  REQUIRE(rules.size() == 3);
  const Phrases phrases(std::move(rules));
  REQUIRE(phrases.table(PhraseKind::kNumberWord).Find("飙涨") != nullptr);
  CHECK(phrases.table(PhraseKind::kNumberWord).Find("飙涨")->cell(1) == "up");
  CHECK(phrases.table(PhraseKind::kMetric).Find("F1")->cell(1) == "kite score");
  REQUIRE(phrases.units().At("tok/s 以上") != nullptr);
  CHECK(phrases.units().At("tok/s")->stored == "tok/s");
}

TEST_CASE("a mistake in a rule is said with file, line and column", "[phrases]") {
  const auto one = [](const std::string& text, uint64_t line, uint64_t column) {
    CAPTURE(text);
    const auto errors = MistakesOf(text);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].file == "mine.tsv");
    CHECK(errors[0].line == line);
    CHECK(errors[0].column == column);
  };
  one("rule\tphrase\tsays\nrole\tfoo\twins\n", 2, 10);
  one("rule\tphrase\tsays\n# a remark\nroll\tfoo\tuses\n", 3, 1);
  one("rule\tphrase\tsays\tside\tweight\nrole\tfoo\tuses\tbefore\theavy\n", 2, 22);
  one("rule\tphrase\tsays\tside\nrole\tfoo\tuses\tbeneath\n", 2, 15);
  one("rule\tphrase\tcolour\n", 1, 13);
  one("rule\tphrase\tsays\nmetric\t---\tx\n", 2, 8);
  CHECK(MistakesOf("rule\tphrase\tsays\nnumber\tup up\tup\n").empty());
}

}  // namespace papergraph::extract
