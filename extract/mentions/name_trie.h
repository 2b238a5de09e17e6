// Finds known names in text in one pass, whatever their number: a byte trie over folded names.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papergraph::extract {

/// Text made comparable: lower case, full width to ASCII, spaces, hyphens, underscores and Markdown marks left out.
/// Each kept byte knows where it stood.
struct FoldedText {
  struct Place {
    uint32_t from;  // offset in the text of the byte's character
    uint8_t width;  // bytes of that character
    bool begins;    // a name may begin at this byte, and the one before it may end
  };
  std::string bytes;
  std::vector<Place> places;  // of each byte of `bytes`; one more at the end

  size_t size() const { return bytes.size(); }
  bool BeginsAt(size_t at) const { return places[at].begins; }
  uint32_t From(size_t at) const { return places[at].from; }
  /// Offset in the text where what ends before folded byte `at` ends. REQUIRES: at > 0.
  uint32_t EndOf(size_t at) const { return places[at - 1].from + places[at - 1].width; }
  /// The first folded byte at or behind offset `offset` of the text.
  size_t At(uint32_t offset) const {
    return static_cast<size_t>(std::lower_bound(places.begin(), places.end(), offset,
                                                [](const Place& place, uint32_t o) { return place.from < o; }) -
                               places.begin());
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

  using Values = std::span<const uint32_t>;
  struct Hit {
    uint32_t length = 0;  // folded bytes; 0: no hit
    Values values;        // of the longest form
  };
  /// The longest form that begins at folded byte `at` and ends where a name may end; length 0 when none. O(length of
  /// the hit).
  Hit LongestAt(const FoldedText& text, size_t at) const;
  /// Calls see(length, values) for every form that begins at folded byte `at` and ends where a name may end, the
  /// shortest first.
  template <typename See>
  void EachAt(const FoldedText& text, size_t at, const See& see) const;
  /// The values of exactly this name, folded on the way; none when it is unknown.
  Values Find(std::string_view name) const;

 private:
  /// The children of a node lie side by side, in the order of their bytes; a chain of only children lies in a row.
  struct Node {
    uint32_t first_child = 0;
    uint32_t values = 0;  // where they begin in values_, behind their number; 0: no form ends here
    uint16_t children = 0;
    unsigned char byte = 0;  // that leads here
  };
  /// The node behind this byte; 0 when there is none.
  uint32_t Step(uint32_t node, unsigned char byte) const;
  Values ValuesOf(uint32_t node) const {
    const uint32_t at = nodes_[node].values;
    return at == 0 ? Values() : Values(&values_[at + 1], values_[at]);
  }
  void OpenWays();

  std::vector<std::pair<std::string, uint32_t>> pending_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> values_;
  uint32_t root_[256] = {};

  /// A set of hashed numbers, one bit each: small enough for the nearest cache, and never wrong when it says no.
  struct Bits {
    std::vector<uint64_t> words = {0};
    int shift = 63;
    void Resize(int bits);
    size_t At(uint64_t number) const { return number * 0x9E3779B97F4A7C15u >> shift; }
    void Add(uint64_t number) { words[At(number) / 64] |= uint64_t{1} << (At(number) % 64); }
    bool Holds(uint64_t number) const { return (words[At(number) / 64] >> (At(number) % 64) & 1) != 0; }
  };
  static uint32_t Three(const char* bytes) {
    return static_cast<unsigned char>(bytes[0]) | static_cast<uint32_t>(static_cast<unsigned char>(bytes[1])) << 8 |
           static_cast<uint32_t>(static_cast<unsigned char>(bytes[2])) << 16;
  }
  static uint64_t Six(const char* bytes) { return Three(bytes) | static_cast<uint64_t>(Three(bytes + 3)) << 24; }

  /// Most places of a text begin no form: their first bytes tell so.
  bool MayOpen(const char* bytes, size_t left) const {
    if (left >= 6 && sixes_.Holds(Six(bytes))) return true;
    if (left >= 3 && brief_.Holds(Three(bytes))) return true;
    return tiny_[static_cast<unsigned char>(*bytes)];
  }
  /// The node behind three bytes; 0 when there is none.
  uint32_t NodeOf(uint32_t three) const {
    size_t slot = SlotOf(three);
    while (openings_[slot].three != three && openings_[slot].three != 0) slot = (slot + 1) & (openings_.size() - 1);
    return openings_[slot].node;
  }
  size_t SlotOf(uint32_t three) const { return three * 0x9E3779B9u >> opening_shift_; }

  struct Opening {
    uint32_t three = 0;  // the bytes; 0: free
    uint32_t node = 0;   // behind them
  };
  std::vector<Opening> openings_;
  int opening_shift_ = 31;
  Bits sixes_;           // first six bytes
  Bits brief_;           // first three bytes of forms of fewer than six
  bool tiny_[256] = {};  // first byte of forms of fewer than three
};

inline uint32_t NameTrie::Step(uint32_t node, unsigned char byte) const {
  const Node& from = nodes_[node];
  const Node* child = nodes_.data() + from.first_child;
  const Node* const end = child + from.children;
  if (from.children > 8) {
    child = std::lower_bound(child, end, byte, [](const Node& n, unsigned char b) { return n.byte < b; });
  } else {
    while (child != end && child->byte < byte) ++child;
  }
  return child != end && child->byte == byte ? static_cast<uint32_t>(child - nodes_.data()) : 0;
}

template <typename See>
void NameTrie::EachAt(const FoldedText& text, size_t at, const See& see) const {
  if (at >= text.size() || openings_.empty()) return;
  const char* const bytes = text.bytes.data() + at;
  const size_t left = text.size() - at;
  if (!MayOpen(bytes, left)) return;
  size_t length = 1;
  uint32_t node = root_[static_cast<unsigned char>(*bytes)];
  if (left >= 3 && !tiny_[static_cast<unsigned char>(*bytes)]) {
    node = NodeOf(Three(bytes));
    length = 3;
  }
  while (node != 0) {
    if (nodes_[node].values != 0 && text.BeginsAt(at + length)) see(length, ValuesOf(node));
    if (length == left) break;
    node = Step(node, static_cast<unsigned char>(bytes[length++]));
  }
}

}  // namespace papergraph::extract
