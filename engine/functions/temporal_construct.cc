#include "engine/functions/temporal_construct.h"

#include <fmt/format.h>

#include "engine/functions/groups.h"
#include "engine/functions/temporal_values.h"
#include "storage/temporal_calendar.h"

namespace papergraph::engine {
namespace instant_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

[[noreturn]] void Unreadable(const FunctionContext& context, InstantType type, std::string_view text,
                             std::string_view example) {
  throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                     fmt::format("`{}` is no {}; write it as '{}'", text, NameOf(type), example));
}

template <typename T>
Value Parsed(const FunctionContext& context, InstantType type, std::string_view text,
             std::optional<T> (*parse)(std::string_view), std::string_view example) {
  auto value = parse(text);
  if (!value) Unreadable(context, type, text, example);
  return Value::Of(*value);
}

Value FromText(const FunctionContext& context, InstantType type, std::string_view text) {
  switch (type) {
    case InstantType::kDate:
      return Parsed(context, type, text, ParseDate, "2015-07-21");
    case InstantType::kLocalTime:
      return Parsed(context, type, text, ParseLocalTime, "21:40:32.142");
    case InstantType::kTime:
      return Parsed(context, type, text, ParseTime, "21:40:32+01:00");
    case InstantType::kLocalDateTime:
      return Parsed(context, type, text, ParseLocalDateTime, "2015-07-21T21:40:32");
    case InstantType::kDateTime:
      return Parsed(context, type, text, ParseDateTime, "2015-07-21T21:40:32+01:00");
  }
  return Value();
}

Value FromEpoch(const FunctionContext& context, const TemporalFields& fields) {
  int64_t seconds = 0, nanos = fields.nanosecond.value_or(0);
  if (fields.epoch_seconds) {
    seconds = *fields.epoch_seconds;
  } else {
    seconds = FloorDiv(*fields.epoch_millis, 1000);
    nanos += FloorMod(*fields.epoch_millis, 1000) * 1'000'000;
    if (nanos >= kNanosPerSecond) OutOfRange(context, "`nanosecond` goes to 999999 beside `epochMillis`");
  }
  return Value::Of(AtInstant(seconds, static_cast<int32_t>(nanos), fields.zone.value_or(Zone{})));
}

// What is selected, joined: `datetime`, or `date` and `time`.
Instant BaseOf(const TemporalFields& fields) {
  if (fields.datetime) return *fields.datetime;
  Instant base;
  if (fields.time) base = *fields.time;
  base.days = fields.date ? fields.date->days : std::nullopt;
  return base;
}

Value FromMap(FunctionContext& context, InstantType type, const ValueMap& map) {
  const auto fields = ReadFields(context, map);
  if (!fields) return Value();
  if (fields->is_only_zone()) return NowAs(context, type, context.now, *fields->zone);
  if (fields->epoch_seconds || fields->epoch_millis) {
    if (type != InstantType::kDateTime) {
      throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                         "only datetime() is made of epochSeconds or epochMillis");
    }
    return FromEpoch(context, *fields);
  }
  return ChangeInstant(context, type, BaseOf(*fields), *fields, true);
}

template <InstantType kType>
Value Construct(FunctionContext& context, Arguments arguments) {
  if (arguments.empty()) return NowAs(context, kType, context.now, Zone{});
  const Value& argument = arguments[0];
  if (argument.kind() == ValueKind::kString) return FromText(context, kType, argument.as_string());
  if (argument.kind() == ValueKind::kMap) return FromMap(context, kType, argument.as_map());
  if (!IsTemporal(argument) || argument.kind() == ValueKind::kDuration) {
    WrongType(context, NameOf(kType), "a string, a map or a temporal instant", argument);
  }
  return MakeInstant(context, kType, InstantOfValue(argument));
}

Value FromEpochSeconds(FunctionContext& context, Arguments arguments) {
  TemporalFields fields;
  fields.epoch_seconds = IntArgument(context, "datetime.fromepoch", arguments[0]);
  fields.nanosecond = IntArgument(context, "datetime.fromepoch", arguments[1]);
  if (*fields.nanosecond < 0 || *fields.nanosecond >= kNanosPerSecond) {
    OutOfRange(context, "the nanoseconds of datetime.fromepoch() go from 0 to 999999999");
  }
  const int64_t days = FloorDiv(*fields.epoch_seconds, kSecondsPerDay);
  if (days < kMinDays || days > kMaxDays) OutOfRange(context, "years go from -999999999 to 999999999");
  return FromEpoch(context, fields);
}

Value FromEpochMillis(FunctionContext& context, Arguments arguments) {
  TemporalFields fields;
  fields.epoch_millis = IntArgument(context, "datetime.fromepochmillis", arguments[0]);
  return FromEpoch(context, fields);
}

