#include "extract/entities/english_fields.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "extract/entities/vocabulary.h"

namespace papergraph::extract {
namespace {

struct TitleAndAbstract {
  std::vector<std::unique_ptr<Passage>> passages;
  std::vector<TextView> views;

  TitleAndAbstract(std::string title, std::string abstract) {
    Add(SectionKind::kTitle, std::move(title));
    if (!abstract.empty()) Add(SectionKind::kAbstract, std::move(abstract));
  }
  void Add(SectionKind kind, std::string text) {
    passages.push_back(std::make_unique<Passage>());
    passages.back()->kind = kind;
    passages.back()->text = std::move(text);
    views.push_back(View(*passages.back()));
  }
  std::vector<std::string> Fields() const {
    std::vector<std::string> names;
    for (const auto& [view, field] : FindEnglishFields(views, Vocabulary::BuiltIn())) names.push_back(field.name);
    return names;
  }
  bool Has(const std::string& name) const {
    const std::vector<std::string> names = Fields();
    return std::find(names.begin(), names.end(), name) != names.end();
  }
};

}  // namespace

TEST_CASE("a field named in the title is a field", "[fields]") {
  CHECK(TitleAndAbstract("Kettle: Faster Speech Recognition at Home", "").Has("Speech Recognition"));
}

TEST_CASE("words of a field imply it when there are enough of them", "[fields]") {
  const TitleAndAbstract many(
      "Kettle: Brewing Better Grippers",
      "We study bimanual robots. Our robot policies improve grasping, and manipulation tasks become easy.");
  CHECK(many.Has("Robotic Manipulation"));
  CHECK_FALSE(TitleAndAbstract("Kettle", "We brew tea, which takes time, as a robot would.").Has("Robotics"));
}

TEST_CASE("benchmarks support a field that is named, and are no names of it", "[fields]") {
  const std::string tested = "We reach new heights on GSM8K, MATH-500, AIME 2024 and AIME 2025.";
  CHECK(TitleAndAbstract("Kettle: Brewing Answers", "Large models think about math. " + tested)
            .Has("Mathematical Reasoning"));
  CHECK_FALSE(
      TitleAndAbstract("Kettle: Brewing Answers", "Large models think about math.").Has("Mathematical Reasoning"));
  CHECK_FALSE(TitleAndAbstract("Kettle: Brewing Answers", tested).Has("Mathematical Reasoning"));
}

TEST_CASE("a technique in passing is no field", "[fields]") {
  CHECK_FALSE(TitleAndAbstract("Kettle: Image Editing at Home", "Later we apply knowledge distillation to our editor.")
                  .Has("Knowledge Distillation"));
}

TEST_CASE("a new field of a title is not a known one with an adjective", "[fields]") {
  const std::vector<std::string> fields =
      TitleAndAbstract("Kettle: Reinforcement for Dense Image Captioning", "").Fields();
  CHECK(fields == std::vector<std::string>{"Image Captioning"});
}

TEST_CASE("that models are large language models says little beside other fields", "[fields]") {
  CHECK_FALSE(TitleAndAbstract("Kettle: Machine Translation and Text Summarization",
                               "Large language models translate. Large language models summarize.")
                  .Has("Large Language Models"));
}

TEST_CASE("the evidence of a field holds one of its forms", "[fields]") {
  const TitleAndAbstract paper("Kettle: Tutoring Children",
                               "We build a tutoring system for students and their teachers.");
  for (const auto& [view, field] : FindEnglishFields(paper.views, Vocabulary::BuiltIn())) {
    const std::string_view form = paper.views[view].text.substr(field.span.begin, field.span.end - field.span.begin);
    const bool held =
        field.name == form || std::find(field.aliases.begin(), field.aliases.end(), form) != field.aliases.end();
    CHECK(held);
  }
}

}  // namespace papergraph::extract
