#include "tests/generate/choices.h"

#include <algorithm>

namespace papergraph::generate {
namespace {

// A seed's decisions end here, so that no statement grows for ever.
constexpr size_t kMost = 6000;

}  // namespace

Choices::Choices(uint64_t seed) : random_(seed), endless_(true) {}
Choices::Choices(std::span<const uint8_t> bytes) : bytes_(bytes.begin(), bytes.end()) {}

uint32_t Choices::Below(uint32_t limit) {
  uint8_t byte = 0;
  if (endless_) {
    if (taken_.size() < kMost) byte = static_cast<uint8_t>(random_() >> 32);
  } else if (taken_.size() < bytes_.size()) {
    byte = bytes_[taken_.size()];
  }
  if (taken_.size() < kMost) taken_.push_back(byte);
  return byte % limit;
}

std::vector<uint8_t> Shrink(std::vector<uint8_t> bytes, const std::function<bool(std::span<const uint8_t>)>& fails,
                            int attempts) {
  const auto accept = [&](std::vector<uint8_t> candidate) {
    if (attempts <= 0) return false;
    --attempts;
    if (!fails(candidate)) return false;
    bytes = std::move(candidate);
    return true;
  };
  for (bool progress = true; progress && attempts > 0;) {
    progress = false;
    for (size_t chunk = std::max<size_t>(1, bytes.size() / 2); chunk > 0; chunk /= 2) {
      for (size_t at = 0; at < bytes.size() && attempts > 0;) {
        std::vector<uint8_t> cut = bytes;
        const auto from = cut.begin() + static_cast<std::ptrdiff_t>(at);
        cut.erase(from, from + static_cast<std::ptrdiff_t>(std::min(chunk, bytes.size() - at)));
        if (accept(cut)) {
          progress = true;
          continue;
        }
        // What follows may depend on the number of decisions: make them simple instead.
        std::vector<uint8_t> zeros = bytes;
        const size_t end = std::min(at + chunk, zeros.size());
        if (std::any_of(zeros.begin() + static_cast<std::ptrdiff_t>(at),
                        zeros.begin() + static_cast<std::ptrdiff_t>(end), [](uint8_t byte) { return byte != 0; })) {
          std::fill(zeros.begin() + static_cast<std::ptrdiff_t>(at), zeros.begin() + static_cast<std::ptrdiff_t>(end),
                    uint8_t{0});
          progress |= accept(zeros);
        }
        at += chunk;
      }
    }
    for (size_t at = 0; at < bytes.size() && attempts > 0; ++at) {
      for (const uint8_t smaller :
           {uint8_t{1}, static_cast<uint8_t>(bytes[at] / 2), static_cast<uint8_t>(bytes[at] - 1)}) {
        if (smaller >= bytes[at]) continue;
        std::vector<uint8_t> less = bytes;
        less[at] = smaller;
        if (accept(less)) {
          progress = true;
          break;
        }
      }
    }
  }
  return bytes;
}

}  // namespace papergraph::generate
