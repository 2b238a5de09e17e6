// Finds known names in text in one pass, whatever their number: a byte trie over folded names.
#pragma once

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papergraph::extract {

/// Text made comparable: lower case, full width to ASCII, spaces, hyphens, underscores and Markdown marks left out.
/// Each kept byte knows where it stood.
class FoldedText {
 public:
  size_t size() const { return size_; }
  /// Whether a name may begin at this byte, and the one before it may end. at <= size().
  bool BeginsAt(size_t at) const { return places_[at].begins; }
  /// Whether a character of three bytes or more begins here: no name begins at the two behind.
  bool IsWideAt(size_t at) const { return static_cast<unsigned char>(bytes_[at]) >= 0xE0; }
  /// Offset in the text of the byte's character; of its end for size().
  uint32_t From(size_t at) const { return places_[at].from; }
  /// Offset in the text where what ends before folded byte `at` ends. REQUIRES: at > 0.
  uint32_t EndOf(size_t at) const { return places_[at - 1].from + places_[at - 1].width; }
  /// The first folded byte at or behind offset `offset` of the text.
  size_t At(uint32_t offset) const {
    const Place* const begin = places_.get();
    const auto before = [](const Place& place, uint32_t o) { return place.from < o; };
    return static_cast<size_t>(std::lower_bound(begin, begin + size_ + 1, offset, before) - begin);
  }
  /// The bytes from `at` on; kPadding zeros stand behind the last.
  const char* BytesAt(size_t at) const { return bytes_.get() + at; }

  static constexpr size_t kPadding = 8;

 private:
  friend FoldedText FoldForMatching(std::string_view text);
  struct Place {
    uint32_t from;  // offset in the text of the byte's character
    uint8_t width;  // bytes of that character
    bool begins;
  };
  size_t size_ = 0;
  std::unique_ptr<char[]> bytes_;
  std::unique_ptr<Place[]> places_;  // of each byte; one more at the end
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
  Hit LongestAt(const FoldedText& text, size_t at) const {
    return MayOpen(Word(text.BytesAt(at))) ? LongestOf(text, at) : Hit();
  }
  /// Calls see(length, values) for every form that begins at folded byte `at` and ends where a name may end, the
  /// shortest first.
  template <typename See>
  void EachAt(const FoldedText& text, size_t at, const See& see) const;
  /// The values of exactly this name, folded on the way; none when it is unknown.
  Values Find(std::string_view name) const;

 private:
  /// Bytes as a number whose lowest byte is the first.
  static uint64_t Word(const char* bytes) {
    uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof(word));
    return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
  }
  static uint64_t First(uint64_t word, int bytes) { return word & ~uint64_t{0} >> (64 - 8 * bytes); }

  /// The children of a node lie side by side, in the order of their first bytes. Where nothing branches off and no form
  /// ends, one node stands for several bytes; but one ends behind the third byte of every form.
  struct Node {
    uint64_t label = 0;  // the bytes that lead here, as a number
    uint32_t first_child = 0;
    uint32_t values = 0;  // where they begin in values_, behind their number; 0: no form ends here
    uint16_t children = 0;
    uint8_t length = 0;  // of the label
  };
  /// The child that these bytes lead to; 0 when there is none.
  uint32_t Step(uint32_t node, uint64_t word) const;
  Values ValuesOf(uint32_t node) const {
    const uint32_t at = nodes_[node].values;
    return at == 0 ? Values() : Values(&values_[at + 1], values_[at]);
  }
  Hit LongestOf(const FoldedText& text, size_t at) const;
  void OpenWays();

  std::vector<std::pair<std::string, uint32_t>> pending_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> values_;

  /// A set of hashed numbers, one bit each: small enough for the nearest cache, and never wrong when it says no.
  struct Bits {
    std::vector<uint64_t> words = {0};
    int shift = 63;
    void MakeRoom(size_t numbers);
    size_t At(uint64_t number) const { return number * 0x9E3779B97F4A7C15u >> shift; }
    void Add(uint64_t number) { words[At(number) / 64] |= uint64_t{1} << (At(number) % 64); }
    bool Holds(uint64_t number) const { return (words[At(number) / 64] >> (At(number) % 64) & 1) != 0; }
  };

  /// Most places of a text begin no form: their first bytes tell so.
  bool MayOpen(uint64_t word) const {
    // Without a branch for each: which of them says yes cannot be foreseen.
    return (int{sixes_.Holds(First(word, 6))} | int{brief_.Holds(First(word, 3))} | int{tiny_[First(word, 2)]}) != 0;
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
  Bits sixes_;                 // first six bytes
  Bits brief_;                 // first three bytes of forms of fewer than six
  std::bitset<1 << 16> tiny_;  // first two bytes of what forms of fewer than three begin
};

inline uint32_t NameTrie::Step(uint32_t node, uint64_t word) const {
  const Node& from = nodes_[node];
  const Node* child = nodes_.data() + from.first_child;
  const Node* const end = child + from.children;
  const auto byte = static_cast<unsigned char>(word);
  const auto first = [](const Node& n) { return static_cast<unsigned char>(n.label); };
  if (from.children > 8) {
    child = std::lower_bound(child, end, byte, [&](const Node& n, unsigned char b) { return first(n) < b; });
  } else {
    while (child != end && first(*child) < byte) ++child;
  }
  return child != end && First(word, child->length) == child->label ? static_cast<uint32_t>(child - nodes_.data()) : 0;
}

template <typename See>
void NameTrie::EachAt(const FoldedText& text, size_t at, const See& see) const {
  const char* const bytes = text.BytesAt(at);
  const uint64_t word = Word(bytes);
  if (!MayOpen(word)) return;
  const size_t left = text.size() - at;
  size_t length = 0;
  uint32_t node = 0;
  if (tiny_[First(word, 2)]) {
    node = Step(0, word);
    length = nodes_[node].length;
  } else {
    node = NodeOf(static_cast<uint32_t>(First(word, 3)));
    length = 3;
  }
  while (node != 0 && length <= left) {
    if (nodes_[node].values != 0 && text.BeginsAt(at + length)) see(length, ValuesOf(node));
    node = Step(node, Word(bytes + length));
    length += nodes_[node].length;
  }
}

}  // namespace papergraph::extract
