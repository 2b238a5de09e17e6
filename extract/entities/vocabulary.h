// What the field knows: names with their kind, other forms, family, domain and size, from TSV files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/findings.h"

namespace papergraph::extract {

/// One line of a vocabulary file (format: docs/extraction.md, "Vocabulary files").
struct VocabularyEntry {
  EntityKind kind = EntityKind::kMethod;
  std::string name;                  // canonical
  std::vector<std::string> aliases;  // abbreviation, full name, Chinese form; without `name`
  std::vector<std::string> part_of;  // names of the same kind: "AIME" of "AIME 2024", "Qwen3" of "Qwen3-8B"
  std::vector<std::string> domain;   // benchmarks: names of domains that it tests
  std::optional<double> parameters;  // models: billions
  std::string origin =
      "general";            // "general" knowledge of the field, "report": added because a report names it, "user"
  bool exact_case = false;  // matches only as written ("MATH", "SAM"): the folded form is an ordinary word
  bool generic = false;     // a common noun of the field ("reinforcement learning"), not the name of one thing
  // FoldName of each; set by Vocabulary.
  std::string folded;
  std::vector<std::string> folded_aliases;
};

/// A mistake in a vocabulary file.
struct VocabularyError {
  std::string file;
  uint64_t line = 0;    // from 1
  uint64_t column = 0;  // from 1, in bytes
  std::string message;  // what is wrong and what was expected
};

class NameTrie;  // extract/mentions/name_trie.h
class Phrases;   // extract/text/phrases.h

/// Immutable once built: any number of threads may read it.
class Vocabulary {
 public:
  struct File {
    std::string name;  // for messages
    std::string text;
    std::string origin;  // of lines without their own; empty: "general"
  };

  Vocabulary(Vocabulary&&) noexcept;
  Vocabulary& operator=(Vocabulary&&) noexcept;
  ~Vocabulary();

  /// The files compiled in. Built at the first call.
  static const Vocabulary& BuiltIn();

  /// The files compiled in, then `files` (what --vocabulary names); a later line for the same kind and name replaces
  /// the earlier one, and a form goes to the last entry of its kind that claims it. A file may hold rules instead
  /// (extract/text/phrases.h). Mistakes are added to `errors`;
  /// their lines are left out.
  /// For measurements the environment variable PAPERGRAPH_VOCABULARY_WITHOUT takes compiled-in entries out: those of an
  /// origin ("report"), or "half" of the names.
  static Vocabulary With(std::span<const File> files, std::vector<VocabularyError>* errors);

  /// Reads FILE.tsv for With; nullopt when it cannot be opened.
  static std::optional<File> ReadFile(const std::string& path);

  /// The same without the entries that `drop` selects: how well do rules do alone (tests, `./dev eval`)?
  Vocabulary Without(const std::function<bool(const VocabularyEntry&)>& drop) const;

  /// The entry of this kind whose name or alias folds (FoldName) to `folded`; null when unknown. O(1).
  const VocabularyEntry* Find(EntityKind kind, std::string_view folded) const;

  /// In the order of the files.
  std::span<const VocabularyEntry> entries() const;

  /// The phrases of the rules, with those of the files.
  const Phrases& phrases() const;

  /// For extract/mentions: all forms, each with the position of its entry in entries().
  const NameTrie& names() const;

 private:
  struct Rep;
  explicit Vocabulary(std::unique_ptr<Rep> rep);
  static Vocabulary Build(std::vector<VocabularyEntry> entries, std::shared_ptr<const Phrases> phrases);
  std::unique_ptr<Rep> rep_;
};

/// Reads one file, appending to `entries`. Exposed for tests of the format.
void ParseVocabulary(const Vocabulary::File& file, std::vector<VocabularyEntry>* entries,
                     std::vector<VocabularyError>* errors);

}  // namespace papergraph::extract
