#include "engine/search/text_query.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace papergraph::engine {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPhraseQuotes{
    {{"\"", "\""}, {"“", "”"}, {"「", "」"}, {"『", "』"}}};

bool IsBlank(std::string_view text, size_t at) {
  return static_cast<unsigned char>(text[at]) <= ' ' || text.substr(at, 3) == "\u3000";
}

/// The quotation that opens at `at`; its closing mark is empty where none opens.
std::pair<std::string_view, std::string_view> QuoteAt(std::string_view text, size_t at) {
  for (const auto& quote : kPhraseQuotes) {
    if (text.substr(at).starts_with(quote.first)) return quote;
  }
  return {};
}

class QueryReader {
 public:
  explicit QueryReader(std::string_view text) : text_(text) {}

  std::vector<TextClause> Run() {
    while (at_ < text_.size()) {
      if (IsBlank(text_, at_)) {
        ++at_;
        continue;
      }
      TextClause::Need need = TextClause::Need::kMay;
      if ((text_[at_] == '+' || text_[at_] == '-') && at_ + 1 < text_.size() && !IsBlank(text_, at_ + 1)) {
        need = text_[at_] == '+' ? TextClause::Need::kMust : TextClause::Need::kMustNot;
        ++at_;
      }
      if (const auto quote = QuoteAt(text_, at_); !quote.second.empty()) {
        at_ += quote.first.size();
        const size_t end = std::min(text_.find(quote.second, at_), text_.size());
        Phrase(need, text_.substr(at_, end - at_));
        at_ = std::min(end + quote.second.size(), text_.size());
      } else {
        Word(need);
      }
    }
    return std::move(clauses_);
  }

 private:
  void Word(TextClause::Need need) {
    const size_t begin = at_;
    while (at_ < text_.size() && !IsBlank(text_, at_) && QuoteAt(text_, at_).second.empty()) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (need != TextClause::Need::kMay) return Phrase(need, word);
    for (TextTerm& term : TermsOf(AtomsOf(word))) {
      if (words_.insert(term.term).second) clauses_.push_back({need, {std::move(term.term)}, {}});
    }
  }

  void Phrase(TextClause::Need need, std::string_view text) {
    TextClause clause{need, {}, AtomsOf(text)};
    const std::vector<TextTerm> terms = TermsOf(clause.phrase);
    // A character at the edge of a phrase may have another beside it in the text, and is then no term there.
    const auto is_alone = [&](const TextTerm& term) {
      return term.first == term.last && clause.phrase[term.first].is_character;
    };
    const bool has_others = !std::all_of(terms.begin(), terms.end(), is_alone);
    std::set<std::string> seen;
    for (const TextTerm& term : terms) {
      if ((!has_others || !is_alone(term)) && seen.insert(term.term).second) clause.terms.push_back(term.term);
    }
    if (clause.terms.empty()) return;
    if (terms.size() == 1) clause.phrase.clear();  // to have the term is to have the phrase
    clauses_.push_back(std::move(clause));
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<TextClause> clauses_;
  std::set<std::string> words_;
};

}  // namespace

std::vector<TextClause> ReadTextQuery(std::string_view query) { return QueryReader(query).Run(); }

bool FindPhrase(const std::vector<TextAtom>& phrase, const std::vector<TextAtom>& atoms,
                std::vector<std::pair<uint32_t, uint32_t>>& places) {
  const size_t before = places.size();
  const auto same = [](const TextAtom& a, const TextAtom& b) { return a.folded == b.folded; };
  for (auto at = atoms.begin(); !phrase.empty();) {
    at = std::search(at, atoms.end(), phrase.begin(), phrase.end(), same);
    if (at == atoms.end()) break;
    const auto first = static_cast<uint32_t>(at - atoms.begin());
    places.emplace_back(first, first + static_cast<uint32_t>(phrase.size()) - 1);
    ++at;
  }
  return places.size() > before;
}

}  // namespace papergraph::engine
