// Choices: where a generator takes its decisions from, so that a seed, a fuzzer's bytes and a shrunken failure are one
// thing.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <string_view>
#include <vector>

namespace papergraph::generate {

/// A string of bytes, one for each decision. When it is used up every decision is 0: a generator makes 0 the simplest
/// alternative, so that cutting bytes away simplifies what it makes, and ends.
class Choices {
 public:
  /// `seed` stands for some thousands of bytes; the same in every run.
  explicit Choices(uint64_t seed);
  explicit Choices(std::span<const uint8_t> bytes);

  /// 0 .. limit - 1. REQUIRES: 0 < limit <= 256.
  uint32_t Below(uint32_t limit);
  /// Seldom or often true; false is the simple way.
  bool Percent(uint32_t percent) { return Below(100) + percent >= 100; }
  template <typename T, size_t kCount>
  const T& Pick(const T (&alternatives)[kCount]) {
    return alternatives[Below(kCount)];
  }
  template <typename T>
  const T& Pick(const std::vector<T>& alternatives) {
    return alternatives[Below(static_cast<uint32_t>(alternatives.size()))];
  }

  /// The bytes that were used: Choices of them decides the same.
  const std::vector<uint8_t>& taken() const { return taken_; }

 private:
  std::vector<uint8_t> bytes_, taken_;
  std::mt19937_64 random_;
  bool endless_ = false;
};

/// Fewer and smaller bytes that still fail, found in at most `attempts` calls. REQUIRES: fails(bytes).
std::vector<uint8_t> Shrink(std::vector<uint8_t> bytes, const std::function<bool(std::span<const uint8_t>)>& fails,
                            int attempts);

}  // namespace papergraph::generate
