#include "extract/linking/knowledge.h"

#include <algorithm>

#include "extract/embedded.h"
#include "extract/linking/forms.h"
#include "extract/text/ascii.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

struct DomainWord {
  std::string word;  // folded
  std::string domain;
};

/// Rows "word<TAB>domain" of name_domains.tsv, in order.
const std::vector<DomainWord>& DomainWords() {
  static const std::vector<DomainWord> words = [] {
    std::vector<DomainWord> rows;
    for (const EmbeddedFile& file : EmbeddedFiles()) {
      if (!file.text.starts_with("# words in names of benchmarks")) continue;
      for (size_t at = 0; at < file.text.size();) {
        const size_t end = std::min(file.text.find('\n', at), file.text.size());
        const std::string_view line = file.text.substr(at, end - at);
        const size_t tab = line.find('\t');
        if (tab != std::string_view::npos && !line.starts_with("#")) {
          rows.push_back({FoldName(line.substr(0, tab)), std::string(line.substr(tab + 1))});
        }
        at = end + 1;
      }
    }
    return rows;
  }();
  return words;
}

/// The folded words of a name: split at blanks, hyphens and where small letters turn to capitals ("MathVista" → math,
/// vista).
std::vector<std::string> FoldedWords(std::string_view name) {
  std::vector<std::string> words(1);
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool gap = c == ' ' || c == '-' || c == '_' || c == '/';
    const bool turn = i > 0 && IsUpper(c) && IsLower(name[i - 1]);
    if ((gap || turn) && !words.back().empty()) words.emplace_back();
    if (!gap) words.back().push_back(c);
  }
  for (std::string& word : words) word = FoldName(word);
  return words;
}

void AddDomainsByName(std::string_view name, std::vector<Belonging>& belongings) {
  for (const std::string& word : FoldedWords(name)) {
    for (const DomainWord& known : DomainWords()) {
      if (word != known.word) continue;
      belongings.push_back({"IN_DOMAIN", EntityKind::kDomain, known.domain});
      return;
    }
  }
}

void AddWhole(EntityKind kind, std::string_view edge, std::string_view name, const Vocabulary& vocabulary,
              std::vector<Belonging>& belongings) {
  const std::string folded = FoldName(name);
  const VocabularyEntry* entry = vocabulary.Find(kind, folded);
  belongings.push_back({std::string(edge), kind, entry != nullptr ? entry->name : std::string(name)});
}

}  // namespace

std::vector<Belonging> BelongingsOf(EntityKind kind, std::string_view name, const VocabularyEntry* entry,
                                    const Vocabulary& vocabulary) {
  std::vector<Belonging> belongings;
  if (kind == EntityKind::kMethod) return belongings;
  const std::string_view edge = kind == EntityKind::kModel ? "VARIANT_OF" : "PART_OF";
  if (entry != nullptr) {
    for (const std::string& whole : entry->part_of) belongings.push_back({std::string(edge), kind, whole});
  }
  if (kind == EntityKind::kDomain) return belongings;
  const std::string own_name = FoldName(name);
  if (belongings.empty()) {
    std::string whole = kind == EntityKind::kModel ? FamilyOfModel(name) : SeriesOfBenchmark(name);
    if (whole.empty() && entry == nullptr) {
      for (const std::string& beginning : Beginnings(name)) {
        const VocabularyEntry* known = vocabulary.Find(kind, FoldName(beginning));
        // "MATH" of "MATH-Vision" is a word, not the data set.
        if (known == nullptr || known->exact_case || beginning.size() < 4) continue;
        whole = known->name;
        break;
      }
    }
    if (!whole.empty() && FoldName(whole) != own_name) AddWhole(kind, edge, whole, vocabulary, belongings);
  }
  if (kind != EntityKind::kBenchmark) return belongings;
  // A part tests what the whole tests: the domain stands at both, so that one step answers "math benchmarks".
  std::vector<std::string> domains;
  if (entry != nullptr) domains = entry->domain;
  for (size_t i = 0; i < belongings.size() && domains.empty(); ++i) {
    const VocabularyEntry* whole = vocabulary.Find(kind, FoldName(belongings[i].name));
    if (whole != nullptr) domains = whole->domain;
  }
  for (const std::string& domain : domains) belongings.push_back({"IN_DOMAIN", EntityKind::kDomain, domain});
  if (domains.empty()) AddDomainsByName(name, belongings);
  return belongings;
}

std::optional<double> ParametersOf(EntityKind kind, std::string_view name, const VocabularyEntry* entry) {
  if (kind != EntityKind::kModel) return std::nullopt;
  if (entry != nullptr && entry->parameters) return entry->parameters;
  const double size = SizeInName(name);
  return size > 0 ? std::optional<double>(size) : std::nullopt;
}

}  // namespace papergraph::extract
