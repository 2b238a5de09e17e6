#include "extract/entities/vocabulary.h"

#include <catch2/catch.hpp>
#include <set>

#include "extract/embedded.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

std::vector<VocabularyError> ErrorsOf(const std::string& text) {
  std::vector<VocabularyEntry> entries;
  std::vector<VocabularyError> errors;
  ParseVocabulary({"mine.tsv", text, "user"}, &entries, &errors);
  return errors;
}

}  // namespace

TEST_CASE("the compiled-in vocabulary has no mistakes", "[vocabulary]") {
  std::vector<VocabularyError> errors;
  const Vocabulary all = Vocabulary::With({}, &errors);
  for (const VocabularyError& error : errors) {
    UNSCOPED_INFO(error.file << ":" << error.line << ":" << error.column << " " << error.message);
  }
  CHECK(errors.empty());
  CHECK(all.entries().size() > 1500);
}

TEST_CASE("what an entry is part of, and the domains that it tests, are entries themselves, without cycles",
          "[vocabulary]") {
  const Vocabulary& all = Vocabulary::BuiltIn();
  for (const VocabularyEntry& entry : all.entries()) {
    for (const std::string& domain : entry.domain) {
      INFO(entry.name << " tests " << domain);
      CHECK(all.Find(EntityKind::kDomain, FoldName(domain)) != nullptr);
    }
    const VocabularyEntry* at = &entry;
    int steps = 0;
    while (at != nullptr && !at->part_of.empty() && steps < 20) {
      INFO(entry.name << ": " << at->part_of[0]);
      const VocabularyEntry* parent = all.Find(entry.kind, FoldName(at->part_of[0]));
      CHECK(parent != nullptr);
      at = parent;
      ++steps;
    }
    INFO(entry.name);
    CHECK(steps < 20);
  }
}

TEST_CASE("every form finds its entry whatever its case, hyphens and width", "[vocabulary]") {
  const Vocabulary& all = Vocabulary::BuiltIn();
  for (const char* form : {"GSM8K", "gsm-8k", "GSM 8K", "ＧＳＭ８Ｋ"}) {
    const VocabularyEntry* entry = all.Find(EntityKind::kBenchmark, FoldName(form));
    REQUIRE(entry != nullptr);
    CHECK(entry->name == "GSM8K");
  }
  const VocabularyEntry* grpo = all.Find(EntityKind::kMethod, FoldName("组相对策略优化"));
  REQUIRE(grpo != nullptr);
  CHECK(grpo->name == "GRPO");
  CHECK(all.Find(EntityKind::kModel, FoldName("GRPO")) == nullptr);
}

TEST_CASE("a mistake in a vocabulary is said with file, line and column", "[vocabulary]") {
  auto errors = ErrorsOf("kind\tname\nmethod\tFoo\nmethode\tBar\n");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].file == "mine.tsv");
  CHECK(errors[0].line == 3);
  CHECK(errors[0].column == 1);
  errors = ErrorsOf("kind\tname\tparameters\nmodel\tFoo-7B\tseven\n");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].line == 2);
  CHECK(errors[0].column == 14);
  CHECK(ErrorsOf("kind\tname\tcolour\n").at(0).column == 11);
  CHECK(ErrorsOf("kind\tname\nmethod\tFoo\tx\n").at(0).column == 12);
  CHECK(ErrorsOf("kind\tname\nmethod\n").size() == 1);
  CHECK(ErrorsOf("kind\tname\tflags\nmethod\tFoo\tloud\n").at(0).message.find("loud") != std::string::npos);
}

TEST_CASE("a later file replaces an entry and adds new ones", "[vocabulary]") {
  const Vocabulary::File file{
      "mine.tsv", "kind\tname\taliases\nmethod\tGRPO\tGroupie\nbenchmark\tMy Very Own Bench\tMVOB\n", "user"};
  std::vector<VocabularyError> errors;
  const Vocabulary all = Vocabulary::With(std::span(&file, 1), &errors);
  CHECK(errors.empty());
  REQUIRE(all.Find(EntityKind::kBenchmark, FoldName("mvob")) != nullptr);
  CHECK(all.Find(EntityKind::kBenchmark, FoldName("mvob"))->origin == "user");
  CHECK(all.Find(EntityKind::kMethod, FoldName("groupie"))->name == "GRPO");
  CHECK(all.Find(EntityKind::kMethod, FoldName("组相对策略优化")) == nullptr);
}

TEST_CASE("entries can be left out to see how far the rules carry alone", "[vocabulary]") {
  const Vocabulary less =
      Vocabulary::BuiltIn().Without([](const VocabularyEntry& entry) { return entry.name == "GSM8K"; });
  CHECK(less.Find(EntityKind::kBenchmark, FoldName("GSM8K")) == nullptr);
  CHECK(less.Find(EntityKind::kBenchmark, FoldName("MMLU")) != nullptr);
}

}  // namespace papergraph::extract
