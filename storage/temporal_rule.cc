#include "storage/temporal_rule.h"

#include <cstdlib>
#include <fstream>

#include "storage/temporal_calendar.h"

namespace papergraph {
namespace {

// Reads a TZ string from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }

  bool Take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  // "CET" or "<+0545>"; false when there is none.
  bool Name() {
    if (Take('<')) {
      const size_t end = text_.find('>');
      if (end == std::string_view::npos) return false;
      text_.remove_prefix(end + 1);
      return true;
    }
    size_t size = 0;
    while (size < text_.size() && ((text_[size] | 0x20) >= 'a' && (text_[size] | 0x20) <= 'z')) ++size;
    text_.remove_prefix(size);
    return size >= 3;
  }

  std::optional<int32_t> Number() {
    size_t size = 0;
    int32_t value = 0;
    while (size < text_.size() && size < 6 && text_[size] >= '0' && text_[size] <= '9')
      value = value * 10 + (text_[size++] - '0');
    if (size == 0) return std::nullopt;
    text_.remove_prefix(size);
    return value;
  }

  // [+-]hh[:mm[:ss]] in seconds.
  std::optional<int32_t> Seconds() {
    const int32_t sign = Take('-') ? -1 : 1;
    Take('+');
    const auto hours = Number();
    if (!hours) return std::nullopt;
    int32_t total = *hours * 3600;
    for (int32_t unit : {60, 1}) {
      if (!Take(':')) break;
      const auto part = Number();
      if (!part) return std::nullopt;
      total += *part * unit;
    }
    return sign * total;
  }

  std::optional<RuleDay> Day() {
    RuleDay day;
    std::optional<int32_t> first, second, third;
    if (Take('M')) {
      if (!(first = Number()) || !Take('.') || !(second = Number()) || !Take('.') || !(third = Number()))
        return std::nullopt;
      if (*first < 1 || *first > 12 || *second < 1 || *second > 5 || *third > 6) return std::nullopt;
      day.month = *first, day.week = *second, day.day = *third;
    } else {
      day.kind = Take('J') ? RuleDay::Kind::kJulianWithoutLeap : RuleDay::Kind::kDayOfYear;
      if (!(first = Number()) || *first > 366) return std::nullopt;
      day.day = *first;
    }
    if (Take('/')) {
      const auto time = Seconds();
      if (!time) return std::nullopt;
      day.time = *time;
    }
    return day;
  }

 private:
  std::string_view text_;
};

// Days since 1970-01-01 of the rule's day in `year`.
int64_t DaysOf(const RuleDay& day, int64_t year) {
  switch (day.kind) {
    case RuleDay::Kind::kDayOfYear:
      return DaysFromCivil(year, 1, 1) + day.day;
    case RuleDay::Kind::kJulianWithoutLeap:
      return DaysFromCivil(year, 1, 1) + day.day - 1 + (IsLeapYear(year) && day.day >= 60 ? 1 : 0);
    case RuleDay::Kind::kMonthWeekDay:
      break;
  }
  const int64_t first = DaysFromCivil(year, day.month, 1);
  // WeekDay() is 7 on Sundays, the rule's 0.
  int64_t found = first + FloorMod(day.day - WeekDay(first), 7) + (day.week - 1) * 7;
  while (found >= first + DaysInMonth(year, day.month)) found -= 7;
  return found;
}

}  // namespace

std::optional<ZoneRule> ParseZoneRule(std::string_view text) {
  Reader reader(text);
  ZoneRule rule;
  if (!reader.Name()) return std::nullopt;
  const auto west = reader.Seconds();  // POSIX counts west of Greenwich
  if (!west) return std::nullopt;
  rule.standard = -*west;
  if (reader.done()) return rule;
  if (!reader.Name()) return std::nullopt;
  rule.has_summer = true;
  rule.summer = rule.standard + 3600;
  if (!reader.Take(',')) {
    const auto summer_west = reader.Seconds();
    if (!summer_west || !reader.Take(',')) return std::nullopt;
    rule.summer = -*summer_west;
  }
  const auto start = reader.Day();
  if (!start || !reader.Take(',')) return std::nullopt;
  const auto end = reader.Day();
  if (!end || !reader.done()) return std::nullopt;
  rule.start = *start;
  rule.end = *end;
  return rule;
}

std::optional<ZoneRule> ReadZoneRule(const std::string& name) {
  const char* folder = std::getenv("TZDIR");
  std::ifstream file(std::string(folder ? folder : "/usr/share/zoneinfo") + "/" + name, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (bytes.size() < 3 || !bytes.starts_with("TZif") || bytes.back() != '\n') return std::nullopt;
  const size_t start = bytes.rfind('\n', bytes.size() - 2);
  if (start == std::string::npos) return std::nullopt;
  return ParseZoneRule(std::string_view(bytes).substr(start + 1, bytes.size() - start - 2));
}

int32_t OffsetByRule(const ZoneRule& rule, int64_t seconds) {
  if (!rule.has_summer) return rule.standard;
  const int64_t year = CivilFromDays(FloorDiv(seconds + rule.standard, kSecondsPerDay)).year;
  const int64_t start = DaysOf(rule.start, year) * kSecondsPerDay + rule.start.time - rule.standard;
  const int64_t end = DaysOf(rule.end, year) * kSecondsPerDay + rule.end.time - rule.summer;
  const bool is_summer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
  return is_summer ? rule.summer : rule.standard;
}

}  // namespace papergraph
