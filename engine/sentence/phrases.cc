#include "engine/sentence/phrases.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "engine/embedded.h"

namespace papergraph::engine {
namespace {

constexpr std::pair<std::string_view, PhraseKind> kKindNames[] = {
    {"noun", PhraseKind::kNoun},       {"nouns", PhraseKind::kNoun},    {"role", PhraseKind::kRole},
    {"lead", PhraseKind::kLead},       {"with", PhraseKind::kWith},     {"within", PhraseKind::kWithin},
    {"close", PhraseKind::kClose},     {"beats", PhraseKind::kBeats},   {"top", PhraseKind::kTop},
    {"latest", PhraseKind::kLatest},   {"number", PhraseKind::kNumber}, {"count", PhraseKind::kCount},
    {"who", PhraseKind::kWho},         {"whatis", PhraseKind::kWhatIs}, {"connect", PhraseKind::kConnect},
    {"link", PhraseKind::kLink},       {"and", PhraseKind::kAnd},       {"or", PhraseKind::kOr},
    {"not", PhraseKind::kNot},         {"butnot", PhraseKind::kButNot}, {"date", PhraseKind::kDate},
    {"dateend", PhraseKind::kDateEnd}, {"day", PhraseKind::kDay},       {"unit", PhraseKind::kUnit},
    {"month", PhraseKind::kMonth},     {"last", PhraseKind::kLast},     {"lower", PhraseKind::kLower},
    {"filler", PhraseKind::kFiller},   {"trend", PhraseKind::kTrend},   {"period", PhraseKind::kPeriod},
    {"news", PhraseKind::kNews},       {"best", PhraseKind::kBest},     {"novelty", PhraseKind::kNovelty},
};

/// "a\tb\tc" -> {"a", "b", "c"}.
std::array<std::string_view, 3> Fields(std::string_view line) {
  std::array<std::string_view, 3> fields;
  for (auto& field : fields) {
    const size_t end = line.find('\t');
    field = line.substr(0, end);
    line = end == std::string_view::npos ? std::string_view() : line.substr(end + 1);
  }
  return fields;
}

/// The rows, and where to look for those that begin with an atom.
struct PhraseTable {
  std::vector<Phrase> rows;
  std::map<std::string, std::vector<const Phrase*>, std::less<>> by_first;  // the longest first, then as in the file
  std::vector<std::string> lower;

  PhraseTable() {
    for (const EmbeddedFile& file : EmbeddedFiles()) {
      if (file.name == "phrases.tsv") Load(file.text);
    }
    for (const Phrase& row : rows) by_first[row.atoms.front()].push_back(&row);
    for (auto& [first, list] : by_first) {
      std::stable_sort(list.begin(), list.end(),
                       [](const Phrase* a, const Phrase* b) { return a->atoms.size() > b->atoms.size(); });
    }
    std::sort(lower.begin(), lower.end());
  }

  void Load(std::string_view text) {
    while (!text.empty()) {
      const size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
      if (line.empty() || line.front() == '#') continue;
      const auto [words, kind, value] = Fields(line);
      const auto* named = std::find_if(std::begin(kKindNames), std::end(kKindNames),
                                       [&, k = kind](const auto& pair) { return pair.first == k; });
      if (named == std::end(kKindNames)) throw std::logic_error("phrases.tsv: no such kind: " + std::string(line));
      if (named->second == PhraseKind::kLower) {
        lower.emplace_back(words);
        continue;
      }
      Phrase phrase{std::string(words), {}, named->second, std::string(value), kind == "nouns"};
      for (Atom& atom : CutIntoAtoms(words, 0)) phrase.atoms.push_back(std::move(atom.folded));
      if (phrase.atoms.empty()) throw std::logic_error("phrases.tsv: no words: " + std::string(line));
      rows.push_back(std::move(phrase));
    }
  }
};

const PhraseTable& TheTable() {
  static const PhraseTable table;
  return table;
}

}  // namespace

std::span<const Phrase> Phrases() { return TheTable().rows; }
std::span<const std::string> LowerIsBetterMetrics() { return TheTable().lower; }

const Phrase* LongestPhrase(std::span<const Atom> atoms, size_t at, std::span<const PhraseKind> kinds) {
  if (at >= atoms.size() || atoms[at].kind == Atom::Kind::kQuoted) return nullptr;
  const auto& by_first = TheTable().by_first;
  const auto found = by_first.find(atoms[at].folded);
  if (found == by_first.end()) return nullptr;
  for (const Phrase* phrase : found->second) {
    if (at + phrase->atoms.size() > atoms.size()) continue;
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), phrase->kind) == kinds.end()) continue;
    const auto same = [](const std::string& word, const Atom& atom) {
      return atom.kind != Atom::Kind::kQuoted && word == atom.folded;
    };
    if (std::equal(phrase->atoms.begin(), phrase->atoms.end(), atoms.begin() + static_cast<std::ptrdiff_t>(at), same)) {
      return phrase;
    }
  }
  return nullptr;
}

}  // namespace papergraph::engine
