#include "storage/temporal_arithmetic.h"

#include <cmath>

#include "storage/temporal_calendar.h"
#include "storage/temporal_zone.h"

namespace papergraph {
namespace {

__extension__ using Wide = __int128;

std::optional<int64_t> Narrow(Wide value) {
  if (value > INT64_MAX || value < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<Duration> FromWide(Wide months, Wide days, Wide seconds, Wide nanos) {
  const Wide carry = nanos / kNanosPerSecond - (nanos % kNanosPerSecond < 0 ? 1 : 0);
  const auto m = Narrow(months), d = Narrow(days), s = Narrow(seconds + carry);
  if (!m || !d || !s) return std::nullopt;
  return Duration{*m, *d, *s, static_cast<int32_t>(nanos - carry * kNanosPerSecond)};
}

// The days after `months` months, the day cut to the month's last.
std::optional<int64_t> PlusMonths(int64_t days, int64_t months) {
  if (months == 0) return days;
  const CivilDate civil = CivilFromDays(days);
  const Wide total = Wide{civil.year} * 12 + civil.month - 1 + months;
  if (total < Wide{kMinYear} * 12 || total >= Wide{kMaxYear + 1} * 12) return std::nullopt;
  const auto index = static_cast<int64_t>(total);
  return ClampedDays(FloorDiv(index, 12), FloorMod(index, 12) + 1, civil.day);
}

std::optional<int64_t> PlusDate(int64_t days, const Duration& duration) {
  const auto moved = PlusMonths(days, duration.months);
  if (!moved) return std::nullopt;
  const Wide sum = Wide{*moved} + duration.days;
  if (sum < kMinDays || sum > kMaxDays) return std::nullopt;
  return static_cast<int64_t>(sum);
}

// Seconds and nanoseconds onto an instant or a clock.
std::optional<LocalDateTime> PlusTime(int64_t seconds, int64_t nanos, const Duration& duration) {
  const int64_t sum = nanos + duration.nanos;
  const Wide total = Wide{seconds} + duration.seconds + sum / kNanosPerSecond;
  if (total < Wide{kMinDays - 1} * kSecondsPerDay || total >= Wide{kMaxDays + 2} * kSecondsPerDay) return std::nullopt;
  return LocalDateTime{static_cast<int64_t>(total), static_cast<int32_t>(sum % kNanosPerSecond)};
}

bool InRange(const LocalDateTime& value) {
  const int64_t days = FloorDiv(value.seconds, kSecondsPerDay);
  return days >= kMinDays && days <= kMaxDays;
}

LocalDateTime LocalFrom(int64_t days, int64_t nanos) {
  return {days * kSecondsPerDay + nanos / kNanosPerSecond, static_cast<int32_t>(nanos % kNanosPerSecond)};
}

// Both ends as points; `to` is seen in the zone of `from`.
struct Ends {
  DateTime from, to;
  bool has_zone = false;
};
Ends Align(const Instant& from, const Instant& to) {
  // Two times of day lie on one day, whichever.
  const int64_t from_days = from.days ? *from.days : to.days.value_or(0);
  const int64_t to_days = to.days ? *to.days : from_days;
  const Instant& zoned = from.has_zone ? from : to;
  const Zone from_zone{zoned.zone, zoned.offset};
  const Zone to_zone = to.has_zone ? Zone{to.zone, to.offset} : from_zone;
  Ends ends;
  ends.has_zone = from.has_zone || to.has_zone;
  ends.from = AtLocal(LocalFrom(from_days, from.nanos.value_or(0)), from_zone,
                      from.has_zone ? std::optional(from.offset) : std::nullopt);
  ends.to =
      AtLocal(LocalFrom(to_days, to.nanos.value_or(0)), to_zone, to.has_zone ? std::optional(to.offset) : std::nullopt);
  ends.to = AtInstant(ends.to.seconds, ends.to.nanos, from_zone);
  return ends;
}

// The end's day, one nearer to the start when the last day is not full.
int64_t FullEndDay(const LocalDateTime& from, const LocalDateTime& to) {
  const int64_t from_day = FloorDiv(from.seconds, kSecondsPerDay), to_day = FloorDiv(to.seconds, kSecondsPerDay);
  const LocalDateTime from_clock{FloorMod(from.seconds, kSecondsPerDay), from.nanos};
  const LocalDateTime to_clock{FloorMod(to.seconds, kSecondsPerDay), to.nanos};
  if (to_day > from_day && to_clock < from_clock) return to_day - 1;
  if (to_day < from_day && to_clock > from_clock) return to_day + 1;
  return to_day;
}

int64_t WholeDays(const LocalDateTime& from, const LocalDateTime& to) {
  return FullEndDay(from, to) - FloorDiv(from.seconds, kSecondsPerDay);
}

int64_t WholeMonths(const LocalDateTime& from, const LocalDateTime& to) {
  const CivilDate a = CivilFromDays(FloorDiv(from.seconds, kSecondsPerDay)), b = CivilFromDays(FullEndDay(from, to));
  const int64_t months = (b.year - a.year) * 12 + b.month - a.month;
  if (months > 0 && b.day < a.day) return months - 1;
  if (months < 0 && b.day > a.day) return months + 1;
  return months;
}

Duration Difference(const DateTime& from, const DateTime& to) {
  Duration result;
  result.seconds = to.seconds - from.seconds;
  result.nanos = to.nanos - from.nanos;
  if (result.nanos < 0) {
    result.nanos += static_cast<int32_t>(kNanosPerSecond);
    --result.seconds;
  }
  return result;
}

// Whole part and rest, which has the sign of the whole. A hair of rounding error does not cost a nanosecond.
std::optional<Wide> Whole(long double value) {
  if (!(std::fabs(value) < 0x1p100L)) return std::nullopt;
  return static_cast<Wide>(value);
}

}  // namespace

std::optional<Duration> MakeDuration(int64_t months, int64_t days, int64_t seconds, int64_t nanos) {
  return FromWide(months, days, seconds, nanos);
}

std::optional<Duration> MakeDuration(const DurationParts& parts) {
  const auto months = Whole(parts.months), days = Whole(parts.days), seconds = Whole(parts.seconds);
  if (!months || !days || !seconds || !Whole(parts.nanos)) return std::nullopt;
  // What a part lacks to a whole flows down: months to days and seconds, days to seconds, seconds to nanoseconds.
  const long double rest_of_month = (parts.months - static_cast<long double>(*months)) * kSecondsPerAverageMonth;
  const long double days_of_month = std::trunc(rest_of_month / kSecondsPerDay);
  const long double rest_of_day = (parts.days - static_cast<long double>(*days)) * kSecondsPerDay;
  const long double rest = (rest_of_month - days_of_month * kSecondsPerDay) + rest_of_day +
                           (parts.seconds - static_cast<long double>(*seconds));
  const long double nanos = rest * kNanosPerSecond + parts.nanos;
  const auto whole_nanos = Whole(nanos + std::copysign(1e-4L, nanos));
  return FromWide(*months, *days + static_cast<Wide>(days_of_month), *seconds, *whole_nanos);
}

std::optional<Duration> Plus(const Duration& a, const Duration& b) {
  return FromWide(Wide{a.months} + b.months, Wide{a.days} + b.days, Wide{a.seconds} + b.seconds,
                  Wide{a.nanos} + b.nanos);
}

std::optional<Duration> Negated(const Duration& value) {
  return FromWide(-Wide{value.months}, -Wide{value.days}, -Wide{value.seconds}, -Wide{value.nanos});
}

std::optional<Duration> Times(const Duration& value, double factor) {
  const long double f = factor;
  return MakeDuration({value.months * f, value.days * f, value.seconds * f, value.nanos * f});
}

std::optional<Duration> DividedBy(const Duration& value, int64_t divisor) {
  const Wide months = Wide{value.months} / divisor, days = Wide{value.days} / divisor;
  const Wide rest_of_month = Wide{value.months} % divisor * kSecondsPerAverageMonth * kNanosPerSecond / divisor;
  const Wide nanos = Wide{value.seconds} * kNanosPerSecond + value.nanos;
  const Wide rest_of_day = Wide{value.days} % divisor * kNanosPerDay;
  return FromWide(months, days + rest_of_month / kNanosPerDay, 0,
                  rest_of_month % kNanosPerDay + (rest_of_day + nanos) / divisor);
}

std::optional<Date> Plus(Date value, const Duration& duration) {
  // Whole days of the time part count; the rest of it is ignored.
  const int64_t seconds = duration.seconds + (duration.seconds < 0 && duration.nanos > 0 ? 1 : 0);
  const Wide days = Wide{duration.days} + seconds / kSecondsPerDay;
  const auto narrow = Narrow(days);
  if (!narrow) return std::nullopt;
  const auto sum = PlusDate(value.days, {duration.months, *narrow, 0, 0});
  return sum ? std::optional(Date{*sum}) : std::nullopt;
}

LocalTime Plus(LocalTime value, const Duration& duration) {
  const int64_t nanos = value.nanos + (duration.seconds % kSecondsPerDay) * kNanosPerSecond + duration.nanos;
  return {FloorMod(nanos, kNanosPerDay)};
}

Time Plus(Time value, const Duration& duration) { return {Plus(LocalTime{value.nanos}, duration).nanos, value.offset}; }

std::optional<LocalDateTime> Plus(LocalDateTime value, const Duration& duration) {
  const auto days = PlusDate(FloorDiv(value.seconds, kSecondsPerDay), duration);
  if (!days) return std::nullopt;
  const auto result = PlusTime(*days * kSecondsPerDay + FloorMod(value.seconds, kSecondsPerDay), value.nanos, duration);
  return result && InRange(*result) ? result : std::nullopt;
}

std::optional<DateTime> Plus(const DateTime& value, const Duration& duration) {
  const Zone zone = ZoneOf(value);
  DateTime moved = value;
  if (duration.months != 0 || duration.days != 0) {
    const LocalDateTime local = LocalOf(value);
    const auto days = PlusDate(FloorDiv(local.seconds, kSecondsPerDay), duration);
    if (!days) return std::nullopt;
    moved =
        AtLocal({*days * kSecondsPerDay + FloorMod(local.seconds, kSecondsPerDay), local.nanos}, zone, value.offset);
  }
  const auto sum = PlusTime(moved.seconds, moved.nanos, duration);
  if (!sum) return std::nullopt;
  DateTime result = AtInstant(sum->seconds, sum->nanos, zone);
  if (!InRange(LocalOf(result))) return std::nullopt;
  return result;
}

Instant InstantOf(Date value) { return {.days = value.days, .nanos = {}, .zone = {}}; }
Instant InstantOf(LocalTime value) { return {.days = {}, .nanos = value.nanos, .zone = {}}; }
Instant InstantOf(Time value) {
  return {.days = {}, .nanos = value.nanos, .has_zone = true, .offset = value.offset, .zone = {}};
}

Instant InstantOf(LocalDateTime value) {
  return {.days = FloorDiv(value.seconds, kSecondsPerDay),
          .nanos = FloorMod(value.seconds, kSecondsPerDay) * kNanosPerSecond + value.nanos,
          .zone = {}};
}

Instant InstantOf(const DateTime& value) {
  Instant instant = InstantOf(LocalOf(value));
  instant.has_zone = true;
  instant.offset = value.offset;
  instant.zone = value.zone;
  return instant;
}

std::optional<Duration> Between(const Instant& from, const Instant& to) {
  const Ends ends = Align(from, to);
  if (!from.days || !to.days) return Difference(ends.from, ends.to);
  Duration result;
  result.months = WholeMonths(LocalOf(ends.from), LocalOf(ends.to));
  auto moved = Plus(ends.from, {result.months, 0, 0, 0});
  if (!moved) return std::nullopt;
  result.days = WholeDays(LocalOf(*moved), LocalOf(ends.to));
  moved = Plus(*moved, {0, result.days, 0, 0});
  if (!moved) return std::nullopt;
  const Duration rest = Difference(*moved, ends.to);
  result.seconds = rest.seconds;
  result.nanos = rest.nanos;
  return result;
}

std::optional<Duration> MonthsBetween(const Instant& from, const Instant& to) {
  if (!from.days || !to.days) return Duration{};
  const Ends ends = Align(from, to);
  return Duration{WholeMonths(LocalOf(ends.from), LocalOf(ends.to)), 0, 0, 0};
}

std::optional<Duration> DaysBetween(const Instant& from, const Instant& to) {
  if (!from.days || !to.days) return Duration{};
  const Ends ends = Align(from, to);
  return Duration{0, WholeDays(LocalOf(ends.from), LocalOf(ends.to)), 0, 0};
}

std::optional<Duration> SecondsBetween(const Instant& from, const Instant& to) {
  const Ends ends = Align(from, to);
  return Difference(ends.from, ends.to);
}

}  // namespace papergraph
