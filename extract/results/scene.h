// One sentence of the results with all that bears on its numbers: names, measures, words of change, clauses.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/entities/entity.h"
#include "extract/mentions/mention.h"
#include "extract/results/number_scan.h"

namespace papergraph::extract {

/// Where an entity is named.
struct Place {
  uint32_t entity = 0;
  Span span;
  Span list;  // of the enumeration that it stands in, or `span`
  EntityKind kind = EntityKind::kMethod;
  bool benchmark() const { return kind == EntityKind::kBenchmark; }
};

/// Numbers that one clause lists in a row: "94.5% 和 83.5%", "64.7%, 77.8%, and 77.9%".
struct NumberRow {
  size_t first = 0, count = 1;
};

struct Scene {
  const TextView* view = nullptr;
  Span sentence;
  std::vector<Place> places;  // in the order of the text
  std::vector<PhraseTable::Hit> metrics, words;
  std::vector<Number> numbers;
  std::vector<NumberRow> row_of;  // for each number

  std::string_view text() const { return view->text; }
  bool english() const { return view->english; }
  std::string_view Between(uint32_t begin, uint32_t end) const {
    return begin < end ? text().substr(begin, end - begin) : std::string_view();
  }
  /// "up", "down", "reach", ... (result_words.tsv).
  std::string_view EffectOf(const PhraseTable::Hit& hit) const {
    return view->RowOf(PhraseKind::kNumberWord, hit).cell(1);
  }
  std::string_view WordOf(const PhraseTable::Hit& hit) const {
    return view->RowOf(PhraseKind::kNumberWord, hit).cell(0);
  }
  std::string_view MetricOf(const PhraseTable::Hit& hit) const { return view->RowOf(PhraseKind::kMetric, hit).cell(1); }
  /// The clause around a byte; marks within other parentheses do not end it.
  Span ClauseAt(uint32_t at) const;
  /// Whether a comparing word ("相比", "优于", "than") leads up to the place within the clause.
  bool Compared(const Place& place, Span clause) const;
};

/// Cuts from `places`, all of the passage, and from the view what lies in the sentence, and finds its numbers: no
/// counts, no ordinals, no rows of tables that lost their columns.
Scene SceneOf(const TextView& view, Span sentence, const std::vector<Place>& places);

}  // namespace papergraph::extract
