// Making instants of one type: from text, from a map, from another instant, from the clock.
#pragma once

#include "engine/functions/temporal_fields.h"

namespace papergraph::engine {

/// The five types of instants.
enum class InstantType { kDate, kLocalTime, kTime, kLocalDateTime, kDateTime };

/// As users write it: "date", "localtime", ...
std::string_view NameOf(InstantType type);
bool HasDate(InstantType type);
bool HasClock(InstantType type);
bool HasZone(InstantType type);

/// An instant's parts as a value of the type. What it lacks is midnight, and UTC. Throws ArgumentError
/// InvalidArgumentValue when it has no date (or no time of day) and the type needs one; NumberOutOfRange when no such
/// value exists.
Value MakeInstant(const FunctionContext& context, InstantType type, const Instant& instant);

/// The moment `now` (UTC) as the clock of the zone shows it.
Value NowAs(const FunctionContext& context, InstantType type, const DateTime& now, const Zone& zone);

/// Of the base's parts, changed by the fields. `same_instant`: a time zone among the fields moves the clock, where
/// the base has a zone of its own; otherwise the clock stays and means another instant.
Value ChangeInstant(const FunctionContext& context, InstantType type, Instant base, const TemporalFields& fields,
                    bool same_instant);

}  // namespace papergraph::engine
