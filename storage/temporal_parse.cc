// The forms that CIP2015-08-06 lists under "ISO 8601 format for temporal instants".
#include "storage/temporal.h"
#include "storage/temporal_calendar.h"
#include "storage/temporal_zone.h"

namespace papergraph {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

size_t DigitsAtStart(std::string_view text) {
  size_t size = 0;
  while (size < text.size() && IsDigit(text[size])) ++size;
  return size;
}

// REQUIRES: `text` is digits, at most 18.
int64_t Number(std::string_view text) {
  int64_t value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return value;
}

std::optional<Date> CheckedDate(int64_t days) {
  if (days < kMinDays || days > kMaxDays) return std::nullopt;
  return Date{days};
}

std::optional<Date> Calendar(int64_t year, int64_t month, int64_t day) {
  if (month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)) return std::nullopt;
  return CheckedDate(DaysFromCivil(year, month, day));
}

std::optional<Date> Ordinal(int64_t year, int64_t day) {
  if (day < 1 || day > (IsLeapYear(year) ? 366 : 365)) return std::nullopt;
  return CheckedDate(DaysFromCivil(year, 1, 1) + day - 1);
}

std::optional<Date> Week(int64_t year, int64_t week, int64_t day) {
  if (week < 1 || week > WeeksInYear(year) || day < 1 || day > 7) return std::nullopt;
  return CheckedDate(DaysFromWeek(year, week, day));
}

std::optional<Date> Quarter(int64_t year, int64_t quarter, int64_t day) {
  if (quarter < 1 || quarter > 4 || day < 1) return std::nullopt;
  const int64_t first = DaysFromCivil(year, quarter * 3 - 2, 1);
  const int64_t next = quarter == 4 ? DaysFromCivil(year + 1, 1, 1) : DaysFromCivil(year, quarter * 3 + 1, 1);
  if (first + day - 1 >= next) return std::nullopt;
  return CheckedDate(first + day - 1);
}

// What stands behind 'W' or 'Q': `size` digits, then nothing, or `rest_size` digits with or without a dash before them.
struct Parts {
  int64_t first;
  int64_t rest;
};
std::optional<Parts> Split(std::string_view text, size_t size, size_t rest_size, bool dashes) {
  if (DigitsAtStart(text) < size) return std::nullopt;
  Parts parts{Number(text.substr(0, size)), 1};
  text.remove_prefix(size);
  if (text.empty()) return parts;
  if (text.starts_with('-') != dashes) return std::nullopt;
  if (dashes) text.remove_prefix(1);
  if (text.size() != rest_size || DigitsAtStart(text) != rest_size) return std::nullopt;
  parts.rest = Number(text);
  return parts;
}

// Hours to fractions of a second; `text` is all of it. A fraction needs seconds.
std::optional<LocalTime> Clock(std::string_view text) {
  int64_t parts[3] = {0, 0, 0};
  constexpr int64_t kMost[3] = {23, 59, 59};
  const bool colons = text.size() > 2 && text[2] == ':';
  size_t count = 0;
  while (count < 3 && !text.empty()) {
    if (count > 0 && colons) {
      if (text[0] != ':') return std::nullopt;
      text.remove_prefix(1);
    }
    if (DigitsAtStart(text.substr(0, 2)) != 2) return std::nullopt;
    parts[count] = Number(text.substr(0, 2));
    if (parts[count] > kMost[count]) return std::nullopt;
    text.remove_prefix(2);
    if (++count == 3 || text.empty() || text[0] == '.' || text[0] == ',') break;
  }
  if (count == 0) return std::nullopt;
  int64_t nanos = 0;
  if (!text.empty()) {
    if (count != 3 || (text[0] != '.' && text[0] != ',')) return std::nullopt;
    text.remove_prefix(1);
    if (text.empty() || text.size() > 9 || DigitsAtStart(text) != text.size()) return std::nullopt;
    nanos = Number(text);
    for (size_t i = text.size(); i < 9; ++i) nanos *= 10;
  }
  return LocalTime{(parts[0] * 3600 + parts[1] * 60 + parts[2]) * kNanosPerSecond + nanos};
}

