// What a sentence asks for, before it becomes Cypher.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/sentence/names.h"
#include "grammar/span.h"
#include "storage/temporal.h"

namespace papergraph::engine {

/// How a paper stands to what a condition names.
enum class Role : uint8_t {
  kUses,
  kProposes,
  kCompares,
  kEvaluates,
  kTrains,
  kMentions,
  kAbout,
  kIn,
  kOn,
  kOf,
  kBy,
  kBeats,
  kLike,
};

enum class Noun : uint8_t { kPaper, kMethod, kModel, kBenchmark, kDomain, kResult, kLeaderboard };

/// One thing that a condition asks for, or several joined.
struct Condition {
  enum class Kind : uint8_t {
    kNamed,   // `role` to `entity`; with `benchmarks` to a benchmark of that domain
    kAuthor,  // one of `authors` wrote the paper
    kDate,    // the paper's date is from `first` to `last`, where they are there
    kText,    // the paper's texts answer the query `text`
    kAnd,     // `parts`
    kOr,
    kNot,  // one part
  };
  Kind kind = Kind::kAnd;
  Span span{};
  Role role = Role::kAbout;
  Entity entity{};
  bool benchmarks = false;
  std::vector<std::string> authors{};
  std::string text{};
  std::optional<Date> first{}, last{};
  std::vector<Condition> parts{};
};

struct Meaning {
  enum class Kind : uint8_t {
    kList,        // the nouns for which the conditions hold
    kCount,       // how many of them
    kOrigin,      // which papers proposed or introduced `subject`
    kThing,       // what `subject` is and what it is joined with
    kConnection,  // the shortest path from `subject` to `other`
    kBeats,       // what has better results than the entity of the condition with role kBeats
    kTrend,       // how many papers in each `period`
    kNews,        // papers that have to do with something, with what they report on it, the newest first
    kLike,        // papers that share much with the one of the condition with role kLike
    kBest,        // methods or models by their absolute results
    kNovelty,     // papers that have most of what the conditions name
  };
  Kind kind = Kind::kList;
  bool why = false;  // a row for each edge that the answer rests on
  Noun noun = Noun::kPaper;
  Span noun_span{};
  std::optional<Role> lead{};      // "methods USED in robotics", "NEW models"
  bool ranked = false;             // the most used first
  bool latest = false;             // the newest first
  bool fresh = false;              // "NEW methods since ...": in no paper before
  std::string period = "month";    // of kTrend: day, week, month, year
  std::optional<Span> relative{};  // "this month": a date that depends on the day that counts as today
  std::optional<uint64_t> limit{};
  Condition conditions{};  // kAnd
  Entity subject{}, other{};
  Span whole{};
};

}  // namespace papergraph::engine
