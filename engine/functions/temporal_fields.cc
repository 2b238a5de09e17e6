#include "engine/functions/temporal_fields.h"

#include <fmt/format.h>

#include "engine/functions/groups.h"
#include "engine/functions/temporal_values.h"
#include "storage/temporal_calendar.h"

namespace papergraph::engine {
namespace {

// A number of the map: where it goes, and its range.
struct Field {
  std::string_view name;
  std::optional<int64_t> TemporalFields::*target;
  int64_t least;
  int64_t most;
};
constexpr Field kFields[] = {
    {"year", &TemporalFields::year, kMinYear, kMaxYear},
    {"quarter", &TemporalFields::quarter, 1, 4},
    {"month", &TemporalFields::month, 1, 12},
    {"week", &TemporalFields::week, 1, 53},
    {"day", &TemporalFields::day, 1, 31},
    {"dayOfWeek", &TemporalFields::day_of_week, 1, 7},
    {"dayOfQuarter", &TemporalFields::day_of_quarter, 1, 92},
    {"ordinalDay", &TemporalFields::ordinal_day, 1, 366},
    {"hour", &TemporalFields::hour, 0, 23},
    {"minute", &TemporalFields::minute, 0, 59},
    {"second", &TemporalFields::second, 0, 59},
    {"millisecond", &TemporalFields::millisecond, 0, 999},
    {"microsecond", &TemporalFields::microsecond, 0, 999'999},
    {"nanosecond", &TemporalFields::nanosecond, 0, 999'999'999},
    {"epochSeconds", &TemporalFields::epoch_seconds, kMinDays* kSecondsPerDay, (kMaxDays + 1) * kSecondsPerDay - 1},
    {"epochMillis", &TemporalFields::epoch_millis, INT64_MIN, INT64_MAX},
};

[[noreturn]] void Missing(const FunctionContext& context, std::string_view given, std::string_view needed) {
  throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                     fmt::format("`{}` needs `{}` beside it", given, needed));
}

[[noreturn]] void NoSuchDay(const FunctionContext& context) {
  throw RuntimeError(ErrorType::kArgumentError, "NumberOutOfRange", context.call, "there is no such day");
}

int64_t Checked(const FunctionContext& context, const Field& field, const Value& value) {
  if (value.kind() != ValueKind::kInt) WrongType(context, field.name, "an integer", value);
  if (value.as_int() < field.least || value.as_int() > field.most) {
    OutOfRange(context,
               fmt::format("`{}` goes from {} to {}, got {}", field.name, field.least, field.most, value.as_int()));
  }
  return value.as_int();
}

Instant Selected(const FunctionContext& context, std::string_view name, const Value& value) {
  if (!IsTemporal(value) || value.kind() == ValueKind::kDuration) WrongType(context, name, "a temporal instant", value);
  Instant instant = InstantOfValue(value);
  if ((name == "date" && !instant.days) || (name == "time" && !instant.nanos) ||
      (name == "datetime" && (!instant.days || !instant.nanos))) {
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                       fmt::format("{} has no {} to select", NameOf(value.kind()), name));
  }
  return instant;
}

int64_t CheckedDays(const FunctionContext& context, int64_t days) {
  if (days < kMinDays || days > kMaxDays) NoSuchDay(context);
  return days;
}

int64_t YearOf(const FunctionContext& context, const TemporalFields& fields, std::string_view given) {
  if (!fields.year) Missing(context, given, "year");
  return *fields.year;
}

int64_t DayByWeek(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base) {
  WeekDate date{0, 1, 1};
  if (base) {
    date = WeekFromDays(*base);
    if (fields.year) date.year = *fields.year;
  } else {
    date.year = YearOf(context, fields, fields.week ? "week" : "dayOfWeek");
    if (!fields.week) Missing(context, "dayOfWeek", "week");
  }
  if (fields.week) date.week = *fields.week;
  if (fields.day_of_week) date.day = *fields.day_of_week;
  if (date.week > WeeksInYear(date.year)) {
    if (fields.week) NoSuchDay(context);
    date.week = WeeksInYear(date.year);
  }
  return CheckedDays(context, DaysFromWeek(date.year, date.week, date.day));
}

int64_t QuarterDay(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base) {
  CivilDate civil{0, 1, 1};
  if (base)
    civil = CivilFromDays(*base);
  else
    civil.year = YearOf(context, fields, fields.quarter ? "quarter" : "dayOfQuarter");
  if (base && fields.year) civil.year = *fields.year;
  if (!base && !fields.quarter) Missing(context, "dayOfQuarter", "quarter");
  const int64_t quarter = fields.quarter.value_or(QuarterOf(civil.month));
  if (!fields.day_of_quarter) {
    // The month keeps its place in the quarter.
    return CheckedDays(context, ClampedDays(civil.year, (quarter - 1) * 3 + (civil.month - 1) % 3 + 1, civil.day));
  }
  const int64_t first = DaysFromCivil(civil.year, quarter * 3 - 2, 1);
  const int64_t days = first + *fields.day_of_quarter - 1;
  const int64_t last = DaysFromCivil(civil.year, quarter * 3, DaysInMonth(civil.year, quarter * 3));
  if (days > last) NoSuchDay(context);
  return CheckedDays(context, days);
}

int64_t OrdinalDayOf(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base) {
  const int64_t year = fields.year ? *fields.year
                       : base      ? CivilFromDays(*base).year
                                   : YearOf(context, fields, "ordinalDay");
  if (*fields.ordinal_day > (IsLeapYear(year) ? 366 : 365)) NoSuchDay(context);
  return DaysFromCivil(year, 1, 1) + *fields.ordinal_day - 1;
}

int64_t CalendarDay(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base) {
  CivilDate civil{0, 1, 1};
  if (base) {
    civil = CivilFromDays(*base);
  } else {
    if (fields.day && !fields.month) Missing(context, "day", "month");
    YearOf(context, fields, fields.month ? "month" : "date");
  }
  if (fields.year) civil.year = *fields.year;
  if (fields.month) civil.month = *fields.month;
  if (!fields.day) return ClampedDays(civil.year, civil.month, civil.day);
  if (*fields.day > DaysInMonth(civil.year, civil.month)) NoSuchDay(context);
  return DaysFromCivil(civil.year, civil.month, *fields.day);
}

}  // namespace

