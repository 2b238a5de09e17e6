// The words of the sentence language: rows of phrases.tsv.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sentence/tokens.h"

namespace papergraph::engine {

/// What a phrase does in a sentence. The names in phrases.tsv are those in kKindNames (phrases.cc).
enum class PhraseKind {
  kNoun,    // value: the label, or Result, Leaderboard
  kRole,    // value: uses, proposes, ...: begins a condition
  kLead,    // value: a role; how a paper stands to the noun before: "methods used", "new methods"
  kWith,    // opens what a verb behind the name closes: "与 LoRA 比较"
  kWithin,  // 在: the same for a place: "在 AIME 上"
  kClose,   // 上, 中, 训练: belongs to a 在 or a verb before; value: a role, or empty
  kBeats,
  kTop,  // most used first
  kLatest,
  kNumber,  // value: the number
  kCount,   // how many
  kWho,
  kWhatIs,
  kConnect,  // how are A and B connected
  kLink,     // to: joins the two ends of a connection, closes a span of dates
  kAnd,
  kOr,
  kNot,
  kButNot,
  kDate,     // value: since, after, before, until, within, between
  kDateEnd,  // 以来: the same, behind the date
  kDay,      // value: today, this-month, ...
  kUnit,     // value: day, week, month, year: "last 3 weeks"
  kMonth,    // value: 1 to 12
  kLast,     // last, past: before a number and a unit
  kLower,    // a metric of which less is more
  kTrend,    // trend of
  kPeriod,   // by month; value: day, week, month, year
  kNews,     // what is new
  kBest,
  kNovelty,  // is there anything like
  kFiller,   // says nothing
};

struct Phrase {
  std::string text;  // as in the file
  std::vector<std::string> atoms;
  PhraseKind kind;
  std::string value;
  bool plural = false;  // of a noun
};

/// All rows; loaded once, lives as long as the program.
std::span<const Phrase> Phrases();

/// The longest phrase that stands at `at`, nullptr when none does. Where one text has several rows, the first of a kind
/// in `kinds` (empty: any kind).
const Phrase* LongestPhrase(std::span<const Atom> atoms, size_t at, std::span<const PhraseKind> kinds = {});

/// The metrics of which less is more, as FoldName writes them, sorted.
std::span<const std::string> LowerIsBetterMetrics();

}  // namespace papergraph::engine
