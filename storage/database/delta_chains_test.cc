#include "storage/database/delta_chains.h"

#include <catch2/catch.hpp>
#include <random>

namespace papergraph {
namespace {

constexpr SegmentKey kKey{SegmentKind::kOut, 1, 2};

TEST_CASE("folding rewrites at most five bytes for each byte that commits add, whatever the sizes", "[delta_chains]") {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    std::mt19937_64 random(seed);
    DeltaChains chains;
    uint64_t folded_bytes = random() % 2 ? random() % 3'000'000 : 0, waiting = 0, added = 0, rewritten = 0;
    for (int commit = 0; commit < 20'000; ++commit) {
      const uint64_t bytes = 8 + random() % 60;
      added += bytes;
      if (chains.IsDue(kKey, bytes) && chains.Measured(kKey, folded_bytes + waiting)) {
        folded_bytes += waiting;
        waiting = 0;
        rewritten += folded_bytes;
      }
      waiting += bytes;
    }
    // One fold because the chain has its greatest length, or is the first, may come on top.
    CHECK(rewritten <= 5 * added + 5 * folded_bytes);
  }
}

TEST_CASE("a chain of deltas ends, also in a large segment", "[delta_chains]") {
  DeltaChains chains;
  int waiting = 0, longest = 0;
  for (int commit = 0; commit < 100'000; ++commit) {
    if (chains.IsDue(kKey, 20) && chains.Measured(kKey, 50'000'000)) waiting = 0;
    longest = std::max(longest, ++waiting);
  }
  CHECK(longest <= 4096);
}

}  // namespace
}  // namespace papergraph
