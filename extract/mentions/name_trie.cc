#include "extract/mentions/name_trie.h"

#include <algorithm>
#include <array>

namespace papergraph::extract {
namespace {

bool IsAsciiAlnum(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

unsigned char Lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<unsigned char>(c - 'A' + 'a') : c; }

bool IsSkipped(unsigned char c) {
  return c == ' ' || c == '-' || c == '_' || c == '*' || c == '`' || c == '\'' || c == '\n' || c == '\t';
}

/// Calls keep(byte, offset, width, begins) for each byte that counts, until it returns false.
template <typename Keep>
void FoldBytes(std::string_view text, const Keep& keep) {
  bool gap = true;  // something was left out, or the script changed, since the last kept byte
  bool previous_latin = false;
  bool previous_digit = false;
  for (size_t i = 0; i < text.size();) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80) {
      const size_t width = std::min<size_t>(c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1, text.size() - i);
      const auto at = [&](size_t k) { return static_cast<unsigned char>(text[i + k]); };
      unsigned char narrow = 0;
      if (c == 0xEF && width == 3) {  // full width forms U+FF01..U+FF5E
        const uint32_t code = ((c & 0x0Fu) << 12) | ((at(1) & 0x3Fu) << 6) | (at(2) & 0x3Fu);
        if (code >= 0xFF01 && code <= 0xFF5E) narrow = static_cast<unsigned char>(code - 0xFEE0);
      }
      if (narrow == 0 || !IsAsciiAlnum(narrow)) {
        const bool hyphen = width == 3 && c == 0xE2 && at(1) == 0x80 && at(2) >= 0x90 && at(2) <= 0x99;
        if (hyphen) {
          gap = true;
        } else {
          for (size_t k = 0; k < width; ++k) {
            if (!keep(at(k), i, width, k == 0)) return;
          }
          gap = previous_latin = previous_digit = false;
        }
        i += width;
        continue;
      }
      if (!keep(Lower(narrow), i, width, gap || !previous_latin)) return;
      gap = false;
      previous_latin = true;
      previous_digit = narrow >= '0' && narrow <= '9';
      i += width;
      continue;
    }
    if (IsSkipped(c)) {
      gap = true;
    } else if (c == '.' && previous_digit && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') {
      if (!keep('.', i, 1, false)) return;  // 2.5 is not 25
      gap = false;
      previous_latin = true;
    } else {
      const bool alnum = IsAsciiAlnum(c);
      if (!keep(Lower(c), i, 1, gap || !alnum || !previous_latin)) return;
      gap = false;
      previous_latin = alnum;
      previous_digit = c >= '0' && c <= '9';
    }
    ++i;
  }
}

}  // namespace

FoldedText FoldForMatching(std::string_view text) {
  FoldedText out;
  const size_t most = text.size() + 1;
  out.bytes.resize(most);
  out.from.resize(most);
  out.until.resize(most);
  out.begins.resize(most);
  size_t size = 0;
  FoldBytes(text, [&](unsigned char byte, size_t from, size_t width, bool begins) {
    out.bytes[size] = static_cast<char>(byte);
    out.from[size] = static_cast<uint32_t>(from);
    out.until[size] = static_cast<uint32_t>(from + width);
    out.begins[size] = begins;
    ++size;
    return true;
  });
  out.from[size] = static_cast<uint32_t>(text.size());
  out.begins[size] = 1;
  out.bytes.resize(size);
  out.from.resize(size + 1);
  out.until.resize(size);
  out.begins.resize(size + 1);
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
  edges_.clear();
  values_.clear();
  struct Task {
    uint32_t node;
    size_t first, last, depth;
  };
  std::vector<Task> tasks = {{0, 0, pending_.size(), 0}};
  while (!tasks.empty()) {
    const Task task = tasks.back();
    tasks.pop_back();
    size_t at = task.first;
    while (at < task.last && pending_[at].first.size() == task.depth) {
      if (nodes_[task.node].values < 0) {
        nodes_[task.node].values = static_cast<int32_t>(values_.size());
        values_.emplace_back();
      }
      auto& list = values_[static_cast<size_t>(nodes_[task.node].values)];
      if (std::find(list.begin(), list.end(), pending_[at].second) == list.end()) list.push_back(pending_[at].second);
      ++at;
    }
    nodes_[task.node].first_edge = static_cast<uint32_t>(edges_.size());
    while (at < task.last) {
      const auto byte = static_cast<unsigned char>(pending_[at].first[task.depth]);
      size_t end = at;
      while (end < task.last && static_cast<unsigned char>(pending_[end].first[task.depth]) == byte) ++end;
      const auto child = static_cast<uint32_t>(nodes_.size());
      nodes_.emplace_back();
      edges_.push_back({byte, child});
      ++nodes_[task.node].edges;
      tasks.push_back({child, at, end, task.depth + 1});
      at = end;
    }
  }
  std::fill(std::begin(root_), std::end(root_), 0);
  for (uint32_t e = 0; e < nodes_[0].edges; ++e)
    root_[edges_[nodes_[0].first_edge + e].byte] = edges_[nodes_[0].first_edge + e].to;
  OpenWays();
  pending_.clear();
  pending_.shrink_to_fit();
}

void NameTrie::OpenWays() {
  int bits = 4;
  while ((size_t{1} << bits) < 4 * pending_.size()) ++bits;
  openings_.assign(size_t{1} << bits, {});
  opening_shift_ = 32 - bits;
  bits = std::min(bits + 2, 26);
  sixes_.assign((size_t{1} << bits) / 64 + 1, 0);
  six_shift_ = 64 - bits;
  for (const auto& [form, value] : pending_) {
    if (form.size() < 3) {
      tiny_[static_cast<unsigned char>(form[0])] = true;
      continue;
    }
    const uint32_t three = Three(form.data());
    size_t slot = SlotOf(three);
    while (openings_[slot].three != 0 && openings_[slot].three != three) slot = (slot + 1) & (openings_.size() - 1);
    Opening& opening = openings_[slot];
    opening.three = three;
    opening.node = 0;
    for (size_t i = 0; i < 3; ++i) {
      const auto byte = static_cast<unsigned char>(form[i]);
      opening.node = i == 0 ? root_[byte] : Step(opening.node, byte);
    }
    if (form.size() < 6) {
      opening.brief = true;
    } else {
      const size_t bit = BitOf(Six(form.data()));
      sixes_[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }
}

NameTrie::Hit NameTrie::LongestAt(const FoldedText& text, size_t at) const {
  Hit best;
  EachAt(text, at, [&](size_t length, const std::vector<uint32_t>& values) {
    best = {static_cast<uint32_t>(length), &values};
  });
  return best;
}

const std::vector<uint32_t>* NameTrie::Find(std::string_view name) const {
  if (nodes_.empty()) return nullptr;
  uint32_t node = 0;
  bool possible = true;
  FoldBytes(name, [&](unsigned char byte, size_t, size_t, bool) {
    node = node == 0 ? root_[byte] : Step(node, byte);
    possible = node != 0;
    return possible;
  });
  return possible && nodes_[node].values >= 0 ? &values_[static_cast<size_t>(nodes_[node].values)] : nullptr;
}

}  // namespace papergraph::extract