constexpr Function kFunctions[] = {
    {"date", "date(value :: STRING | MAP | DATE | LOCAL DATETIME | DATETIME) :: DATE",
     "A date from text, from components or from another instant; today without an argument.",
     "date('2015-W30-2') = date({year: 2015, month: 7, day: 21})", 0, 1, true, false, Construct<InstantType::kDate>},
    {"localtime", "localtime(value :: STRING | MAP | LOCAL TIME | TIME | LOCAL DATETIME | DATETIME) :: LOCAL TIME",
     "A time of day without zone; the current one without an argument.",
     "localtime('214032.142') = localtime({hour: 21, minute: 40, second: 32, millisecond: 142})", 0, 1, true, false,
     Construct<InstantType::kLocalTime>},
    {"time", "time(value :: STRING | MAP | LOCAL TIME | TIME | LOCAL DATETIME | DATETIME) :: TIME",
     "A time of day with its offset from UTC; the current one without an argument.",
     "toString(time('2140-0130')) = '21:40-01:30'", 0, 1, true, false, Construct<InstantType::kTime>},
    {"localdatetime", "localdatetime(value :: STRING | MAP | DATE | LOCAL DATETIME | DATETIME) :: LOCAL DATETIME",
     "A date and time without zone; the current one without an argument.",
     "toString(localdatetime('2015-202T21:40')) = '2015-07-21T21:40'", 0, 1, true, false,
     Construct<InstantType::kLocalDateTime>},
    {"datetime", "datetime(value :: STRING | MAP | DATE | LOCAL DATETIME | DATETIME) :: DATETIME",
     "A date and time with its zone; the current one without an argument.",
     "toString(datetime('2015-07-21T21:40[Europe/Stockholm]')) = '2015-07-21T21:40+02:00[Europe/Stockholm]'", 0, 1,
     true, false, Construct<InstantType::kDateTime>},
    {"datetime.fromepoch", "datetime.fromepoch(seconds :: INTEGER, nanoseconds :: INTEGER) :: DATETIME",
     "The instant so long after 1970-01-01T00:00Z.",
     "toString(datetime.fromepoch(1, 5)) = '1970-01-01T00:00:01.000000005Z'", 2, 2, true, true, FromEpochSeconds},
    {"datetime.fromepochmillis", "datetime.fromepochmillis(milliseconds :: INTEGER) :: DATETIME",
     "The instant so long after 1970-01-01T00:00Z.",
     "toString(datetime.fromepochmillis(1500)) = '1970-01-01T00:00:01.500Z'", 1, 1, true, true, FromEpochMillis},
};

}  // namespace
}  // namespace instant_functions

std::string_view NameOf(InstantType type) {
  constexpr std::string_view kNames[] = {"date", "localtime", "time", "localdatetime", "datetime"};
  return kNames[static_cast<size_t>(type)];
}

bool HasDate(InstantType type) { return type != InstantType::kLocalTime && type != InstantType::kTime; }
bool HasClock(InstantType type) { return type != InstantType::kDate; }
bool HasZone(InstantType type) { return type == InstantType::kTime || type == InstantType::kDateTime; }

Value MakeInstant(const FunctionContext& context, InstantType type, const Instant& instant) {
  if ((HasDate(type) && !instant.days) || (!HasDate(type) && !instant.nanos)) {
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                       fmt::format("{}() needs a {}, which the argument has not", NameOf(type),
                                   HasDate(type) ? "date" : "time of day"));
  }
  const int64_t nanos = instant.nanos.value_or(0);
  const int64_t seconds = instant.days.value_or(0) * kSecondsPerDay + nanos / kNanosPerSecond;
  const LocalDateTime local{seconds, static_cast<int32_t>(nanos % kNanosPerSecond)};
  switch (type) {
    case InstantType::kDate:
      return Value::Of(Date{*instant.days});
    case InstantType::kLocalTime:
      return Value::Of(LocalTime{nanos});
    case InstantType::kTime:
      return Value::Of(Time{nanos, instant.offset});
    case InstantType::kLocalDateTime:
      return Value::Of(local);
    case InstantType::kDateTime:
      return Value::Of(AtLocal(local, Zone{instant.zone, instant.offset}, instant.offset));
  }
  return Value();
}

Value NowAs(const FunctionContext& context, InstantType type, const DateTime& now, const Zone& zone) {
  return MakeInstant(context, type, InstantOf(AtInstant(now.seconds, now.nanos, zone)));
}

Value ChangeInstant(const FunctionContext& context, InstantType type, Instant base, const TemporalFields& fields,
                    bool same_instant) {
  if (HasDate(type))
    base.days = DayFrom(context, fields, base.days);
  else if (fields.has_date_part()) {
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                       fmt::format("a {} has no date; leave year, month and day out", NameOf(type)));
  }
  if (HasClock(type)) {
    if (!HasDate(type) && !base.nanos && !fields.hour) {
      throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                         fmt::format("{}() needs an `hour`", NameOf(type)));
    }
    base.nanos = ClockFrom(context, fields, base.nanos);
  } else if (fields.has_clock_part()) {
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                       "a date has no time of day; leave hour, minute and second out");
  }
  if (!HasZone(type) || !fields.zone) return MakeInstant(context, type, base);
  // A name says an offset only together with a moment: the value's own, or now when it has no date.
  Zone target = *fields.zone;
  if (type == InstantType::kTime && !target.name.empty()) target = Zone{"", OffsetAt(target, context.now.seconds)};
  const bool moves = same_instant && base.has_zone;
  const Zone source{base.zone, base.offset};
  base.has_zone = true;
  base.zone = target.name;
  base.offset = target.offset;
  if (type == InstantType::kTime) {
    if (moves)
      base.nanos = FloorMod(*base.nanos + int64_t{target.offset - source.offset} * kNanosPerSecond, kNanosPerDay);
    return MakeInstant(context, type, base);
  }
  const LocalDateTime local{*base.days * kSecondsPerDay + *base.nanos / kNanosPerSecond,
                            static_cast<int32_t>(*base.nanos % kNanosPerSecond)};
  if (!moves) return Value::Of(AtLocal(local, target));
  const DateTime instant = AtLocal(local, source, source.offset);
  return Value::Of(AtInstant(instant.seconds, instant.nanos, target));
}

std::span<const Function> TemporalFunctions() { return instant_functions::kFunctions; }

}  // namespace papergraph::engine
