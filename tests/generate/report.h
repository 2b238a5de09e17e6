// From a seed to what a person needs to see of a failure.
#pragma once

#include <span>
#include <string>

#include "tests/generate/run.h"

namespace papergraph::generate {

/// Empty, or the seed, the smallest case that still goes wrong, as a script, and how.
std::string FoundBy(Bench& bench, uint64_t seed, Shape shape);
/// Likewise of a fuzzer's bytes.
std::string FoundBy(Bench& bench, std::span<const uint8_t> bytes, Shape shape);

/// The same for a law (laws.h).
std::string BrokenBy(Bench& bench, uint64_t seed);
std::string BrokenBy(Bench& bench, std::span<const uint8_t> bytes);

}  // namespace papergraph::generate
