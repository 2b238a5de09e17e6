#include "extract/mentions/english_terms.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "extract/entities/vocabulary.h"

namespace papergraph::extract {
namespace {

std::vector<NameMention> Mentions(SectionKind kind, const std::string& text) {
  static std::vector<std::unique_ptr<Passage>> kept;
  kept.push_back(std::make_unique<Passage>());
  kept.back()->kind = kind;
  kept.back()->text = text;
  static std::vector<std::unique_ptr<TextView>> views;
  views.push_back(std::make_unique<TextView>(View(*kept.back())));
  return FindMentions(*views.back(), 0, Vocabulary::BuiltIn());
}

std::vector<std::string> Described(const std::string& text) {
  std::vector<std::string> names;
  for (const NameMention& mention : Mentions(SectionKind::kAbstract, text)) {
    if (mention.shape == Shape::kDescribed) names.push_back(mention.text);
  }
  return names;
}

bool Has(const std::vector<NameMention>& mentions, const std::string& text) {
  return std::any_of(mentions.begin(), mentions.end(), [&](const NameMention& m) { return m.text == text; });
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a technique in lower case behind its verb is named", "[terms]") {
  CHECK(Described("We introduce a novel tea-aware kettle selection that saves time.") ==
        Names{"tea-aware kettle selection"});
  CHECK(Described("For this we employ spectral kettle clustering to sort leaves.") ==
        Names{"spectral kettle clustering"});
}

TEST_CASE("members of a list of comparisons are techniques each", "[terms]") {
  CHECK(Described("It outperforms offline steeping distillation, cold-brew sampling, and hot-water pruning.") ==
        Names{"offline steeping distillation", "cold-brew sampling", "hot-water pruning"});
}

TEST_CASE("a noun that goes on is no technique", "[terms]") {
  CHECK(Described("It outperforms careful steeping baselines.").empty());
  CHECK(Described("We propose tea-aware selection benchmarks.").empty());
}

TEST_CASE("adjectives alone make no name", "[terms]") {
  CHECK(Described("We propose a novel simple framework that works.").empty());
  CHECK(Described("We employ a strong encoder.").empty());
}

TEST_CASE("in a title capitals make no name; letters and means do", "[terms]") {
  const std::vector<NameMention> mentions =
      Mentions(SectionKind::kTitle, "KettleNet: Self-Heating Water Agents for Tea via Folded Cloud Attention");
  CHECK(Has(mentions, "KettleNet"));
  CHECK(Has(mentions, "Folded Cloud Attention"));
  CHECK_FALSE(Has(mentions, "Self-Heating Water Agents"));
}

TEST_CASE("a full name and its short form between commas are one", "[terms]") {
  const std::vector<NameMention> mentions =
      Mentions(SectionKind::kAbstract, "We propose Steamy Kettle Agent, SteaK, a framework for tea.");
  REQUIRE(mentions.size() == 1);
  CHECK(mentions[0].text == "SteaK");
  CHECK(mentions[0].forms == Names{"Steamy Kettle Agent"});
}

TEST_CASE("a class in the plural with its abbreviation is no name", "[terms]") {
  for (const NameMention& mention :
       Mentions(SectionKind::kAbstract, "Recently, kettle action models (KAMs) brew tea of all kinds.")) {
    CHECK(mention.weak);
  }
}

TEST_CASE("a one-letter name is known only as it is written", "[terms]") {
  for (const NameMention& mention : Mentions(SectionKind::kAbstract, "We present V-Kettle, which boils.")) {
    CHECK(mention.known == std::array<const VocabularyEntry*, 4>{});
    CHECK(mention.family == nullptr);
  }
}

}  // namespace papergraph::extract
