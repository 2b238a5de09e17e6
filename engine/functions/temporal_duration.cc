#include <fmt/format.h>

#include "engine/functions/groups.h"
#include "engine/functions/temporal_fields.h"
#include "engine/functions/temporal_values.h"
#include "storage/temporal_calendar.h"

namespace papergraph::engine {
namespace duration_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

[[noreturn]] void TooLong(const FunctionContext& context) {
  throw RuntimeError(ErrorType::kArithmeticError, "NumberOutOfRange", context.call,
                     "a part of the duration does not fit into 64 bits");
}

struct Part {
  std::string_view name;
  long double DurationParts::*target;
  long double factor;
};
constexpr Part kParts[] = {
    {"years", &DurationParts::months, 12},
    {"quarters", &DurationParts::months, 3},
    {"months", &DurationParts::months, 1},
    {"weeks", &DurationParts::days, 7},
    {"days", &DurationParts::days, 1},
    {"hours", &DurationParts::seconds, 3600},
    {"minutes", &DurationParts::seconds, 60},
    {"seconds", &DurationParts::seconds, 1},
    {"milliseconds", &DurationParts::nanos, 1e6L},
    {"microseconds", &DurationParts::nanos, 1e3L},
    {"nanoseconds", &DurationParts::nanos, 1},
};

Value FromMap(FunctionContext& context, const ValueMap& map) {
  DurationParts parts;
  if (map.empty()) {
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                       "duration() needs at least one component");
  }
  for (const auto& [key, value] : map) {
    const Part* part = nullptr;
    for (const Part& candidate : kParts) {
      if (candidate.name == key) part = &candidate;
    }
    if (!part) {
      throw RuntimeError(
          ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
          fmt::format("a duration has no component `{}`; there are years, quarters, months, weeks, days, hours, "
                      "minutes, seconds, milliseconds, microseconds, nanoseconds",
                      key));
    }
    if (value.is_null()) return Value();
    if (!value.is_number()) WrongType(context, key, "a number", value);
    const long double amount =
        value.kind() == ValueKind::kInt ? static_cast<long double>(value.as_int()) : value.as_float();
    parts.*(part->target) += amount * part->factor;
  }
  const auto duration = MakeDuration(parts);
  if (!duration) TooLong(context);
  return Value::Of(*duration);
}

Value MakeDurationOf(FunctionContext& context, Arguments arguments) {
  switch (arguments[0].kind()) {
    case ValueKind::kDuration:
      return arguments[0];
    case ValueKind::kMap:
      return FromMap(context, arguments[0].as_map());
    case ValueKind::kString: {
      if (const auto duration = ParseDuration(arguments[0].as_string())) return Value::Of(*duration);
      throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                         fmt::format("`{}` is no duration; write it as 'P1Y2M10DT2H30M'", arguments[0].as_string()));
    }
    default:
      WrongType(context, "duration", "a string or a map", arguments[0]);
  }
}

using Difference = std::optional<Duration> (*)(const Instant&, const Instant&);

template <Difference kDifference>
Value DifferenceOf(FunctionContext& context, Arguments arguments) {
  for (const Value& argument : arguments) {
    if (!IsTemporal(argument) || argument.kind() == ValueKind::kDuration) {
      WrongType(context, "duration.between", "two temporal instants", argument);
    }
  }
  const auto duration = kDifference(InstantOfValue(arguments[0]), InstantOfValue(arguments[1]));
  if (!duration) TooLong(context);
  return Value::Of(*duration);
}

constexpr Function kFunctions[] = {
    {"duration", "duration(value :: STRING | MAP) :: DURATION", "A duration from text or from its components.",
     "duration('P5M1.5D') = duration({months: 5, days: 1, hours: 12})", 1, 1, true, true, MakeDurationOf},
    {"duration.between", "duration.between(from :: ANY, to :: ANY) :: DURATION",
     "From one instant to another in months, days and seconds.",
     "duration.between(date('1984-10-11'), date('2015-06-24')) = duration('P30Y8M13D')", 2, 2, true, true,
     DifferenceOf<Between>},
    {"duration.inMonths", "duration.inMonths(from :: ANY, to :: ANY) :: DURATION",
     "From one instant to another in whole months.",
     "duration.inMonths(date('1984-10-11'), date('2015-06-24')) = duration('P30Y8M')", 2, 2, true, true,
     DifferenceOf<MonthsBetween>},
    {"duration.inDays", "duration.inDays(from :: ANY, to :: ANY) :: DURATION",
     "From one instant to another in whole days.", "duration.inDays(date('2014-10-11'), date('2015-08-06')).weeks = 42",
     2, 2, true, true, DifferenceOf<DaysBetween>},
    {"duration.inSeconds", "duration.inSeconds(from :: ANY, to :: ANY) :: DURATION",
     "From one instant to another in seconds and parts of them.",
     "duration.inSeconds(date('2018-01-01'), date('2018-01-02')) = duration('PT24H')", 2, 2, true, true,
     DifferenceOf<SecondsBetween>},
};

}  // namespace
}  // namespace duration_functions

std::span<const Function> DurationFunctions() { return duration_functions::kFunctions; }

}  // namespace papergraph::engine
