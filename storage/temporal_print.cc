// The printed forms: ISO 8601 with the colons, without what is zero at the end.
#include <fmt/format.h>

#include "storage/temporal.h"
#include "storage/temporal_calendar.h"
#include "storage/temporal_zone.h"

namespace papergraph {
namespace {

std::string DateText(int64_t days) {
  const CivilDate civil = CivilFromDays(days);
  const int64_t size = civil.year < 0 ? -civil.year : civil.year;
  const char* sign = civil.year < 0 ? "-" : civil.year > 9999 ? "+" : "";
  return fmt::format("{}{:04}-{:02}-{:02}", sign, size, civil.month, civil.day);
}

// Hours and minutes always; seconds when there is something in them; a fraction in three, six or nine digits.
std::string ClockText(int64_t second_of_day, int64_t nanos) {
  std::string text = fmt::format("{:02}:{:02}", second_of_day / 3600, second_of_day / 60 % 60);
  if (second_of_day % 60 == 0 && nanos == 0) return text;
  text += fmt::format(":{:02}", second_of_day % 60);
  if (nanos == 0) return text;
  if (nanos % 1'000'000 == 0) return text + fmt::format(".{:03}", nanos / 1'000'000);
  if (nanos % 1'000 == 0) return text + fmt::format(".{:06}", nanos / 1'000);
  return text + fmt::format(".{:09}", nanos);
}

}  // namespace

std::string ToString(const Date& value) { return DateText(value.days); }

std::string ToString(const LocalTime& value) {
  return ClockText(value.nanos / kNanosPerSecond, value.nanos % kNanosPerSecond);
}

std::string ToString(const Time& value) { return ToString(LocalTime{value.nanos}) + OffsetText(value.offset); }

std::string ToString(const LocalDateTime& value) {
  return DateText(FloorDiv(value.seconds, kSecondsPerDay)) + "T" +
         ClockText(FloorMod(value.seconds, kSecondsPerDay), value.nanos);
}

std::string ToString(const DateTime& value) {
  const std::string text = ToString(LocalOf(value)) + OffsetText(value.offset);
  return value.zone.empty() ? text : text + "[" + value.zone + "]";
}

std::string ToString(const Duration& value) {
  std::string text = "P";
  auto append = [&text](int64_t amount, char unit) {
    if (amount != 0) text += fmt::format("{}{}", amount, unit);
  };
  append(value.months / 12, 'Y');
  append(value.months % 12, 'M');
  append(value.days, 'D');
  // Seconds and nanoseconds of one sign, so that both print it.
  int64_t seconds = value.seconds, nanos = value.nanos;
  if (seconds < 0 && nanos > 0) {
    ++seconds;
    nanos -= kNanosPerSecond;
  }
  if (seconds == 0 && nanos == 0) return text == "P" ? "PT0S" : text;
  text += 'T';
  append(seconds / 3600, 'H');
  append(seconds / 60 % 60, 'M');
  if (seconds % 60 == 0 && nanos == 0) return text;
  const int64_t rest = seconds % 60;
  text += fmt::format("{}{}", rest < 0 || nanos < 0 ? "-" : "", rest < 0 ? -rest : rest);
  if (nanos != 0) {
    std::string fraction = fmt::format("{:09}", nanos < 0 ? -nanos : nanos);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    text += "." + fraction;
  }
  return text + "S";
}

}  // namespace papergraph
