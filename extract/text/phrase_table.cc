#include "extract/text/phrase_table.h"

#include <algorithm>

#include "extract/embedded.h"

namespace papergraph::extract {

PhraseTable::PhraseTable(std::string_view file) {
  for (const EmbeddedFile& embedded : EmbeddedFiles()) {
    if (embedded.name != file) continue;
    std::string_view rest = embedded.text;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty() || line.front() == '#') continue;
      Row row;
      while (true) {
        const size_t tab = std::min(line.find('\t'), line.size());
        row.cells.push_back(line.substr(0, tab));
        if (tab == line.size()) break;
        line.remove_prefix(tab + 1);
      }
      trie_.Add(MatchingForm(row.cells[0]), static_cast<uint32_t>(rows_.size()));
      rows_.push_back(std::move(row));
    }
  }
  trie_.Freeze();
}

std::vector<PhraseTable::Hit> PhraseTable::FindAll(const FoldedText& text) const {
  std::vector<Hit> hits;
  for (size_t at = 0; at < text.bytes.size();) {
    if (text.begins[at]) {
      const NameTrie::Hit hit = trie_.LongestAt(text, at);
      if (hit.length > 0) {
        for (const uint32_t row : *hit.values) hits.push_back({text.from[at], text.EndOf(at + hit.length), row});
        at += hit.length;
        continue;
      }
    }
    ++at;
  }
  return hits;
}

const PhraseTable::Row* PhraseTable::At(const FoldedText& text, size_t at, uint32_t* end) const {
  if (at >= text.bytes.size() || !text.begins[at]) return nullptr;
  const NameTrie::Hit hit = trie_.LongestAt(text, at);
  if (hit.length == 0) return nullptr;
  if (end != nullptr) *end = text.EndOf(at + hit.length);
  return &rows_[hit.values->front()];
}

const PhraseTable::Row* PhraseTable::Find(std::string_view phrase) const {
  const std::vector<uint32_t>* rows = trie_.Find(phrase);
  return rows != nullptr ? &rows_[rows->front()] : nullptr;
}

}  // namespace papergraph::extract
