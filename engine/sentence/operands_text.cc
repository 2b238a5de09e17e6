// Words behind `about` and `mentioning` that are no name: a query for the full-text indexes.
#include <algorithm>

#include "engine/nearest.h"
#include "engine/sentence/dates.h"
#include "engine/sentence/operands.h"
#include "storage/text_fold.h"

namespace papergraph::engine {
namespace {

/// Every word must be there: "+chain +of +thought".
std::string QueryOfWords(std::string_view words) {
  std::string query;
  for (size_t at = 0; at < words.size();) {
    const size_t begin = words.find_first_not_of(" \t\r\n", at);
    if (begin == std::string_view::npos) break;
    const size_t end = std::min(words.find_first_of(" \t\r\n", begin), words.size());
    query += (query.empty() ? "+" : " +") + std::string(words.substr(begin, end - begin));
    at = end;
  }
  return query;
}

/// Whether a name means fields alone, and only as one of their other words: "reward hacking" is asked of Alignment, but
/// who writes it with quotation marks, or asks who mentions it, wants those words.
bool IsWordForField(const Entity& entity, std::string_view written) {
  const std::string folded = FoldName(written);
  return std::all_of(entity.nodes.begin(), entity.nodes.end(),
                     [&](const NamedNode& node) { return node.label == "Domain" && FoldName(node.name) != folded; });
}

}  // namespace

/// Behind the last of the words that begin at `at`: where a date, another condition or the noun of the question
/// begins.
size_t OperandReader::EndOfText(size_t at) const {
  const size_t begin = at;
  for (; at < atoms_.size(); ++at) {
    if (atoms_[at].kind != Atom::Kind::kWord && atoms_[at].kind != Atom::Kind::kHan) return at;
    const Phrase* noun = LongestPhrase(atoms_, PastFillers(at), {{PhraseKind::kNoun}});
    if (at > begin && noun != nullptr && noun->value == "Paper") return at;
    if (const Phrase* date = LongestPhrase(atoms_, at, {{PhraseKind::kDate}});
        date != nullptr && ReadDate(atoms_, PastFillers(at + date->atoms.size()), Date{20'000})) {
      return at;
    }
    if (LongestPhrase(atoms_, at, {{PhraseKind::kPeriod, PhraseKind::kButNot}}) != nullptr) return at;
    if (const Phrase* join = LongestPhrase(atoms_, at, {{PhraseKind::kAnd, PhraseKind::kOr}})) {
      const size_t next = at + join->atoms.size();
      if (LongestPhrase(atoms_, next, {{PhraseKind::kRole, PhraseKind::kLead, PhraseKind::kNot, PhraseKind::kDate}}) !=
          nullptr)
        return at;
    }
    const Phrase* role = LongestPhrase(atoms_, at, {{PhraseKind::kRole, PhraseKind::kWithin}});
    if (at > begin && role != nullptr && OperandFollows(at + role->atoms.size())) return at;
  }
  return at;
}

std::optional<Condition> OperandReader::TextAt(Role role, size_t at) {
  const size_t begin = PastFillers(at);
  if (begin >= atoms_.size()) return std::nullopt;
  const auto name = names_.At(begin) ? names_.At(begin) : names_.At(at);
  const bool quoted = atoms_[begin].kind == Atom::Kind::kQuoted;
  const size_t end = quoted ? begin + 1 : EndOfText(begin);
  if (name) {
    // "chain of thought monitoring" is not about Chain-of-Thought: a word that nothing else explains follows.
    const bool goes_on =
        !quoted && name->next < end && LongestPhrase(atoms_, name->next) == nullptr && !names_.At(name->next);
    const bool words = (quoted || role == Role::kMentions) && IsWordForField(name->entity, Written(name->entity.span));
    if (!goes_on && !words) return std::nullopt;
  }
  if (end <= begin || !names_.HasTexts()) return std::nullopt;
  const Span span = SpanOf(begin, end);
  const std::string_view written = Written(span);
  if (!quoted && !name) {
    const size_t tolerable = TolerableDistance(written);
    for (const std::string& near : names_.Near(written, 1)) {
      if (EditDistance(near, written, tolerable) <= tolerable) return std::nullopt;
    }
  }
  at_ = end;
  Condition condition{.kind = Condition::Kind::kText, .span = span};
  condition.text = quoted ? "\"" + std::string(written) + "\"" : QueryOfWords(written);
  return condition;
}

}  // namespace papergraph::engine
