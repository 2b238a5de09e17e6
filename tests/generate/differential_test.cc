// The same statement on the plain reference graph without optimiser and on the store with it gives the same rows, the
// same error and the same graph.
#include <catch2/catch.hpp>
#include <random>

#include "tests/generate/report.h"

namespace papergraph::generate {
namespace {

TEST_CASE("the optimiser and the store change how an answer is found, not the answer", "[generated]") {
  Bench bench;
  for (uint64_t seed = 1; seed <= 60; ++seed) CHECK(FoundBy(bench, seed, {}) == "");
  // A generator whose statements all fail or find nothing would prove nothing.
  CHECK(bench.errors * 5 < bench.statements);
  CHECK(bench.rows > bench.statements);
}

TEST_CASE("... nor does it for cases that nobody has seen", "[generated]") {
  const uint64_t first = std::random_device()();
  Bench bench;
  for (uint64_t seed = first; seed < first + 20; ++seed) CHECK(FoundBy(bench, seed, {}) == "");
}

TEST_CASE("the same decisions make the same case, and fewer a smaller one", "[generated]") {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    Choices once(seed);
    const std::string text = Generator(once, {}).Make().Text();
    Choices again(once.taken());
    CHECK(Generator(again, {}).Make().Text() == text);
    const auto small = Shrink(
        once.taken(), [](std::span<const uint8_t> bytes) { return bytes.size() >= 3 && bytes[2] >= 5; }, 500);
    CHECK((small.size() <= 3 || once.taken()[2] < 5));
  }
}

}  // namespace
}  // namespace papergraph::generate
