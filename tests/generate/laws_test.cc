#include "tests/generate/laws.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>

#include "tests/generate/report.h"
#include "tests/generate/sentences.h"

namespace papergraph::generate {
namespace {

TEST_CASE("answers obey the laws between statements", "[generated]") {
  Bench bench;
  for (uint64_t seed = 1; seed <= 150; ++seed) CHECK(BrokenBy(bench, seed) == "");
  CHECK(bench.rows > bench.statements);
  const uint64_t first = std::random_device()();
  for (uint64_t seed = first; seed < first + 50; ++seed) CHECK(BrokenBy(bench, seed) == "");
}

TEST_CASE("a graph answers the same before and after it is closed and opened", "[generated]") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("papergraph-laws-" + std::to_string(std::random_device()()));
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    INFO("seed " << seed);
    Choices choices(seed);
    CHECK(BrokenByReopening(folder.string(), choices).value_or("") == "");
    std::filesystem::remove_all(folder);
  }
}

TEST_CASE("a sentence and the Cypher that it prints give the same rows", "[generated]") {
  SentenceBench bench;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    Choices choices(seed);
    CHECK(bench.Check(Sentence(choices)).value_or("") == "");
  }
  CHECK(bench.read > 50);
  CHECK(bench.rows > 25);
}

}  // namespace
}  // namespace papergraph::generate
