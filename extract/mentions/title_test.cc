#include "extract/mentions/title.h"

#include <catch2/catch.hpp>
#include <string>

namespace papergraph::extract {
namespace {

std::string Field(const std::string& title, TitlePart::Opening opening) {
  for (const TitlePart& part : TitleParts(title)) {
    if (part.opening != opening) continue;
    const Span span = FieldOf(title, part);
    return title.substr(span.begin, span.end - span.begin);
  }
  return "no such part";
}

std::string Technique(const std::string& title) {
  for (const TitlePart& part : TitleParts(title)) {
    if (part.opening != TitlePart::kWith) continue;
    const Span span = TechniqueOf(title, part);
    return title.substr(span.begin, span.end - span.begin);
  }
  return "no such part";
}

}  // namespace

TEST_CASE("a title is cut at its colon and its prepositions", "[title]") {
  const std::string title = "Zebra: A Fast Framework for Lamp Repair via Gentle Touch Learning";
  const std::vector<TitlePart> parts = TitleParts(title);
  REQUIRE(parts.size() == 4);
  CHECK(parts[0].opening == TitlePart::kStart);
  CHECK(parts[1].opening == TitlePart::kSubtitle);
  CHECK(parts[2].opening == TitlePart::kFor);
  CHECK(parts[3].opening == TitlePart::kWith);
  CHECK(parts[3].words.size() == 3);
}

TEST_CASE("every word of a title is in exactly one part or opens one", "[title]") {
  for (const std::string title : {"", ":", "A", "for", "X: ", "via via via", "What? Why! How: a, b; c -- d"}) {
    uint32_t at = 0;
    for (const TitlePart& part : TitleParts(title)) {
      REQUIRE_FALSE(part.words.empty());
      for (const Span& word : part.words) {
        CHECK(word.begin >= at);
        CHECK(word.end > word.begin);
        at = word.end;
      }
      FieldOf(title, part);
      TechniqueOf(title, part);
    }
    CHECK(at <= title.size());
  }
}

TEST_CASE("a field is what a title is for, without what it is like", "[title]") {
  CHECK(Field("Owl: Learning for Efficient Night Navigation", TitlePart::kFor) == "Night Navigation");
  CHECK(Field("Echo Bias in LLM-Based Poem Evaluation", TitlePart::kIn) == "Poem Evaluation");
  CHECK(Field("Kettle: An Agentic Grant Review and Evaluation System", TitlePart::kSubtitle) ==
        "Grant Review and Evaluation");
  CHECK(Field("Kettle: Accelerating Long-Context Tea Inference", TitlePart::kSubtitle) == "Long-Context Tea Inference");
}

TEST_CASE("what ends in no field's word is no field", "[title]") {
  CHECK(Field("Owl: Refinement for Perfect Local Details", TitlePart::kFor).empty());
  CHECK(Field("Owl: Learning to Mitigate Noise", TitlePart::kTo).empty());
  CHECK(Field("Owl: Learning for Models", TitlePart::kFor).empty());
}

TEST_CASE("a title's means are a technique when they end in one's word", "[title]") {
  CHECK(Technique("Owl: Night Navigation via a Folded Wing Attention") == "Folded Wing Attention");
  CHECK(Technique("Owl: Night Navigation with Patience").empty());
  CHECK(Technique("Owl: Night Navigation using Maps and Reflection").empty());
}

}  // namespace papergraph::extract
