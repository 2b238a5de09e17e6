// The maps that describe temporal values: {year: 2015, week: 30}, {date: other, hour: 12, timezone:
// 'Europe/Stockholm'}.
#pragma once

#include <optional>

#include "engine/functions/function.h"
#include "storage/temporal_arithmetic.h"
#include "storage/temporal_zone.h"

namespace papergraph::engine {

/// What a map says, checked one by one, not yet together. Numbers are in their ranges.
struct TemporalFields {
  std::optional<int64_t> year, quarter, month, week, day, day_of_week, day_of_quarter, ordinal_day;
  std::optional<int64_t> hour, minute, second, millisecond, microsecond, nanosecond;
  std::optional<int64_t> epoch_seconds, epoch_millis;
  std::optional<Zone> zone;
  std::optional<Instant> date, time, datetime;  // what is selected from

  bool has_date_part() const {
    return year || quarter || month || week || day || day_of_week || day_of_quarter || ordinal_day;
  }
  bool has_clock_part() const { return hour || minute || second || has_fraction(); }
  bool has_fraction() const { return millisecond || microsecond || nanosecond; }
  bool is_only_zone() const {
    return zone && !has_date_part() && !has_clock_part() && !epoch_seconds && !epoch_millis && !date && !time &&
           !datetime;
  }
};

/// Throws ArgumentError NumberOutOfRange or InvalidArgumentValue, or TypeError InvalidArgumentValue. nullopt: a field
/// is null.
std::optional<TemporalFields> ReadFields(const FunctionContext& context, const ValueMap& map);

/// The day that the fields describe: beginning with `base` where there is one, otherwise with what must then be given.
int64_t DayFrom(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base);

/// Likewise the nanoseconds since midnight.
int64_t ClockFrom(const FunctionContext& context, const TemporalFields& fields, std::optional<int64_t> base);

/// The value's parts. REQUIRES: the value is temporal and no duration.
Instant InstantOfValue(const Value& value);

/// The zone that `value` names. Throws ArgumentError InvalidArgumentValue, TypeError InvalidArgumentValue.
Zone ZoneArgument(const FunctionContext& context, const Value& value);

}  // namespace papergraph::engine
