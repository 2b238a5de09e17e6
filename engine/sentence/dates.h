// Dates as people write them, in English and Chinese.
#pragma once

#include <optional>
#include <span>

#include "engine/sentence/tokens.h"
#include "storage/temporal.h"

namespace papergraph::engine {

/// A day, a month, a year, ...: first and last day, both within.
struct DateSpan {
  Date first;
  Date last;
  size_t next = 0;        // the atom behind it
  bool plain = false;     // digits alone, or a month alone ("2026", "May"): needs a word such as `in` before it
  bool relative = false;  // depends on `today`: "this month", "last 3 weeks", "January"
};

/// The date that begins at `at`: 2026, 2026-01, 2026-01-15, January 2026, 15 January 2026, Q1 2026, today, this month,
/// last 3 weeks, 2026年1月, 本月, 最近三天. A month without a year is the last one that has begun by `today`. Days that
/// no calendar has (2026-02-30) are no dates.
std::optional<DateSpan> ReadDate(std::span<const Atom> atoms, size_t at, Date today);

/// "2026-01-15"
std::string DateText(Date date);

}  // namespace papergraph::engine
