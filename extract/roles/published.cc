#include "extract/roles/published.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/text/layout.h"
#include "extract/text/phrase_table.h"

namespace papergraph::extract {
namespace {

constexpr uint32_t kBytesBefore = 160;  // bytes that are looked at before the cue
constexpr uint32_t kGap = 48;           // bytes between cue and name: "a new benchmark called"

bool IsBlankOrMark(char c) { return c == ' ' || c == '*' || c == '`' || c == '"' || c == '\t'; }

/// published.tsv: its words by what they say.
struct PublishedWords {
  using List = std::vector<std::string_view>;
  List paper, lead, other, kind, naming, behind;

  PublishedWords() {
    static const PhraseTable table("published.tsv");
    for (const auto& [what, list] :
         {std::pair("paper", &paper), std::pair("lead", &lead), std::pair("other", &other), std::pair("kind", &kind),
          std::pair("naming", &naming), std::pair("behind", &behind)}) {
      for (const PhraseTable::Row& row : table.rows()) {
        if (row.cell(1) == what) list->push_back(row.cell(0));
      }
    }
  }
  static const PublishedWords& Table() {
    static const PublishedWords words;
    return words;
  }
};

template <typename Test>
bool AnyWord(const PublishedWords::List& words, const Test& test) {
  return std::any_of(words.begin(), words.end(), test);
}

bool NamesThePaper(std::string_view clause) {
  return AnyWord(PublishedWords::Table().paper,
                 [&](std::string_view word) { return clause.find(word) != std::string_view::npos; });
}

/// Whether words that only lead over to what is done are all there is.
bool IsConnective(std::string_view words) {
  while (!words.empty()) {
    size_t length = IsBlankOrMark(words.front()) || words.front() == ',' ? 1 : 0;
    if (length == 0) {
      AnyWord(PublishedWords::Table().lead, [&](std::string_view word) {
        if (words.starts_with(word)) length = std::max(length, word.size());
        return false;
      });
    }
    if (length == 0) return false;
    words.remove_prefix(length);
  }
  return true;
}

/// Whether the words between the verb and the name say no more of it than its kind or that a name follows: what is
/// described further is another thing ("an entropy aware GRPO").
bool LeadsTo(const TextView& view, std::string_view gap, uint32_t at) {
  const auto mark = [](char c) { return IsBlankOrMark(c) || c == ':'; };
  while (!gap.empty() && mark(gap.back())) gap.remove_suffix(1);
  while (!gap.empty() && mark(gap.front())) {
    gap.remove_prefix(1);
    ++at;
  }
  for (const std::string_view quote : {"“", "「", "《", "‘"}) {
    if (gap.ends_with(quote)) gap.remove_suffix(quote.size());
  }
  if (gap.empty() || (gap.front() == '(' && gap.back() == ')' && gap.size() <= 4)) return true;  // "we release (1) X"
  if (gap.find('(') != std::string_view::npos || gap.find("（") != std::string_view::npos) return false;
  if (AnyWord(PublishedWords::Table().other,
              [&](std::string_view word) { return gap.find(word) != std::string_view::npos; }))
    return false;
  if (AnyWord(PublishedWords::Table().kind, [&](std::string_view word) { return gap == word; })) return true;
  if (AnyWord(PublishedWords::Table().naming, [&](std::string_view word) { return gap.ends_with(word); })) return true;
  const auto end = at + static_cast<uint32_t>(gap.size());
  for (const PhraseTable::Hit& head : view.HitsOf(PhraseKind::kHead)) {
    if (head.begin >= end) break;
    if (head.end == end && head.begin >= at) return true;
  }
  return false;
}

}  // namespace

bool IsPapersDoing(const TextView& view, Span cue) {
  const std::string_view text = view.text;
  const std::string_view written = text.substr(cue.begin, cue.end - cue.begin);
  if (NamesThePaper(written) || written.starts_with("We ") || written.starts_with("we ")) return true;
  const int sentence = view.layout.SentenceAt(cue.begin);
  if (sentence < 0) return false;
  uint32_t begin = view.layout.sentences[static_cast<size_t>(sentence)].begin;
  begin = std::max(begin, cue.begin - std::min(cue.begin, kBytesBefore));
  for (uint32_t at = begin; at < cue.begin;) {
    const uint32_t mark = ClauseMarkAt(text, at);
    if (mark > 0) begin = at + mark;
    at += mark > 0 ? mark : 1;
  }
  const std::string_view before = text.substr(begin, cue.begin - begin);
  return NamesThePaper(before) || IsConnective(before);
}

bool IsWhatIsPublished(const TextView& view, Span cue, Span name) {
  const std::string_view text = view.text;
  if (name.begin < cue.end || name.begin - cue.end > kGap) return false;
  const std::string_view gap = text.substr(cue.end, name.begin - cue.end);
  for (uint32_t at = cue.end; at < name.begin; ++at) {
    if (ClauseMarkAt(text, at) > 0) return false;
  }
  if (!LeadsTo(view, gap, cue.end)) return false;
  uint32_t end = name.end;
  while (end < text.size() && IsBlankOrMark(text[end])) ++end;
  if (text.substr(end).starts_with("（") || text.substr(end).starts_with("(")) {
    const int paren = view.layout.ParenAt(end + (text[end] == '(' ? 1 : 3));
    if (paren < 0) return false;
    end = view.layout.parens[static_cast<size_t>(paren)].end;
    end += text[end] == ')' ? 1 : 3;
    while (end < text.size() && IsBlankOrMark(text[end])) ++end;
  }
  const std::vector<PhraseTable::Hit>& heads = view.HitsOf(PhraseKind::kHead);
  const auto head = std::lower_bound(heads.begin(), heads.end(), end,
                                     [](const PhraseTable::Hit& hit, uint32_t at) { return hit.begin < at; });
  if (head != heads.end() && head->begin == end) end = head->end;
  while (end < text.size() && IsBlankOrMark(text[end])) ++end;
  if (end >= text.size() || ClauseMarkAt(text, end) > 0) return true;
  const std::string_view rest = text.substr(end);
  if (rest.starts_with("、") || rest.starts_with(")") || rest.starts_with("）")) return true;
  return AnyWord(PublishedWords::Table().behind, [&](std::string_view word) { return rest.starts_with(word); });
}

}  // namespace papergraph::extract
