// The components of temporal values, by name: CIP2015-08-06, "Accessing components of temporal values".
#include <fmt/format.h>

#include "engine/functions/temporal_fields.h"
#include "engine/functions/temporal_values.h"
#include "grammar/error.h"
#include "storage/temporal_arithmetic.h"
#include "storage/temporal_calendar.h"
#include "storage/temporal_zone.h"

namespace papergraph::engine {
namespace {

__extension__ using Wide = __int128;

template <typename Source>
struct Component {
  std::string_view name;
  int64_t (*get)(const Source&);
};

constexpr Component<int64_t> kOfDate[] = {
    {"year", [](const int64_t& days) { return CivilFromDays(days).year; }},
    {"quarter", [](const int64_t& days) { return QuarterOf(CivilFromDays(days).month); }},
    {"month", [](const int64_t& days) { return CivilFromDays(days).month; }},
    {"week", [](const int64_t& days) { return WeekFromDays(days).week; }},
    {"weekYear", [](const int64_t& days) { return WeekFromDays(days).year; }},
    {"day", [](const int64_t& days) { return CivilFromDays(days).day; }},
    {"ordinalDay", [](const int64_t& days) { return OrdinalDay(days); }},
    {"weekDay", [](const int64_t& days) { return WeekDay(days); }},
    {"dayOfWeek", [](const int64_t& days) { return WeekDay(days); }},
    {"dayOfQuarter", [](const int64_t& days) { return DayOfQuarter(days); }},
};

// Of nanoseconds since midnight.
constexpr Component<int64_t> kOfClock[] = {
    {"hour", [](const int64_t& nanos) { return nanos / (3600 * kNanosPerSecond); }},
    {"minute", [](const int64_t& nanos) { return nanos / (60 * kNanosPerSecond) % 60; }},
    {"second", [](const int64_t& nanos) { return nanos / kNanosPerSecond % 60; }},
    {"millisecond", [](const int64_t& nanos) { return nanos % kNanosPerSecond / 1'000'000; }},
    {"microsecond", [](const int64_t& nanos) { return nanos % kNanosPerSecond / 1'000; }},
    {"nanosecond", [](const int64_t& nanos) { return nanos % kNanosPerSecond; }},
};

// A duration's seconds and nanoseconds, as one amount that is cut towards zero.
Wide Nanos(const Duration& d) { return Wide{d.seconds} * kNanosPerSecond + d.nanos; }
int64_t InUnits(const Duration& d, int64_t unit) { return static_cast<int64_t>(Nanos(d) / unit); }

constexpr Component<Duration> kOfDuration[] = {
    {"years", [](const Duration& d) { return d.months / 12; }},
    {"quarters", [](const Duration& d) { return d.months / 3; }},
    {"months", [](const Duration& d) { return d.months; }},
    {"weeks", [](const Duration& d) { return d.days / 7; }},
    {"days", [](const Duration& d) { return d.days; }},
    {"hours", [](const Duration& d) { return InUnits(d, 3600 * kNanosPerSecond); }},
    {"minutes", [](const Duration& d) { return InUnits(d, 60 * kNanosPerSecond); }},
    {"seconds", [](const Duration& d) { return InUnits(d, kNanosPerSecond); }},
    {"quartersOfYear", [](const Duration& d) { return d.months / 3 % 4; }},
    {"monthsOfYear", [](const Duration& d) { return d.months % 12; }},
    {"monthsOfQuarter", [](const Duration& d) { return d.months % 3; }},
    {"daysOfWeek", [](const Duration& d) { return d.days % 7; }},
    {"minutesOfHour", [](const Duration& d) { return InUnits(d, 60 * kNanosPerSecond) % 60; }},
    {"secondsOfMinute", [](const Duration& d) { return InUnits(d, kNanosPerSecond) % 60; }},
    {"millisecondsOfSecond",
     [](const Duration& d) { return static_cast<int64_t>(Nanos(d) % kNanosPerSecond) / 1'000'000; }},
    {"microsecondsOfSecond",
     [](const Duration& d) { return static_cast<int64_t>(Nanos(d) % kNanosPerSecond) / 1'000; }},
    {"nanosecondsOfSecond", [](const Duration& d) { return static_cast<int64_t>(Nanos(d) % kNanosPerSecond); }},
};

template <typename Source, size_t kCount>
std::optional<Value> Lookup(const Component<Source> (&table)[kCount], const Source& source, std::string_view name) {
  for (const auto& component : table) {
    if (component.name == name) return Value::Int(component.get(source));
  }
  return std::nullopt;
}

Value Narrow(Wide value, std::string_view name, Span span) {
  if (value > INT64_MAX || value < INT64_MIN) {
    throw RuntimeError(ErrorType::kArithmeticError, "IntegerOverflow", span,
                       fmt::format("`{}` of this value is no 64 bit integer", name));
  }
  return Value::Int(static_cast<int64_t>(value));
}

std::optional<Value> OfDuration(const Duration& duration, std::string_view name, Span span) {
  if (auto value = Lookup(kOfDuration, duration, name)) return value;
  if (name == "milliseconds") return Narrow(Nanos(duration) / 1'000'000, name, span);
  if (name == "microseconds") return Narrow(Nanos(duration) / 1'000, name, span);
  if (name == "nanoseconds") return Narrow(Nanos(duration), name, span);
  return std::nullopt;
}

std::optional<Value> OfZone(const Instant& instant, std::string_view name) {
  if (name == "timezone") return Value::String(instant.zone.empty() ? OffsetText(instant.offset) : instant.zone);
  if (name == "offset") return Value::String(OffsetText(instant.offset));
  if (name == "offsetMinutes") return Value::Int(instant.offset / 60);
  if (name == "offsetSeconds") return Value::Int(instant.offset);
  return std::nullopt;
}

std::optional<Value> OfEpoch(const DateTime& value, std::string_view name, Span span) {
  if (name == "epochSeconds") return Value::Int(value.seconds);
  if (name == "epochMillis") return Narrow(Wide{value.seconds} * 1000 + value.nanos / 1'000'000, name, span);
  return std::nullopt;
}

}  // namespace

Instant InstantOfValue(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kDate:
      return InstantOf(value.as_date());
    case ValueKind::kLocalTime:
      return InstantOf(value.as_local_time());
    case ValueKind::kTime:
      return InstantOf(value.as_time());
    case ValueKind::kLocalDateTime:
      return InstantOf(value.as_local_date_time());
    default:
      return InstantOf(value.as_date_time());
  }
}

Value TemporalComponent(const Value& value, std::string_view name, Span span) {
  std::optional<Value> found;
  if (value.kind() == ValueKind::kDuration) {
    found = OfDuration(value.as_duration(), name, span);
  } else {
    const Instant instant = InstantOfValue(value);
    if (instant.days) found = Lookup(kOfDate, *instant.days, name);
    if (!found && instant.nanos) found = Lookup(kOfClock, *instant.nanos, name);
    if (!found && instant.has_zone) found = OfZone(instant, name);
    if (!found && value.kind() == ValueKind::kDateTime) found = OfEpoch(value.as_date_time(), name, span);
  }
  if (found) return *found;
  throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentValue", span,
                     fmt::format("{} has no component `{}`", NameOf(value.kind()), name));
}

}  // namespace papergraph::engine
