#include "extract/mentions/spelling.h"

#include <catch2/catch.hpp>

namespace papergraph::extract {
namespace {

bool Means(std::string name, std::string_view written, bool exact = false) {
  VocabularyEntry entry;
  entry.name = std::move(name);
  entry.exact_case = exact;
  return IsMeant(entry, written);
}

}  // namespace

TEST_CASE("a blank parts the letters of a name only where a word of it begins", "[mentions]") {
  CHECK_FALSE(Means("AReaL", "a real"));
  CHECK_FALSE(Means("AReaL", "A Real"));
  CHECK_FALSE(Means("Mixtral", "Mix Tral"));
  CHECK(Means("LongBench", "Long Bench"));
  CHECK(Means("MMBench", "MM Bench"));
  CHECK(Means("SWE-bench", "SWE bench"));
  CHECK(Means("Qwen3", "Qwen 3"));
  CHECK(Means("3DGS", "3D GS") == false);
  CHECK(Means("flow matching", "flow matching"));
  CHECK(Means("flow matching", "Flow\nMatching"));
}

TEST_CASE("a name that must be written as it is, and a single letter, mean nothing otherwise", "[mentions]") {
  CHECK_FALSE(Means("MultiPL-E", "Multiple", true));
  CHECK(Means("MultiPL-E", "MultiPL-E", true));
  CHECK_FALSE(Means("V*", "V"));
  CHECK_FALSE(Means("Lion", "lion"));
  CHECK(Means("LoRA", "LoRa"));
}

}  // namespace papergraph::extract
