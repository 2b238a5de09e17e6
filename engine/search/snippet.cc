#include "engine/search/snippet.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace papergraph::engine {
namespace {

constexpr size_t kMostBytes = 300, kBytesBefore = 90;

/// A place where a clause stands.
struct Mark {
  uint32_t begin, end;  // bytes
  size_t clause;
};

/// In the order of the text.
std::vector<Mark> MarksIn(const std::vector<TextAtom>& atoms, const std::vector<TextClause>& clauses) {
  std::vector<Mark> marks;
  const std::vector<TextTerm> terms = TermsOf(atoms);
  for (size_t i = 0; i < clauses.size(); ++i) {
    const TextClause& clause = clauses[i];
    if (clause.need == TextClause::Need::kMustNot) continue;
    std::vector<std::pair<uint32_t, uint32_t>> places;
    if (!clause.phrase.empty()) {
      FindPhrase(clause.phrase, atoms, places);
    } else {
      for (const TextTerm& term : terms) {
        if (term.term == clause.terms[0]) places.emplace_back(term.first, term.last);
      }
    }
    for (const auto& [first, last] : places) marks.push_back({atoms[first].begin, atoms[last].end, i});
  }
  std::sort(marks.begin(), marks.end(),
            [](const Mark& a, const Mark& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
  return marks;
}

/// Where the sentence that begins at `at` ends: behind its mark.
size_t EndOfSentence(std::string_view text, size_t at) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' || c == '!' || c == '?') return at + 1;
    if (c == '.' && (at + 1 == text.size() || static_cast<unsigned char>(text[at + 1]) <= ' ')) return at + 1;
    for (std::string_view mark : {"。", "！", "？", "；"}) {
      if (text.substr(at, mark.size()) == mark) return at + mark.size();
    }
  }
  return text.size();
}

bool IsInside(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

/// One line of [begin, end), with what is marked in it.
std::string Line(std::string_view text, size_t begin, size_t end, const std::vector<Mark>& marks) {
  std::vector<std::pair<size_t, size_t>> ranges;
  for (const Mark& mark : marks) {
    if (mark.begin < begin || mark.end > end) continue;
    if (!ranges.empty() && mark.begin <= ranges.back().second) {
      ranges.back().second = std::max<size_t>(ranges.back().second, mark.end);
    } else {
      ranges.emplace_back(mark.begin, mark.end);
    }
  }
  std::string out;
  const auto add = [&](size_t from, size_t to) {
    for (char c : text.substr(from, to - from)) out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  };
  size_t at = begin;
  for (const auto& [from, to] : ranges) {
    add(at, from);
    out += "«";
    add(from, to);
    out += "»";
    at = to;
  }
  add(at, end);
  return out;
}

class SnippetFinder {
 public:
  explicit SnippetFinder(const std::vector<TextClause>& clauses) : clauses_(clauses) {}

  void Look(std::string_view text) {
    const std::vector<TextAtom> atoms = AtomsOf(text);
    const std::vector<Mark> marks = MarksIn(atoms, clauses_);
    auto mark = marks.begin();
    for (size_t begin = 0; begin < text.size() && mark != marks.end();) {
      const size_t end = EndOfSentence(text, begin);
      std::set<size_t> clauses;
      const auto first = mark;
      for (; mark != marks.end() && mark->begin < end; ++mark) clauses.insert(mark->clause);
      if (clauses.size() > most_) {
        most_ = clauses.size();
        snippet_ = Cut(text, begin, std::max<size_t>(end, std::prev(mark)->end), first->begin, marks);
      }
      begin = end;
    }
  }

  std::string Take() { return std::move(snippet_); }

 private:
  static std::string Cut(std::string_view text, size_t begin, size_t end, size_t hit, const std::vector<Mark>& marks) {
    while (begin < hit && static_cast<unsigned char>(text[begin]) <= ' ') ++begin;
    while (end > hit && static_cast<unsigned char>(text[end - 1]) <= ' ') --end;
    if (end - begin <= kMostBytes) return Line(text, begin, end, marks);
    size_t from = hit - begin > kBytesBefore ? hit - kBytesBefore : begin;
    while (IsInside(text, from)) ++from;
    // Not in the middle of a word, where there are words.
    if (const size_t space = text.find(' ', from); from > begin && space < hit) from = space + 1;
    size_t to = std::min(end, from + kMostBytes);
    while (IsInside(text, to)) --to;
    if (const size_t space = text.rfind(' ', to); to < end && space != std::string_view::npos && space > hit)
      to = space;
    return (from > begin ? "…" : "") + Line(text, from, to, marks) + (to < end ? "…" : "");
  }

  const std::vector<TextClause>& clauses_;
  size_t most_ = 0;
  std::string snippet_;
};

}  // namespace

std::string SnippetOf(const std::vector<Value>& texts, const std::vector<TextClause>& clauses) {
  SnippetFinder finder(clauses);
  for (const Value& text : texts) finder.Look(text.as_string());
  return finder.Take();
}

}  // namespace papergraph::engine
