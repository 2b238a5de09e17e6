#include "tests/generate/report.h"

#include <fmt/format.h>

#include <functional>

#include "tests/generate/laws.h"

namespace papergraph::generate {
namespace {

constexpr int kAttempts = 2000;

using Try = std::function<std::optional<std::string>(Choices&)>;

std::string Smallest(const std::string& head, const std::vector<uint8_t>& bytes, const Try& attempt) {
  const auto small = Shrink(
      bytes,
      [&](std::span<const uint8_t> candidate) {
        Choices choices(candidate);
        return attempt(choices).has_value();
      },
      kAttempts);
  Choices choices(small);
  return head + attempt(choices).value_or("it went wrong once, and then no more");
}

std::string Found(const std::string& head, Choices& choices, const Try& attempt) {
  return attempt(choices) ? Smallest(head, choices.taken(), attempt) : "";
}

Try Differential(Bench& bench, Shape shape) {
  return [&bench, shape](Choices& choices) -> std::optional<std::string> {
    const Case made = Generator(choices, shape).Make();
    const auto wrong = bench.Check(made);
    if (!wrong) return std::nullopt;
    return made.Text() + *wrong;
  };
}

Try Lawful(Bench& bench) {
  return [&bench](Choices& choices) { return BrokenLaw(bench, choices); };
}

std::string Head(uint64_t seed) { return fmt::format("seed {}\n", seed); }

}  // namespace

std::string FoundBy(Bench& bench, uint64_t seed, Shape shape) {
  Choices choices(seed);
  return Found(Head(seed), choices, Differential(bench, shape));
}

std::string FoundBy(Bench& bench, std::span<const uint8_t> bytes, Shape shape) {
  Choices choices(bytes);
  return Found("", choices, Differential(bench, shape));
}

std::string BrokenBy(Bench& bench, uint64_t seed) {
  Choices choices(seed);
  return Found(Head(seed), choices, Lawful(bench));
}

std::string BrokenBy(Bench& bench, std::span<const uint8_t> bytes) {
  Choices choices(bytes);
  return Found("", choices, Lawful(bench));
}

}  // namespace papergraph::generate
