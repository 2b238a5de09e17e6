// Dates, times and durations of openCypher (CIP2015-08-06): plain values. Parsing, arithmetic, components and the
// printed form are in the functions below; nanosecond precision, proleptic Gregorian calendar, years -999999999 to
// 999999999.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace papergraph {

/// Days since 1970-01-01.
struct Date {
  int64_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

/// Nanoseconds since midnight, no zone.
struct LocalTime {
  int64_t nanos = 0;
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

/// Nanoseconds since midnight as the clock shows it at this offset (seconds east of UTC).
struct Time {
  int64_t nanos = 0;
  int32_t offset = 0;
  friend bool operator==(const Time&, const Time&) = default;
};

/// Seconds since 1970-01-01T00:00 as the clock shows it, no zone; nanos in [0, 1e9).
struct LocalDateTime {
  int64_t seconds = 0;
  int32_t nanos = 0;
  friend auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};

/// An instant (seconds since 1970-01-01T00:00Z, nanos in [0, 1e9)), the offset in force there (seconds east of UTC),
/// and the name of the zone ("Europe/Stockholm"), empty where only the offset is known.
struct DateTime {
  int64_t seconds = 0;
  int32_t nanos = 0;
  int32_t offset = 0;
  std::string zone;
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

/// Months, days and seconds do not convert into each other; nanos in [0, 1e9), seconds carry the sign.
struct Duration {
  int64_t months = 0;
  int64_t days = 0;
  int64_t seconds = 0;
  int32_t nanos = 0;
  friend bool operator==(const Duration&, const Duration&) = default;
};

/// The text as openCypher prints it: "2015-07-21", "21:40:32.142+01:00", "2015-07-21T21:40[Europe/Stockholm]" ...
std::string ToString(const Date& value);
std::string ToString(const LocalTime& value);
std::string ToString(const Time& value);
std::string ToString(const LocalDateTime& value);
std::string ToString(const DateTime& value);
std::string ToString(const Duration& value);

/// Reads the ISO 8601 forms that openCypher allows (basic and extended, week, quarter and ordinal dates, fractions).
/// nullopt when the text is none of them. Zones by name are looked up in the system's tz data.
std::optional<Date> ParseDate(std::string_view text);
std::optional<LocalTime> ParseLocalTime(std::string_view text);
std::optional<Time> ParseTime(std::string_view text);
std::optional<LocalDateTime> ParseLocalDateTime(std::string_view text);
std::optional<DateTime> ParseDateTime(std::string_view text);
std::optional<Duration> ParseDuration(std::string_view text);

}  // namespace papergraph
