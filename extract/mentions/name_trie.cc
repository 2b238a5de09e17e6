#include "extract/mentions/name_trie.h"

#include <algorithm>
#include <array>

namespace papergraph::extract {
namespace {

bool IsAsciiAlnum(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsSkipped(unsigned char c) {
  return c == ' ' || c == '-' || c == '_' || c == '*' || c == '`' || c == '\'' || c == '\n' || c == '\t';
}

}  // namespace

FoldedText FoldForMatching(std::string_view text) {
  FoldedText out;
  out.bytes.reserve(text.size());
  out.from.reserve(text.size() + 1);
  out.begins.reserve(text.size() + 1);
  out.ends.reserve(text.size() + 1);
  bool gap = true;  // something was left out, or the script changed, since the last kept byte
  bool previous_latin = false;
  bool previous_digit = false;
  const auto keep = [&](unsigned char byte, size_t from, size_t width, bool begins) {
    out.bytes.push_back(static_cast<char>(byte));
    out.from.push_back(static_cast<uint32_t>(from));
    out.until.push_back(static_cast<uint32_t>(from + width));
    out.begins.push_back(begins);
    out.ends.push_back(begins);  // where one may begin the one before may end
    gap = false;
  };
  for (size_t i = 0; i < text.size();) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    size_t width = 1;
    if (c >= 0xF0) {
      width = 4;
    } else if (c >= 0xE0) {
      width = 3;
    } else if (c >= 0xC0) {
      width = 2;
    }
    width = std::min(width, text.size() - i);
    if (width == 3 && c == 0xEF) {  // full width forms U+FF01..U+FF5E
      const auto code =
          static_cast<uint32_t>(((c & 0x0F) << 12) | ((static_cast<unsigned char>(text[i + 1]) & 0x3F) << 6) |
                                (static_cast<unsigned char>(text[i + 2]) & 0x3F));
      if (code >= 0xFF01 && code <= 0xFF5E) {
        const auto narrow = static_cast<unsigned char>(code - 0xFEE0);
        if (IsAsciiAlnum(narrow)) c = narrow;
      }
    }
    if (c < 0x80) {
      if (IsSkipped(c)) {
        gap = true;
      } else if (c == '.' && previous_digit && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') {
        keep('.', i, 1, false);  // 2.5 is not 25
        previous_latin = true;
      } else {
        const bool alnum = IsAsciiAlnum(c);
        if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c - 'A' + 'a');
        keep(c, i, width, gap || !alnum || !previous_latin);
        previous_latin = alnum;
        previous_digit = c >= '0' && c <= '9';
      }
    } else {
      const bool hyphen = width == 3 && c == 0xE2 && static_cast<unsigned char>(text[i + 1]) == 0x80 &&
                          static_cast<unsigned char>(text[i + 2]) >= 0x90 &&
                          static_cast<unsigned char>(text[i + 2]) <= 0x99;
      if (hyphen) {
        gap = true;
      } else {
        for (size_t k = 0; k < width; ++k) keep(static_cast<unsigned char>(text[i + k]), i, width, k == 0);
        previous_latin = previous_digit = false;
      }
    }
    i += width;
  }
  out.from.push_back(static_cast<uint32_t>(text.size()));
  out.begins.push_back(true);
  out.ends.push_back(true);
  return out;
}

std::string MatchingForm(std::string_view name) { return FoldForMatching(name).bytes; }

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
  openings_.assign(0x4000 / 64, 0);
  for (const auto& [form, value] : pending_) {
    if (form.size() < 3) {
      short_[static_cast<unsigned char>(form[0])] = true;
    } else {
      const uint32_t hash = Hash(form.data());
      openings_[hash / 64] |= uint64_t{1} << (hash % 64);
    }
  }
  std::fill(std::begin(root_), std::end(root_), 0);
  for (uint32_t e = 0; e < nodes_[0].edges; ++e)
    root_[edges_[nodes_[0].first_edge + e].byte] = edges_[nodes_[0].first_edge + e].to;
  pending_.clear();
  pending_.shrink_to_fit();
}

NameTrie::Hit NameTrie::LongestAt(const FoldedText& text, size_t at) const {
  Hit best;
  if (at >= text.bytes.size() || nodes_.empty()) return best;
  if (!short_[static_cast<unsigned char>(text.bytes[at])]) {
    if (at + 3 > text.bytes.size()) return best;
    const uint32_t hash = Hash(text.bytes.data() + at);
    if ((openings_[hash / 64] >> (hash % 64) & 1) == 0) return best;
  }
  uint32_t node = root_[static_cast<unsigned char>(text.bytes[at])];
  size_t end = at + 1;
  while (node != 0) {
    if (nodes_[node].values >= 0 && text.ends[end]) {
      best = {static_cast<uint32_t>(end - at), &values_[static_cast<size_t>(nodes_[node].values)]};
    }
    if (end == text.bytes.size()) break;
    const auto byte = static_cast<unsigned char>(text.bytes[end++]);
    const auto first = edges_.begin() + nodes_[node].first_edge;
    const auto last = first + nodes_[node].edges;
    const auto edge = std::lower_bound(first, last, byte, [](const Edge& e, unsigned char b) { return e.byte < b; });
    node = edge != last && edge->byte == byte ? edge->to : 0;
  }
  return best;
}

}  // namespace papergraph::extract
