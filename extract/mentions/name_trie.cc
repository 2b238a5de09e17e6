#include "extract/mentions/name_trie.h"

#include <algorithm>
#include <array>
#include <bit>

#include "extract/text/ascii.h"
#include "extract/text/byte_set.h"

namespace papergraph::extract {
namespace {

/// Digits and letters as they are kept; 0 for other characters.
constexpr std::array<unsigned char, 128> kKept = [] {
  std::array<unsigned char, 128> kept = {};
  for (unsigned char c = '0'; c <= '9'; ++c) kept[c] = c;
  for (unsigned char c = 'a'; c <= 'z'; ++c) kept[c] = kept[static_cast<size_t>(c - 'a' + 'A')] = c;
  return kept;
}();

constexpr ByteSet kSkipped = {' ', '-', '_', '*', '`', '\'', '\n', '\t'};

/// Calls keep(byte, offset, width, begins) for each byte that counts, until it returns false.
template <typename Keep>
void FoldBytes(std::string_view text, const Keep& keep) {
  bool joined = false;  // the byte before was kept and is Latin: a letter behind it goes on with the same word
  bool digit = false;   // the last kept byte is a digit
  for (size_t i = 0; i < text.size();) {
    auto c = static_cast<unsigned char>(text[i]);
    size_t width = 1;
    if (c >= 0xE4 && c <= 0xE9 && i + 3 <= text.size()) {  // nearly all of a Chinese text
      if (!keep(c, i, 3, true) || !keep(static_cast<unsigned char>(text[i + 1]), i, 3, false) ||
          !keep(static_cast<unsigned char>(text[i + 2]), i, 3, false))
        return;
      joined = digit = false;
      i += 3;
      continue;
    }
    if (c >= 0x80) {
      width = std::min<size_t>(c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1, text.size() - i);
      const auto at = [&](size_t k) { return static_cast<unsigned char>(text[i + k]); };
      unsigned char narrow = 0;
      if (c == 0xEF && width == 3) {  // full width forms U+FF01..U+FF5E
        const uint32_t code = ((c & 0x0Fu) << 12) | ((at(1) & 0x3Fu) << 6) | (at(2) & 0x3Fu);
        if (code >= 0xFF01 && code <= 0xFF5E) narrow = static_cast<unsigned char>(code - 0xFEE0);
      }
      if (kKept[narrow] == 0) {
        joined = false;
        const bool hyphen = width == 3 && c == 0xE2 && at(1) == 0x80 && at(2) >= 0x90 && at(2) <= 0x99;
        if (!hyphen) {
          for (size_t k = 0; k < width; ++k) {
            if (!keep(at(k), i, width, k == 0)) return;
          }
          digit = false;
        }
        i += width;
        continue;
      }
      c = narrow;
    }
    if (const unsigned char kept = kKept[c]; kept != 0) {
      if (!keep(kept, i, width, !joined)) return;
      joined = true;
      digit = kept <= '9';
    } else if (kSkipped.Holds(static_cast<char>(c))) {
      joined = false;
    } else if (c == '.' && digit && i + 1 < text.size() && IsDigit(text[i + 1])) {
      if (!keep('.', i, 1, false)) return;  // 2.5 is not 25
      joined = true;
    } else {
      if (!keep(c, i, 1, true)) return;
      joined = digit = false;
    }
    i += width;
  }
}

/// The least power of two that is no less, as an exponent.
int BitsFor(size_t count) { return std::max(4, static_cast<int>(std::bit_width(count - 1))); }

}  // namespace

FoldedText FoldForMatching(std::string_view text) {
  FoldedText out;
  out.bytes_ = std::make_unique_for_overwrite<char[]>(text.size() + FoldedText::kPadding);
  out.places_ = std::make_unique_for_overwrite<FoldedText::Place[]>(text.size() + 1);
  char* const bytes = out.bytes_.get();
  FoldedText::Place* const places = out.places_.get();
  size_t size = 0;
  FoldBytes(text, [&](unsigned char byte, size_t from, size_t width, bool begins) {
    bytes[size] = static_cast<char>(byte);
    places[size] = {static_cast<uint32_t>(from), static_cast<uint8_t>(width), begins};
    ++size;
    return true;
  });
  std::memset(bytes + size, 0, FoldedText::kPadding);
  places[size] = {static_cast<uint32_t>(text.size()), 0, true};
  out.size_ = size;
  return out;
}

std::string MatchingForm(std::string_view name) {
  std::string form;
  form.reserve(name.size());
  FoldBytes(name, [&](unsigned char byte, size_t, size_t, bool) {
    form.push_back(static_cast<char>(byte));
    return true;
  });
  return form;
}

void NameTrie::Add(std::string_view form, uint32_t value) {
  if (!form.empty()) pending_.emplace_back(std::string(form), value);
}

void NameTrie::Freeze() {
  std::stable_sort(pending_.begin(), pending_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  nodes_.assign(1, {});
  values_.assign(1, 0);
  struct Task {
    uint32_t node;
    size_t first, last, depth;
  };
  std::vector<Task> tasks = {{0, 0, pending_.size(), 0}};
  while (!tasks.empty()) {
    const Task task = tasks.back();
    tasks.pop_back();
    size_t at = task.first;
    if (at < task.last && pending_[at].first.size() == task.depth) {
      nodes_[task.node].values = static_cast<uint32_t>(values_.size());
      values_.push_back(0);
      const size_t begin = values_.size();
      for (; at < task.last && pending_[at].first.size() == task.depth; ++at) {
        const uint32_t value = pending_[at].second;
        if (std::find(values_.begin() + static_cast<std::ptrdiff_t>(begin), values_.end(), value) == values_.end())
          values_.push_back(value);
      }
      values_[begin - 1] = static_cast<uint32_t>(values_.size() - begin);
    }
    nodes_[task.node].first_child = static_cast<uint32_t>(nodes_.size());
    while (at < task.last) {
      const std::string& first = pending_[at].first;
      size_t end = at;
      while (end < task.last && pending_[end].first[task.depth] == first[task.depth]) ++end;
      const std::string& last = pending_[end - 1].first;
      // In sorted order what the first and the last share is shared by all.
      const size_t most = std::min(first.size() - task.depth, task.depth < 3 ? 3 - task.depth : sizeof(uint64_t));
      size_t length = 1;
      while (length < most && first[task.depth + length] == last[task.depth + length]) ++length;
      Node node;
      for (size_t i = 0; i < length; ++i)
        node.label |= uint64_t{static_cast<unsigned char>(first[task.depth + i])} << (8 * i);
      node.length = static_cast<uint8_t>(length);
      tasks.push_back({static_cast<uint32_t>(nodes_.size()), at, end, task.depth + length});
      nodes_.push_back(node);
      ++nodes_[task.node].children;
      at = end;
    }
  }
  OpenWays();
  pending_.clear();
  pending_.shrink_to_fit();
}

void NameTrie::Bits::MakeRoom(size_t numbers) {
  const int bits = std::min(BitsFor(32 * std::max<size_t>(numbers, 1)), 28);
  words.assign((size_t{1} << bits) / 64 + 1, 0);
  shift = 64 - bits;
}

void NameTrie::OpenWays() {
  // Sized by what differs, not by the number of forms: they are asked at every place, from the nearest cache.
  size_t threes = 0, sixes = 0, brief = 0;
  std::string_view before;
  for (const auto& [form, value] : pending_) {
    const std::string_view text = form;
    threes += text.substr(0, 3) != before.substr(0, 3) ? 1 : 0;
    sixes += text.size() >= 6 && text.substr(0, 6) != before.substr(0, 6) ? 1 : 0;
    brief += text.size() < 6 ? 1 : 0;
    before = text;
  }
  const int bits = BitsFor(4 * std::max<size_t>(threes, 1));
  openings_.assign(size_t{1} << bits, {});
  opening_shift_ = 32 - bits;
  sixes_.MakeRoom(sixes);
  brief_.MakeRoom(brief);
  for (const auto& [form, value] : pending_) {
    char padded[sizeof(uint64_t)] = {};
    std::copy_n(form.data(), std::min(form.size(), sizeof(padded)), padded);
    const uint64_t word = Word(padded);
    if (form.size() < 3) {
      for (uint64_t second = 0; second < 256; ++second) {
        if (form.size() == 1 || word >> 8 == second) tiny_[First(word, 1) | second << 8] = true;
      }
      continue;
    }
    const auto three = static_cast<uint32_t>(First(word, 3));
    size_t slot = SlotOf(three);
    while (openings_[slot].three != 0 && openings_[slot].three != three) slot = (slot + 1) & (openings_.size() - 1);
    uint32_t node = 0;
    for (size_t depth = 0; depth < 3; depth += nodes_[node].length) node = Step(node, word >> (8 * depth));
    openings_[slot] = {three, node};
    form.size() < 6 ? brief_.Add(three) : sixes_.Add(First(word, 6));
  }
}

NameTrie::Hit NameTrie::LongestOf(const FoldedText& text, size_t at) const {
  Hit best;
  EachAt(text, at, [&](size_t length, Values values) { best = {static_cast<uint32_t>(length), values}; });
  return best;
}

NameTrie::Values NameTrie::Find(std::string_view name) const {
  constexpr size_t kUsual = 64;
  char usual[kUsual + FoldedText::kPadding];
  std::unique_ptr<char[]> longer;
  if (name.size() > kUsual) longer = std::make_unique_for_overwrite<char[]>(name.size() + FoldedText::kPadding);
  char* const form = longer ? longer.get() : usual;
  size_t size = 0;
  FoldBytes(name, [&](unsigned char byte, size_t, size_t, bool) {
    form[size++] = static_cast<char>(byte);
    return size != 6 || sixes_.Holds(First(Word(form), 6));  // most names are not known
  });
  std::memset(form + size, 0, FoldedText::kPadding);
  if (size == 0 || !MayOpen(Word(form))) return {};
  uint32_t node = 0;
  for (size_t length = 0; length < size; length += nodes_[node].length) {
    node = Step(node, Word(form + length));
    if (node == 0 || nodes_[node].length > size - length) return {};
  }
  return ValuesOf(node);
}

}  // namespace papergraph::extract
