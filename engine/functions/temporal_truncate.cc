// X.truncate(unit, instant, fields): CIP2015-08-06, "Truncating temporal values".
#include <fmt/format.h>

#include "engine/functions/groups.h"
#include "engine/functions/temporal_construct.h"
#include "engine/functions/temporal_values.h"
#include "engine/functions/unicode.h"
#include "storage/temporal_calendar.h"

namespace papergraph::engine {
namespace truncate_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

int64_t StartOfYears(int64_t days, int64_t count) {
  return DaysFromCivil(FloorDiv(CivilFromDays(days).year, count) * count, 1, 1);
}

// Where the unit begins that holds the day.
struct DateUnit {
  std::string_view name;
  int64_t (*start)(int64_t days);
};
constexpr DateUnit kDateUnits[] = {
    {"millennium", [](int64_t days) { return StartOfYears(days, 1000); }},
    {"century", [](int64_t days) { return StartOfYears(days, 100); }},
    {"decade", [](int64_t days) { return StartOfYears(days, 10); }},
    {"year", [](int64_t days) { return StartOfYears(days, 1); }},
    {"weekyear", [](int64_t days) { return DaysFromWeek(WeekFromDays(days).year, 1, 1); }},
    {"quarter", [](int64_t days) { return days - DayOfQuarter(days) + 1; }},
    {"month", [](int64_t days) { return days - CivilFromDays(days).day + 1; }},
    {"week", [](int64_t days) { return days - WeekDay(days) + 1; }},
    {"day", [](int64_t days) { return days; }},
};

struct ClockUnit {
  std::string_view name;
  int64_t nanos;
};
constexpr ClockUnit kClockUnits[] = {
    {"hour", 3600 * kNanosPerSecond}, {"minute", 60 * kNanosPerSecond}, {"second", kNanosPerSecond},
    {"millisecond", 1'000'000},       {"microsecond", 1'000},
};

[[noreturn]] void Unsupported(const FunctionContext& context, InstantType type, std::string_view unit,
                              std::string_view reason) {
  throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                     fmt::format("{}.truncate() cannot truncate to `{}`: {}", NameOf(type), unit, reason));
}

// Cuts the parts down to the unit; returns whether the unit is one of the date.
void Cut(const FunctionContext& context, InstantType type, std::string_view unit, Instant& instant) {
  const std::string wanted = ToLower(unit);
  for (const DateUnit& candidate : kDateUnits) {
    if (candidate.name != wanted) continue;
    if (!HasDate(type)) {
      if (wanted != "day") Unsupported(context, type, unit, "a time of day is truncated to day, hour, ... microsecond");
    } else if (!instant.days) {
      Unsupported(context, type, unit, "the value has no date");
    }
    if (!HasDate(type) && !instant.nanos) Unsupported(context, type, unit, "the value has no time of day");
    if (instant.days) instant.days = candidate.start(*instant.days);
    instant.nanos = 0;
    if (instant.days && *instant.days < kMinDays) OutOfRange(context, "years go from -999999999 to 999999999");
    return;
  }
  for (const ClockUnit& candidate : kClockUnits) {
    if (candidate.name != wanted) continue;
    if (!HasClock(type)) Unsupported(context, type, unit, "a date is truncated to millennium, ... day");
    if (!instant.nanos) Unsupported(context, type, unit, "the value has no time of day");
    instant.nanos = *instant.nanos / candidate.nanos * candidate.nanos;
    return;
  }
  Unsupported(context, type, unit,
              "the units are millennium, century, decade, year, weekYear, quarter, month, week, day, hour, minute, "
              "second, millisecond, microsecond");
}

// Parts of a second below the unit are added to what is left of it.
void KeepFraction(std::string_view unit, const Instant& instant, TemporalFields& fields) {
  if (!fields.has_fraction() || !instant.nanos) return;
  const int64_t fraction = *instant.nanos % kNanosPerSecond;
  const std::string wanted = ToLower(unit);
  if ((wanted == "millisecond" || wanted == "microsecond") && !fields.millisecond)
    fields.millisecond = fraction / 1'000'000;
  if (wanted == "microsecond" && !fields.microsecond) fields.microsecond = fraction / 1'000 % 1'000;
}

template <InstantType kType>
Value Truncate(FunctionContext& context, Arguments arguments) {
  const std::string_view unit = StringArgument(context, "truncate", arguments[0]);
  const Value now = arguments.size() > 1 ? Value() : Value::Of(context.now);
  const Value& value = arguments.size() > 1 ? arguments[1] : now;
  if (!IsTemporal(value) || value.kind() == ValueKind::kDuration)
    WrongType(context, "truncate", "a temporal instant", value);
  Instant instant = InstantOfValue(value);
  Cut(context, kType, unit, instant);
  if (!HasDate(kType)) instant.days.reset();
  if (!HasClock(kType)) instant.nanos.reset();
  if (!HasZone(kType)) instant.has_zone = false;
  if (arguments.size() < 3) return MakeInstant(context, kType, instant);
  if (arguments[2].kind() != ValueKind::kMap) WrongType(context, "truncate", "a map of components", arguments[2]);
  auto fields = ReadFields(context, arguments[2].as_map());
  if (!fields) return Value();
  KeepFraction(unit, instant, *fields);
  // `time` and `date` among the fields select the part as a whole; the rest of the fields change it.
  if (fields->time && HasClock(kType)) instant.nanos = fields->time->nanos;
  if (fields->date && HasDate(kType)) instant.days = fields->date->days;
  return ChangeInstant(context, kType, std::move(instant), *fields, false);
}

constexpr Function kFunctions[] = {
    {"date.truncate", "date.truncate(unit :: STRING, value :: ANY, fields :: MAP) :: DATE",
     "The start of the unit that holds the value, changed by the fields.",
     "date.truncate('quarter', date('2018-06-28')) = date('2018-04-01')", 1, 3, true, false,
     Truncate<InstantType::kDate>},
    {"localtime.truncate", "localtime.truncate(unit :: STRING, value :: ANY, fields :: MAP) :: LOCAL TIME",
     "The start of the unit that holds the value, changed by the fields.",
     "localtime.truncate('second', localtime('11:35:52.317')) = localtime('11:35:52')", 1, 3, true, false,
     Truncate<InstantType::kLocalTime>},
    {"time.truncate", "time.truncate(unit :: STRING, value :: ANY, fields :: MAP) :: TIME",
     "The start of the unit that holds the value, changed by the fields.",
     "time.truncate('hour', time('16:32-06')) = time('16:00-06')", 1, 3, true, false, Truncate<InstantType::kTime>},
    {"localdatetime.truncate", "localdatetime.truncate(unit :: STRING, value :: ANY, fields :: MAP) :: LOCAL DATETIME",
     "The start of the unit that holds the value, changed by the fields.",
     "localdatetime.truncate('month', date('2011-11-21')) = localdatetime('2011-11-01')", 1, 3, true, false,
     Truncate<InstantType::kLocalDateTime>},
    {"datetime.truncate", "datetime.truncate(unit :: STRING, value :: ANY, fields :: MAP) :: DATETIME",
     "The start of the unit that holds the value, changed by the fields.",
     "datetime.truncate('week', date('2014-12-30'), {dayOfWeek: 4}) = datetime('2015-01-01')", 1, 3, true, false,
     Truncate<InstantType::kDateTime>},
};

}  // namespace
}  // namespace truncate_functions

std::span<const Function> TruncateFunctions() { return truncate_functions::kFunctions; }

}  // namespace papergraph::engine
