#include "extract/text/phrase_table.h"

#include <algorithm>
#include <set>
#include <string>

#include "extract/embedded.h"
#include "extract/text/plain_text.h"

namespace papergraph::extract {
namespace {

/// Phrases of marks alone ("%") have no folded form: they are what they are.
std::string PhraseKey(const PhraseTable::Row& row) {
  std::string form = MatchingForm(PlainForm(row.cell(0)));
  return form.empty() ? std::string(row.cell(0)) : form;
}

}  // namespace

PhraseTable::PhraseTable(std::string_view file, const std::vector<Row>& more) {
  std::set<std::string> replaced;
  for (const Row& row : more) replaced.insert(PhraseKey(row));
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
      if (replaced.empty() || replaced.count(PhraseKey(row)) == 0) rows_.push_back(std::move(row));
    }
  }
  rows_.insert(rows_.end(), more.begin(), more.end());
  for (uint32_t row = 0; row < rows_.size(); ++row) trie_.Add(MatchingForm(PlainForm(rows_[row].cells[0])), row);
  trie_.Freeze();
}

std::vector<PhraseTable::Hit> PhraseTable::FindAll(const FoldedText& text) const {
  std::vector<Hit> hits;
  for (size_t at = 0; at < text.size();) {
    if (text.BeginsAt(at)) {
      const NameTrie::Hit hit = trie_.LongestAt(text, at);
      if (hit.length > 0) {
        for (const uint32_t row : hit.values) hits.push_back({text.From(at), text.EndOf(at + hit.length), row});
        at += hit.length;
        continue;
      }
    }
    ++at;
  }
  return hits;
}

const PhraseTable::Row* PhraseTable::At(const FoldedText& text, size_t at, uint32_t* end) const {
  if (at >= text.size() || !text.BeginsAt(at)) return nullptr;
  const NameTrie::Hit hit = trie_.LongestAt(text, at);
  if (hit.length == 0) return nullptr;
  if (end != nullptr) *end = text.EndOf(at + hit.length);
  return &rows_[hit.values.front()];
}

const PhraseTable::Row* PhraseTable::Find(std::string_view phrase) const {
  const NameTrie::Values rows = trie_.Find(phrase);
  return rows.empty() ? nullptr : &rows_[rows.front()];
}

}  // namespace papergraph::extract
