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
  std::vector<bool> begins;     // a name may begin at this byte
  std::vector<bool> ends;       // a name may end before this byte; one more at the end
  std::vector<uint32_t> until;  // offset in the text behind each byte's character

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
  /// Several values for one form are all kept, in the order of adding.
  void Add(std::string_view form, uint32_t value);
  void Freeze();

  struct Hit {
    uint32_t length = 0;  // bytes of the folded text
    const std::vector<uint32_t>* values = nullptr;
  };
  /// The longest form that begins at folded byte `at` and ends where a name may end; length 0 when none. O(length of
  /// the hit).
  Hit LongestAt(const FoldedText& text, size_t at) const;

 private:
  struct Node {
    uint32_t first_edge = 0, edges = 0;
    int32_t values = -1;
  };
  struct Edge {
    unsigned char byte = 0;
    uint32_t to = 0;
  };
  std::vector<std::pair<std::string, uint32_t>> pending_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<std::vector<uint32_t>> values_;
  uint32_t root_[256] = {};
  // Most places of a text begin no name: a bit for each hash of three first bytes tells so without a walk.
  static uint32_t Hash(const char* bytes) {
    return ((static_cast<unsigned char>(bytes[0]) * 31u + static_cast<unsigned char>(bytes[1])) * 257u +
            static_cast<unsigned char>(bytes[2])) &
           0x3FFFu;
  }
  std::vector<uint64_t> openings_;
  bool short_[256] = {};  // first bytes of forms of one or two bytes
};

}  // namespace papergraph::extract
