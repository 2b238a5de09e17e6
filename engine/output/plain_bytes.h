// Which bytes stand for themselves in a JSON string whoever reads it: ASCII but controls, quote, backslash and delete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace papergraph::engine {

inline constexpr size_t kWordBytes = sizeof(uint64_t);

inline bool IsPlainByte(uint8_t byte) { return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\'; }

inline uint64_t LoadWord(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, kWordBytes);
  return word;
}

/// Whether all eight bytes do. Each term has the high bit of a byte set where that byte is not plain; a borrow may only
/// set more of them above one that is set rightly.
inline bool IsPlainWord(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
  const auto below = [&](uint64_t bytes, uint64_t bound) { return (bytes - kOnes * bound) & ~bytes; };
  const uint64_t found = word | below(word, 0x20) | below(word ^ (kOnes * '"'), 1) | below(word ^ (kOnes * '\\'), 1) |
                         below(word ^ (kOnes * 0x7f), 1);
  return (found & kHigh) == 0;
}

}  // namespace papergraph::engine
