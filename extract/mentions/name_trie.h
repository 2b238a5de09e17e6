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
  /// Calls see(length, values) for every form that begins at folded byte `at` and ends where a name may end, the
  /// shortest first.
  template <typename See>
  void EachAt(const FoldedText& text, size_t at, const See& see) const;
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
  void OpenWays();

  std::vector<std::pair<std::string, uint32_t>> pending_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<std::vector<uint32_t>> values_;
  uint32_t root_[256] = {};

  /// Most places of a text begin no name: the first three bytes tell so, and where the walk goes on, and the first six
  /// for forms as long.
  struct Opening {
    uint32_t three = 0;  // the bytes; 0: free
    uint32_t node = 0;   // behind them
    bool brief = false;  // opens a form of fewer than six bytes
  };
  static uint32_t Three(const char* bytes) {
    return static_cast<unsigned char>(bytes[0]) | static_cast<uint32_t>(static_cast<unsigned char>(bytes[1])) << 8 |
           static_cast<uint32_t>(static_cast<unsigned char>(bytes[2])) << 16;
  }
  static uint64_t Six(const char* bytes) { return Three(bytes) | static_cast<uint64_t>(Three(bytes + 3)) << 24; }
  size_t SlotOf(uint32_t three) const { return three * 0x9E3779B9u >> opening_shift_; }
  size_t BitOf(uint64_t six) const { return six * 0x9E3779B97F4A7C15u >> six_shift_; }
  const Opening* OpeningOf(uint32_t three) const {
    for (size_t slot = SlotOf(three); openings_[slot].three != 0; slot = (slot + 1) & (openings_.size() - 1)) {
      if (openings_[slot].three == three) return &openings_[slot];
    }
    return nullptr;
  }

  std::vector<Opening> openings_;
  int opening_shift_ = 31;
  std::vector<uint64_t> sixes_;  // a bit for each hash of six bytes
  int six_shift_ = 58;
  bool tiny_[256] = {};  // first bytes of forms of one or two bytes
};

inline uint32_t NameTrie::Step(uint32_t node, unsigned char byte) const {
  const Node& from = nodes_[node];
  const Edge* edge = edges_.data() + from.first_edge;
  const Edge* const end = edge + from.edges;
  if (from.edges > 8) {
    edge = std::lower_bound(edge, end, byte, [](const Edge& e, unsigned char b) { return e.byte < b; });
  } else {
    while (edge != end && edge->byte < byte) ++edge;
  }
  return edge != end && edge->byte == byte ? edge->to : 0;
}

template <typename See>
void NameTrie::EachAt(const FoldedText& text, size_t at, const See& see) const {
  if (at >= text.bytes.size() || openings_.empty()) return;
  const char* const bytes = text.bytes.data() + at;
  const size_t left = text.bytes.size() - at;
  size_t length = 1;
  uint32_t node = 0;
  if (tiny_[static_cast<unsigned char>(*bytes)]) {
    node = root_[static_cast<unsigned char>(*bytes)];
  } else {
    if (left < 3) return;
    const Opening* opening = OpeningOf(Three(bytes));
    if (opening == nullptr) return;
    if (!opening->brief) {
      if (left < 6) return;
      const size_t bit = BitOf(Six(bytes));
      if ((sixes_[bit / 64] >> (bit % 64) & 1) == 0) return;
    }
    node = opening->node;
    length = 3;
  }
  while (node != 0) {
    if (nodes_[node].values >= 0 && text.begins[at + length] != 0)
      see(length, values_[static_cast<size_t>(nodes_[node].values)]);
    if (length == left) break;
    node = Step(node, static_cast<unsigned char>(bytes[length++]));
  }
}

}  // namespace papergraph::extract
