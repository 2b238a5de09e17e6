// X.transaction(), X.statement(), X.realtime(): the current instant by an explicit clock.
#include <chrono>

#include "engine/functions/groups.h"
#include "engine/functions/temporal_construct.h"
#include "storage/temporal_calendar.h"

namespace papergraph::engine {
namespace clock_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

DateTime RealTime() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  const int64_t nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch).count();
  return {FloorDiv(nanos, kNanosPerSecond), static_cast<int32_t>(FloorMod(nanos, kNanosPerSecond)), 0, ""};
}

// kReal: the system's clock at the call. Otherwise the start of the statement, which is fixed within it.
template <InstantType kType, bool kReal>
Value Now(FunctionContext& context, Arguments arguments) {
  Zone zone;
  if (!arguments.empty() && arguments[0].kind() == ValueKind::kMap) {
    const auto fields = ReadFields(context, arguments[0].as_map());
    if (!fields) return Value();
    if (fields->zone) zone = *fields->zone;
  } else if (!arguments.empty()) {
    zone = ZoneArgument(context, arguments[0]);
  }
  return NowAs(context, kType, kReal ? RealTime() : context.now, zone);
}

constexpr std::string_view kTransaction =
    "The current instant, the same within a transaction's statement; in the zone given, else in UTC.";
constexpr std::string_view kStatement =
    "The current instant, the same within a statement; in the zone given, else in UTC.";
constexpr std::string_view kRealtime = "The current instant by the system's clock; in the zone given, else in UTC.";

constexpr Function kFunctions[] = {
    {"date.transaction", "date.transaction(timezone :: STRING) :: DATE", kTransaction, "date.transaction() = date()", 0,
     1, true, false, Now<InstantType::kDate, false>},
    {"date.statement", "date.statement(timezone :: STRING) :: DATE", kStatement, "date.statement() = date()", 0, 1,
     true, false, Now<InstantType::kDate, false>},
    {"date.realtime", "date.realtime(timezone :: STRING) :: DATE", kRealtime, "date.realtime() >= date()", 0, 1, true,
     false, Now<InstantType::kDate, true>},
    {"localtime.transaction", "localtime.transaction(timezone :: STRING) :: LOCAL TIME", kTransaction,
     "localtime.transaction() = localtime()", 0, 1, true, false, Now<InstantType::kLocalTime, false>},
    {"localtime.statement", "localtime.statement(timezone :: STRING) :: LOCAL TIME", kStatement,
     "localtime.statement() = localtime()", 0, 1, true, false, Now<InstantType::kLocalTime, false>},
    {"localtime.realtime", "localtime.realtime(timezone :: STRING) :: LOCAL TIME", kRealtime,
     "localtime.realtime() IS NOT NULL", 0, 1, true, false, Now<InstantType::kLocalTime, true>},
    {"time.transaction", "time.transaction(timezone :: STRING) :: TIME", kTransaction, "time.transaction() = time()", 0,
     1, true, false, Now<InstantType::kTime, false>},
    {"time.statement", "time.statement(timezone :: STRING) :: TIME", kStatement, "time.statement() = time()", 0, 1,
     true, false, Now<InstantType::kTime, false>},
    {"time.realtime", "time.realtime(timezone :: STRING) :: TIME", kRealtime, "time.realtime().offsetSeconds = 0", 0, 1,
     true, false, Now<InstantType::kTime, true>},
    {"localdatetime.transaction", "localdatetime.transaction(timezone :: STRING) :: LOCAL DATETIME", kTransaction,
     "localdatetime.transaction() = localdatetime()", 0, 1, true, false, Now<InstantType::kLocalDateTime, false>},
    {"localdatetime.statement", "localdatetime.statement(timezone :: STRING) :: LOCAL DATETIME", kStatement,
     "localdatetime.statement() = localdatetime()", 0, 1, true, false, Now<InstantType::kLocalDateTime, false>},
    {"localdatetime.realtime", "localdatetime.realtime(timezone :: STRING) :: LOCAL DATETIME", kRealtime,
     "localdatetime.realtime() >= localdatetime()", 0, 1, true, false, Now<InstantType::kLocalDateTime, true>},
    {"datetime.transaction", "datetime.transaction(timezone :: STRING) :: DATETIME", kTransaction,
     "datetime.transaction() = datetime()", 0, 1, true, false, Now<InstantType::kDateTime, false>},
    {"datetime.statement", "datetime.statement(timezone :: STRING) :: DATETIME", kStatement,
     "datetime.statement() = datetime()", 0, 1, true, false, Now<InstantType::kDateTime, false>},
    {"datetime.realtime", "datetime.realtime(timezone :: STRING) :: DATETIME", kRealtime,
     "datetime.realtime() >= datetime()", 0, 1, true, false, Now<InstantType::kDateTime, true>},
};

}  // namespace
}  // namespace clock_functions

std::span<const Function> ClockFunctions() { return clock_functions::kFunctions; }

}  // namespace papergraph::engine
