// The phrases that are looked for all through a text (cues of roles, words around numbers, head nouns ...): compiled
// in, and extended by users.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "extract/results/units.h"
#include "extract/text/phrase_table.h"

namespace papergraph::extract {

enum class PhraseKind : uint8_t {
  kRoleCue,
  kNumberWord,
  kMetric,
  kHead,
  kExample,
  kAnnouncement,
  kTechniqueCue,
  kKindCue,
  kFieldCue
};
constexpr size_t kPhraseKinds = 9;

/// One line of a user's rule file (docs/extraction.md, "Rules of your own").
struct RuleLine {
  enum class Table : uint8_t { kRole, kNumber, kMetric, kUnit };
  Table table = Table::kRole;
  std::vector<std::string> cells;  // as in the compiled-in file of the table
};

/// Whether the text's first line of columns is that of a rule file ("rule phrase says ...").
bool IsRuleFile(std::string_view text);

struct VocabularyError;  // extract/entities/vocabulary.h

/// Appends the rules of one file to `rules`; lines with mistakes are left out and added to `errors` (may be null).
void ParseRules(const std::string& file, std::string_view text, std::vector<RuleLine>* rules,
                std::vector<VocabularyError>* errors);

/// Immutable: any number of threads may read it.
class Phrases {
 public:
  using Hits = std::array<std::vector<PhraseTable::Hit>, kPhraseKinds>;

  static const Phrases& BuiltIn();
  /// The compiled-in phrases, then `rules`: a rule for a phrase that is there replaces what was said of it.
  explicit Phrases(std::vector<RuleLine> rules);
  Phrases(const Phrases&) = delete;
  Phrases& operator=(const Phrases&) = delete;

  const PhraseTable& table(PhraseKind kind) const { return *tables_[static_cast<size_t>(kind)]; }
  const Units& units() const { return *units_; }
  /// What PhraseTable::FindAll finds for each kind, all in one pass.
  Hits FindAll(const FoldedText& text) const;

 private:
  std::vector<RuleLine> rules_;  // the tables' cells are views of these
  std::array<std::unique_ptr<PhraseTable>, kPhraseKinds> tables_;
  std::unique_ptr<PhraseTable> unit_rows_;
  std::unique_ptr<Units> units_;
  NameTrie trie_;  // values: kind << 24 | row
};

}  // namespace papergraph::extract
