// Time zones: fixed offsets, and IANA names with their history from the system's tz data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/temporal.h"

namespace papergraph {

/// A fixed offset where `name` is empty; otherwise the offset follows from the name and the moment.
struct Zone {
  std::string name;
  int32_t offset = 0;  // seconds east of UTC
};

/// "Z", "+01", "+0130", "+01:30", "+01:30:15" (at most 18 hours), or a name of the tz data ("Europe/Stockholm"; a blank
/// stands for "_"). nullopt when it is neither. Any number of threads.
std::optional<Zone> ParseZone(std::string_view text);

/// The offset in force at an instant (seconds since 1970-01-01T00:00Z). REQUIRES: ParseZone gave the zone.
int32_t OffsetAt(const Zone& zone, int64_t seconds);

/// What the clock of the zone shows, as an instant. In a gap the clock is moved on by the gap's length; where the clock
/// shows a time twice, the first one is meant, but for `preferred_offset` when that is in force at the second.
DateTime AtLocal(LocalDateTime local, const Zone& zone, std::optional<int32_t> preferred_offset = std::nullopt);

/// The instant as seen in the zone.
DateTime AtInstant(int64_t seconds, int32_t nanos, const Zone& zone);

/// The zone a value carries.
inline Zone ZoneOf(const DateTime& value) { return {value.zone, value.offset}; }
inline Zone ZoneOf(const Time& value) { return {"", value.offset}; }

/// What the clock showed.
inline LocalDateTime LocalOf(const DateTime& value) { return {value.seconds + value.offset, value.nanos}; }

/// "Z", "+01:00", "-02:05:07".
std::string OffsetText(int32_t offset);

}  // namespace papergraph
