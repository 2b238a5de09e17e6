// The proleptic Gregorian calendar in arithmetic on days since 1970-01-01: civil, week, quarter and ordinal dates.
#pragma once

#include <algorithm>
#include <cstdint>

namespace papergraph {

inline constexpr int64_t kMaxYear = 999'999'999;
inline constexpr int64_t kMinYear = -999'999'999;
inline constexpr int64_t kSecondsPerDay = 86'400;
inline constexpr int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr int64_t kNanosPerDay = kSecondsPerDay * kNanosPerSecond;
/// CIP2015-08-06: an average month is a twelfth of 365.2425 days.
inline constexpr int64_t kSecondsPerAverageMonth = 2'629'746;

/// Division that rounds down, and what remains: in [0, b). REQUIRES: b > 0.
constexpr int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
constexpr int64_t FloorMod(int64_t a, int64_t b) { return a % b + (a % b < 0 ? b : 0); }

struct CivilDate {
  int64_t year;
  int64_t month;  // 1 to 12
  int64_t day;    // 1 to 31
};

/// ISO 8601: weeks begin on Monday; week 1 is the one with the year's first Thursday.
struct WeekDate {
  int64_t year;  // that the week belongs to
  int64_t week;  // 1 to 53
  int64_t day;   // 1 (Monday) to 7
};

constexpr bool IsLeapYear(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int64_t DaysInMonth(int64_t year, int64_t month) {
  if (month == 2) return IsLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Years are counted from March, so that the day a leap year adds is their last; 719468 days lie between 0000-03-01 and
/// 1970.
constexpr int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  const int64_t march_year = month > 2 ? year : year - 1;
  const int64_t era = FloorDiv(march_year, 400);
  const int64_t year_of_era = march_year - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

constexpr CivilDate CivilFromDays(int64_t days) {
  const int64_t shifted = days + 719'468;
  const int64_t era = FloorDiv(shifted, 146'097);
  const int64_t day_of_era = shifted - era * 146'097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t march_month = (5 * day_of_year + 2) / 153;
  const int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  return {era * 400 + year_of_era + (month <= 2 ? 1 : 0), month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

inline constexpr int64_t kMinDays = DaysFromCivil(kMinYear, 1, 1);
inline constexpr int64_t kMaxDays = DaysFromCivil(kMaxYear, 12, 31);

/// 1 (Monday) to 7. 1970-01-01 was a Thursday.
constexpr int64_t WeekDay(int64_t days) { return FloorMod(days + 3, 7) + 1; }

constexpr WeekDate WeekFromDays(int64_t days) {
  const int64_t thursday = days - WeekDay(days) + 4;
  const int64_t year = CivilFromDays(thursday).year;
  return {year, (thursday - DaysFromCivil(year, 1, 1)) / 7 + 1, WeekDay(days)};
}

constexpr int64_t DaysFromWeek(int64_t year, int64_t week, int64_t day) {
  const int64_t fourth = DaysFromCivil(year, 1, 4);
  return fourth - WeekDay(fourth) + 1 + (week - 1) * 7 + day - 1;
}

/// 52 or 53: December 28 always lies in the last week.
constexpr int64_t WeeksInYear(int64_t year) { return WeekFromDays(DaysFromCivil(year, 12, 28)).week; }

constexpr int64_t QuarterOf(int64_t month) { return (month - 1) / 3 + 1; }

/// 1 to 92.
constexpr int64_t DayOfQuarter(int64_t days) {
  const CivilDate civil = CivilFromDays(days);
  return days - DaysFromCivil(civil.year, (QuarterOf(civil.month) - 1) * 3 + 1, 1) + 1;
}

/// 1 to 366.
constexpr int64_t OrdinalDay(int64_t days) { return days - DaysFromCivil(CivilFromDays(days).year, 1, 1) + 1; }

/// The day of that month, or the month's last day where it has fewer.
constexpr int64_t ClampedDays(int64_t year, int64_t month, int64_t day) {
  return DaysFromCivil(year, month, std::min(day, DaysInMonth(year, month)));
}

}  // namespace papergraph
