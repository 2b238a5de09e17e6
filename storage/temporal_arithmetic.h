// Durations in arithmetic: with instants, with each other, with numbers; and the duration between two instants.
// Everything that leaves the range of its type (years beyond +/-999999999, components beyond 64 bits) is nullopt.
#pragma once

#include <optional>

#include "storage/temporal.h"

namespace papergraph {

/// Of parts that need not be whole or in range: what a month lacks to a whole becomes days and seconds by its average
/// length, what a day lacks becomes seconds. Nanoseconds are cut.
struct DurationParts {
  long double months = 0;
  long double days = 0;
  long double seconds = 0;
  long double nanos = 0;
};
std::optional<Duration> MakeDuration(const DurationParts& parts);

/// Of whole parts; nanos may be any number and of any sign.
std::optional<Duration> MakeDuration(int64_t months, int64_t days, int64_t seconds, int64_t nanos);

std::optional<Duration> Plus(const Duration& a, const Duration& b);
std::optional<Duration> Negated(const Duration& value);
std::optional<Duration> Times(const Duration& value, double factor);
/// Exact, then cut to nanoseconds. REQUIRES: divisor != 0.
std::optional<Duration> DividedBy(const Duration& value, int64_t divisor);

/// Months first (the day is cut to the month's last), then days, then time. Parts that the type lacks are ignored;
/// times of day go round the clock.
std::optional<Date> Plus(Date value, const Duration& duration);
LocalTime Plus(LocalTime value, const Duration& duration);
Time Plus(Time value, const Duration& duration);
std::optional<LocalDateTime> Plus(LocalDateTime value, const Duration& duration);
std::optional<DateTime> Plus(const DateTime& value, const Duration& duration);

/// Any instant with what it has: a date, a time of day, an offset or zone. To compare instants of different types.
struct Instant {
  std::optional<int64_t> days;
  std::optional<int64_t> nanos;  // of the day
  bool has_zone = false;
  int32_t offset = 0;
  std::string zone;
};
Instant InstantOf(Date value);
Instant InstantOf(LocalTime value);
Instant InstantOf(Time value);
Instant InstantOf(LocalDateTime value);
Instant InstantOf(const DateTime& value);

/// What one instant lacks is taken from the other: the date, the zone; a time of day that both or one lack is midnight.
/// Between gives months, then days, then seconds; the others one of these groups alone, cut towards zero.
std::optional<Duration> Between(const Instant& from, const Instant& to);
std::optional<Duration> MonthsBetween(const Instant& from, const Instant& to);
std::optional<Duration> DaysBetween(const Instant& from, const Instant& to);
std::optional<Duration> SecondsBetween(const Instant& from, const Instant& to);

}  // namespace papergraph
