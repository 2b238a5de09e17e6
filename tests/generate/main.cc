// Runs the cases of many seeds and shows what goes wrong, shrunken; or prints cases.
//   generated_cases run FROM COUNT [reads]   exit 1 when something was found
//   generated_cases print SEED
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "tests/generate/run.h"

namespace papergraph::generate {
namespace {

Case CaseOf(Choices& choices, Shape shape) { return Generator(choices, shape).Make(); }

// What went wrong with fewer decisions.
void Report(Bench& bench, uint64_t seed, Shape shape, const std::vector<uint8_t>& bytes) {
  const auto small = Shrink(
      bytes,
      [&](std::span<const uint8_t> candidate) {
        Choices choices(candidate);
        return bench.Check(CaseOf(choices, shape)).has_value();
      },
      3000);
  Choices choices(small);
  const Case made = CaseOf(choices, shape);
  fmt::print("=== seed {}\n{}{}\n", seed, made.Text(), bench.Check(made).value_or("not again"));
  std::fflush(stdout);
}

int RunSeeds(uint64_t from, uint64_t count, Shape shape) {
  Bench bench;
  uint64_t found = 0;
  for (uint64_t seed = from; seed < from + count && found < 20; ++seed) {
    Choices choices(seed);
    const Case made = CaseOf(choices, shape);
    if (!bench.Check(made)) continue;
    ++found;
    Report(bench, seed, shape, choices.taken());
  }
  fmt::print("{} statements, {} rows, {} errors, {} disagreements\n", bench.statements, bench.rows, bench.errors,
             found);
  return found > 0;
}

}  // namespace
}  // namespace papergraph::generate

int main(int argc, char** argv) {
  using namespace papergraph::generate;
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "print" && argc == 3) {
    Choices choices(std::strtoull(argv[2], nullptr, 10));
    fmt::print("{}", CaseOf(choices, {}).Text());
    return 0;
  }
  if (what == "run" && argc >= 4) {
    Shape shape;
    if (argc == 5) shape.updates = shape.schema = false;
    return RunSeeds(std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10), shape);
  }
  fmt::print(stderr, "usage: generated_cases run FROM COUNT [reads] | print SEED\n");
  return 2;
}
