// The names behind a word such as `using`: lists with and, or, not; and the errors that name the nearest ones.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sentence/meaning.h"
#include "engine/sentence/names.h"
#include "engine/sentence/phrases.h"
#include "engine/sentence/tokens.h"

namespace papergraph::engine {

/// "uses" -> kUses, as phrases.tsv writes roles.
Role RoleOf(std::string_view value);

/// The part of reading a sentence that is about names. Everything it is given outlives it.
class OperandReader {
 protected:
  OperandReader(std::string_view text, Span whole, std::span<const Atom> atoms, const Names& names)
      : text_(text), whole_(whole), atoms_(atoms), names_(names) {}

  /// Reads the list that begins at `at` and moves at_ behind it. Throws when there is no name, or none that can stand
  /// there.
  Condition Operands(Role role, size_t at);
  /// Whether a name begins at `at`, behind words that say nothing.
  bool OperandFollows(size_t at) const;
  /// The condition of one name, its nodes narrowed to what can stand behind `role`.
  Condition One(Role role, const Names::Found& name) const;
  /// What stands behind `about` or `mentioning` (`role`) and is no name: words to look for in the texts of papers.
  /// Moves at_ behind them. nullopt: a name, a misspelt name, or a graph whose texts nobody can search.
  std::optional<Condition> TextAt(Role role, size_t at);
  size_t PastFillers(size_t at) const;
  /// Whether another term of a list begins here, and not another condition: a phrase that is as long as the name wins.
  bool TermFollows(size_t at) const;

  std::string_view Written(Span span) const { return text_.substr(span.start, span.end - span.start); }
  Span SpanOf(size_t from, size_t to) const { return {atoms_[from].span.start, atoms_[to - 1].span.end}; }
  static Span SpanOver(const std::vector<Condition>& parts);
  static Condition Joined(Condition::Kind kind, std::vector<Condition> parts);
  static Condition Negated(Condition condition);

  /// The word at `at` is not understood: a name that the graph does not have, or a phrase that the language does not
  /// have.
  [[noreturn]] void Fail(size_t at) const;
  [[noreturn]] void FailName(size_t at) const;
  [[noreturn]] void FailAuthor(size_t at) const;
  /// There is a name at `at` and no word before it that says what it is there for.
  [[noreturn]] void FailMissing(size_t at) const;
  /// Every word is understood, and still it is no question.
  [[noreturn]] void FailSentence(std::string_view why) const;

  std::string_view text_;
  Span whole_;
  std::span<const Atom> atoms_;
  const Names& names_;
  size_t at_ = 0;

 private:
  struct Term {
    Condition condition;
    bool negated;
  };
  Term ReadTerm(Role role, size_t at, bool first);
  std::optional<Names::Found> BehindItsNoun(size_t at) const;
  void Appose(Condition& condition);
  void Narrow(Condition& condition) const;
  [[noreturn]] void Throw(std::string_view detail, Span span, const std::string& message) const;
  size_t EndOfUnknown(size_t at) const;
  size_t EndOfText(size_t at) const;
};

}  // namespace papergraph::engine