// Where the zone begins behind a time: at its sign, letter or bracket.
size_t ZoneStart(std::string_view clock) {
  const size_t at = clock.find_first_of("Zz+-[");
  return at == std::string_view::npos ? clock.size() : at;
}

}  // namespace

std::optional<Date> ParseDate(std::string_view text) {
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  const bool negative = text.starts_with('-');
  if (has_sign) text.remove_prefix(1);
  const size_t digits = DigitsAtStart(text);
  const size_t year_size = has_sign ? digits : 4;
  if (digits < 4 || year_size > 9) return std::nullopt;
  const int64_t year = (negative ? -1 : 1) * Number(text.substr(0, year_size));
  text.remove_prefix(year_size);
  if (text.empty()) return CheckedDate(DaysFromCivil(year, 1, 1));
  const bool dashes = text[0] == '-';
  if (dashes) text.remove_prefix(1);
  if (text.starts_with('W')) {
    const auto parts = Split(text.substr(1), 2, 1, dashes);
    return parts ? Week(year, parts->first, parts->rest) : std::nullopt;
  }
  if (text.starts_with('Q')) {
    const auto parts = Split(text.substr(1), 1, 2, dashes);
    return parts ? Quarter(year, parts->first, parts->rest) : std::nullopt;
  }
  if (text.size() == 3 && DigitsAtStart(text) == 3) return Ordinal(year, Number(text));
  const auto parts = Split(text, 2, 2, dashes);
  return parts ? Calendar(year, parts->first, parts->rest) : std::nullopt;
}

std::optional<LocalTime> ParseLocalTime(std::string_view text) {
  if (text.starts_with('T')) text.remove_prefix(1);
  return Clock(text);
}

std::optional<Time> ParseTime(std::string_view text) {
  if (text.starts_with('T')) text.remove_prefix(1);
  const size_t at = ZoneStart(text);
  const auto clock = Clock(text.substr(0, at));
  if (!clock) return std::nullopt;
  if (at == text.size()) return Time{clock->nanos, 0};
  const auto zone = text[at] == '[' ? std::nullopt : ParseZone(text.substr(at));
  if (!zone || !zone->name.empty()) return std::nullopt;
  return Time{clock->nanos, zone->offset};
}

std::optional<LocalDateTime> ParseLocalDateTime(std::string_view text) {
  const size_t at = text.find('T');
  const auto date = ParseDate(text.substr(0, at));
  const auto clock = at == std::string_view::npos ? LocalTime{} : Clock(text.substr(at + 1));
  if (!date || !clock) return std::nullopt;
  return LocalDateTime{date->days * kSecondsPerDay + clock->nanos / kNanosPerSecond,
                       static_cast<int32_t>(clock->nanos % kNanosPerSecond)};
}

std::optional<DateTime> ParseDateTime(std::string_view text) {
  const size_t t = text.find('T');
  // Without a time a bracket may still name the zone: its name may hold a 'T' ("[Asia/Tokyo]").
  const size_t bracket = text.find('[');
  const bool has_time = t != std::string_view::npos && t < bracket;
  const size_t clock_start = has_time ? t + 1 : 0;
  const size_t zone_at = has_time ? clock_start + ZoneStart(text.substr(clock_start)) : std::min(bracket, text.size());
  const auto local = ParseLocalDateTime(text.substr(0, zone_at));
  if (!local) return std::nullopt;
  std::string_view zone_text = text.substr(zone_at);
  if (zone_text.empty()) return AtLocal(*local, Zone{});
  const size_t open = zone_text.find('[');
  std::optional<int32_t> offset;
  if (open != 0) {
    const auto fixed = ParseZone(zone_text.substr(0, open));
    if (!fixed || !fixed->name.empty()) return std::nullopt;
    if (open == std::string_view::npos) return AtLocal(*local, *fixed);
    offset = fixed->offset;
  }
  if (!zone_text.ends_with(']')) return std::nullopt;
  const auto zone = ParseZone(zone_text.substr(open + 1, zone_text.size() - open - 2));
  if (!zone) return std::nullopt;
  const DateTime result = AtLocal(*local, *zone, offset);
  if (offset && result.offset != *offset) return std::nullopt;
  return result;
}

}  // namespace papergraph
