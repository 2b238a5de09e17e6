// A set of bytes, for running over text in which they are rare.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace papergraph::extract {

/// No byte below 0x80 and no first byte of a UTF-8 character stands inside another character, so that text may be run
/// over byte by byte.
class ByteSet {
 public:
  constexpr ByteSet(std::initializer_list<int> bytes) {
    for (const int byte : bytes) Add(byte);
  }
  constexpr void Add(int byte) { in_[static_cast<size_t>(byte)] = true; }
  constexpr bool Holds(char byte) const { return in_[static_cast<unsigned char>(byte)]; }
  /// The first place in [at, end) with one of them; `end` when there is none. REQUIRES: end <= text.size().
  constexpr uint32_t First(std::string_view text, uint32_t at, uint32_t end) const {
    while (at < end && !Holds(text[at])) ++at;
    return at;
  }

 private:
  std::array<bool, 256> in_ = {};
};

}  // namespace papergraph::extract
