// The rule that closes a file of the tz data: how a zone goes on after the changes that the file lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace papergraph {

/// One of the two changes of a year.
struct RuleDay {
  enum class Kind { kMonthWeekDay, kJulianWithoutLeap, kDayOfYear };
  Kind kind = Kind::kMonthWeekDay;
  int32_t month = 1, week = 1, day = 0;  // kMonthWeekDay: week 5 is the last; day 0 is Sunday. Otherwise only `day`
  int32_t time = 7200;                   // seconds after midnight as the clock shows before the change; may be negative
};

/// Offsets in seconds east of UTC.
struct ZoneRule {
  int32_t standard = 0;
  bool has_summer = false;
  int32_t summer = 0;
  RuleDay start;  // standard -> summer
  RuleDay end;    // summer -> standard
};

/// Reads a TZ string of POSIX ("CET-1CEST,M3.5.0,M10.5.0/3", "<+0545>-5:45"). nullopt when it is none.
std::optional<ZoneRule> ParseZoneRule(std::string_view text);

/// The closing rule of a zone in the system's tz data (RFC 8536, "footer"): under $TZDIR, else /usr/share/zoneinfo.
std::optional<ZoneRule> ReadZoneRule(const std::string& name);

/// The offset in force at an instant (seconds since 1970-01-01T00:00Z).
int32_t OffsetByRule(const ZoneRule& rule, int64_t seconds);

}  // namespace papergraph