Zone ZoneArgument(const FunctionContext& context, const Value& value) {
  if (value.kind() != ValueKind::kString) WrongType(context, "timezone", "a string", value);
  if (auto zone = ParseZone(value.as_string())) return *zone;
  throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                     fmt::format("`{}` is no time zone; write an offset as '+01:00' or a name as 'Europe/Stockholm'",
                                 value.as_string()));
}

std::optional<TemporalFields> ReadFields(const FunctionContext& context, const ValueMap& map) {
  TemporalFields fields;
  for (const auto& [key, value] : map) {
    if (value.is_null()) return std::nullopt;
    const Field* field = nullptr;
    for (const Field& candidate : kFields) {
      if (candidate.name == key) field = &candidate;
    }
    if (field)
      fields.*(field->target) = Checked(context, *field, value);
    else if (key == "timezone")
      fields.zone = ZoneArgument(context, value);
    else if (key == "date")
      fields.date = Selected(context, key, value);
    else if (key == "time")
      fields.time = Selected(context, key, value);
    else if (key == "datetime")
      fields.datetime = Selected(context, key, value);
    else {
      throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                         fmt::format("a temporal value has no field `{}`", key));
    }
  }
  if (fields.datetime && (fields.date || fields.time)) {
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                       "`datetime` selects date and time already; leave `date` and `time` out");
  }
  return fields;
}

int64_t DayFrom(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base) {
  const int groups = (fields.week || fields.day_of_week ? 1 : 0) + (fields.quarter || fields.day_of_quarter ? 1 : 0) +
                     (fields.ordinal_day ? 1 : 0) + (fields.month || fields.day ? 1 : 0);
  if (groups > 1) {
    throw RuntimeError(
        ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
        "a day is given by month and day, by week and dayOfWeek, by quarter and dayOfQuarter, or by ordinalDay: "
        "choose one");
  }
  if (fields.week || fields.day_of_week) return DayByWeek(context, fields, base);
  if (fields.quarter || fields.day_of_quarter) return QuarterDay(context, fields, base);
  if (fields.ordinal_day) return OrdinalDayOf(context, fields, base);
  return CalendarDay(context, fields, base);
}

int64_t ClockFrom(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base) {
  if (!base) {
    if (fields.minute && !fields.hour) Missing(context, "minute", "hour");
    if (fields.second && !fields.minute) Missing(context, "second", "minute");
    if (fields.has_fraction() && !fields.second) {
      Missing(context,
              fields.millisecond   ? "millisecond"
              : fields.microsecond ? "microsecond"
                                   : "nanosecond",
              "second");
    }
  }
  const int64_t nanos = base.value_or(0);
  const int64_t hour = fields.hour.value_or(nanos / (3600 * kNanosPerSecond));
  const int64_t minute = fields.minute.value_or(nanos / (60 * kNanosPerSecond) % 60);
  const int64_t second = fields.second.value_or(nanos / kNanosPerSecond % 60);
  int64_t fraction = nanos % kNanosPerSecond;
  if (fields.has_fraction()) {
    // Together each counts what the larger unit leaves.
    if (fields.millisecond && fields.microsecond.value_or(0) > 999)
      OutOfRange(context, "`microsecond` goes to 999 beside `millisecond`");
    const int64_t most = fields.microsecond ? 999 : fields.millisecond ? 999'999 : 999'999'999;
    if (fields.nanosecond.value_or(0) > most)
      OutOfRange(context, fmt::format("`nanosecond` goes to {} beside larger units", most));
    fraction = fields.millisecond.value_or(0) * 1'000'000 + fields.microsecond.value_or(0) * 1'000 +
               fields.nanosecond.value_or(0);
  }
  return (hour * 3600 + minute * 60 + second) * kNanosPerSecond + fraction;
}

}  // namespace papergraph::engine
