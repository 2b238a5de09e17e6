// Finds known names in text in one pass, whatever their number: a byte trie over folded names.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papergraph::extract {

/// Text made comparable: lower case, full width to ASCII, spaces, hyphens, underscores and Markdown marks left out.
/// Each kept byte knows where it stood.
struct FoldedText {
  std::string bytes;
  std::vector<uint32_t> from;   // offset in the text of each byte of `bytes`; one more at the end
  std::vector<uint32_t> until;  // offset in the text behind each byte's character
  std::vector<uint8_t> begins;  // 1: a name may begin at this byte, and the one before it may end; one more at the end

  /// Offset in the text where what ends before folded byte `at` ends. REQUIRES: at > 0.
  uint32_t EndOf(size_t at) const { return until[at - 1]; }
  /// The first folded byte at or behind offset `offset` of the text.
  size_t At(uint32_t offset) const {
    return static_cast<size_t>(std::lower_bound(from.begin(), from.end(), offset) - from.begin());
  }
};

FoldedText FoldForMatching(std::string_view text);

/// The form under which a name is stored and looked for; as FoldForMatching does it.
std::string MatchingForm(std::string_view name);

/// Build with Add, then Freeze; afterwards immutable.
class NameTrie {
 public:
  /// `form`: a MatchingForm; empty ones are left out. The same form may be added with several values; a hit has all of
  /// them, in the order of adding.
  void Add(std::string_view form, uint32_t value);
  void Freeze();

  struct Hit {
    uint32_t length = 0;                            // folded bytes; 0: no hit
    const std::vector<uint32_t>* values = nullptr;  // of the longest form
  };
  /// The longest form that begins at folded byte `at` and ends where a name may end; length 0 when none. O(length of
  /// the hit).
  Hit LongestAt(const FoldedText& text, size_t at) const;
  /// The values of exactly this name, folded on the way; null when there is none.
  const std::vector<uint32_t>* Find(std::string_view name) const;

 private:
  struct Node {
    uint32_t first_edge = 0, edges = 0;
    int32_t values = -1;
  };
  struct Edge {
    unsigned char byte = 0;
    uint32_t to = 0;
  };
  /// The node behind this byte; 0 when there is none.
  uint32_t Step(uint32_t node, unsigned char byte) const;

  std::vector<std::pair<std::string, uint32_t>> pending_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<std::vector<uint32_t>> values_;
  uint32_t root_[256] = {};

  /// Most places of a text begin no name: a set of hashes of first bytes tells so without a walk.
  class Openings {
   public:
    void Reset(size_t forms);
    void Add(uint64_t bytes) { bits_[Slot(bytes) / 64] |= uint64_t{1} << (Slot(bytes) % 64); }
    bool MayHold(uint64_t bytes) const { return (bits_[Slot(bytes) / 64] >> (Slot(bytes) % 64) & 1) != 0; }

   private:
    uint64_t Slot(uint64_t bytes) const { return bytes * 0x9E3779B97F4A7C15u >> shift_; }
    std::vector<uint64_t> bits_ = {0};
    int shift_ = 58;
  };
  Openings threes_;        // first three bytes of all forms of three or more
  Openings short_threes_;  // ... of those with fewer than six
  Openings sixes_;         // first six bytes of the others
  bool tiny_[256] = {};    // first bytes of forms of one or two bytes
};

}  // namespace papergraph::extract
