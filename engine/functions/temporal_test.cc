#include <catch2/catch.hpp>

#include "engine/functions/constant_evaluator.h"

namespace papergraph::engine {
namespace {

/// toString() of an expression.
std::string AsText(const std::string& expression) {
  const Value value = ConstantEvaluator().Evaluate("toString(" + expression + ")");
  return value.is_null() ? "null" : std::string(value.as_string());
}

std::string TextOrFailure(const std::string& expression) {
  try {
    return AsText(expression);
  } catch (const QueryError& error) {
    return std::string(NameOf(error.type())) + " " + error.detail();
  }
}

TEST_CASE("a day is made of a calendar, week, quarter or ordinal date", "[temporal]") {
  CHECK(AsText("date({year: 1984, month: 10, day: 11})") == "1984-10-11");
  CHECK(AsText("date({year: 1984})") == "1984-01-01");
  CHECK(AsText("date({year: 1817, week: 1})") == "1816-12-30");
  CHECK(AsText("date({year: 1984, week: 10, dayOfWeek: 3})") == "1984-03-07");
  CHECK(AsText("date({year: 1984, quarter: 3, dayOfQuarter: 45})") == "1984-08-14");
  CHECK(AsText("date({year: 1984, ordinalDay: 366})") == "1984-12-31");
}

TEST_CASE("no larger part may be left out, no part leave its range, no two ways be mixed", "[temporal]") {
  CHECK(TextOrFailure("date({month: 10})") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("date({year: 1984, day: 11})") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("localtime({minute: 10})") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("date({year: 1984, week: 10, month: 2})") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("date({year: 1984, quarter: 2, day: 3})") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("date({year: 1984, colour: 2})") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("date({year: 1984, month: 13})") == "ArgumentError NumberOutOfRange");
  CHECK(TextOrFailure("date({year: 1985, month: 2, day: 29})") == "ArgumentError NumberOutOfRange");
  CHECK(TextOrFailure("date({year: 1985, ordinalDay: 366})") == "ArgumentError NumberOutOfRange");
  CHECK(TextOrFailure("date({year: 1985, week: 53})") == "ArgumentError NumberOutOfRange");
  CHECK(TextOrFailure("date({year: 1000000000})") == "ArgumentError NumberOutOfRange");
  CHECK(TextOrFailure("date({year: '1984'})") == "TypeError InvalidArgumentValue");
  CHECK(TextOrFailure("time({hour: 12, timezone: 'Nowhere'})") == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("parts of a second count what the larger ones leave", "[temporal]") {
  CHECK(AsText("localtime({hour: 1, minute: 2, second: 3, millisecond: 123, microsecond: 456, nanosecond: 789})") ==
        "01:02:03.123456789");
  CHECK(AsText("localtime({hour: 1, minute: 2, second: 3, nanosecond: 645876123})") == "01:02:03.645876123");
  CHECK(TextOrFailure("localtime({hour: 1, minute: 2, second: 3, millisecond: 1, microsecond: 1000})") ==
        "ArgumentError NumberOutOfRange");
}

TEST_CASE("a null among the parts makes null", "[temporal]") {
  CHECK(AsText("date({year: null})") == "null");
  CHECK(AsText("duration({days: null})") == "null");
}

TEST_CASE("what is selected keeps the parts that are not given anew", "[temporal]") {
  CHECK(AsText("date({date: date('1816-12-31'), week: 2})") == "1817-01-07");
  CHECK(AsText("date({date: date('1984-11-11'), quarter: 3})") == "1984-08-11");
  CHECK(AsText("date({date: date('1984-01-31'), month: 2})") == "1984-02-29");
  CHECK(AsText("localtime({time: datetime('1984-10-11T12:31:14.645Z'), second: 42})") == "12:31:42.645");
  CHECK(AsText("localdatetime({date: date('1984-10-11'), time: time('12:31+01:00')})") == "1984-10-11T12:31");
  CHECK(AsText("datetime({datetime: localdatetime('1984-10-11T12:31'), day: 28})") == "1984-10-28T12:31Z");
  CHECK(TextOrFailure("date({date: time('12:31')})") == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("another zone moves the clock of a value that has one, and is put on a value that has none", "[temporal]") {
  CHECK(AsText("time({time: time('12:31+01:00'), timezone: '+05:00'})") == "16:31+05:00");
  CHECK(AsText("time({time: localtime('12:31'), timezone: '+05:00'})") == "12:31+05:00");
  CHECK(AsText("datetime({datetime: datetime('1984-10-11T12:00[Europe/Stockholm]'), timezone: '+05:00'})") ==
        "1984-10-11T16:00+05:00");
  CHECK(AsText(
            "datetime({year: 1984, month: 10, day: 11, time: time('12:31:14+01:00'), timezone: 'Pacific/Honolulu'})") ==
        "1984-10-11T01:31:14-10:00[Pacific/Honolulu]");
  CHECK(AsText("datetime({date: date('1984-10-11'), timezone: 'America/Los Angeles'})") ==
        "1984-10-11T00:00-07:00[America/Los_Angeles]");
}

TEST_CASE("one instant becomes another type by what it has", "[temporal]") {
  CHECK(AsText("date(datetime('1984-10-11T23:00-05:00'))") == "1984-10-11");
  CHECK(AsText("time(localtime('12:31'))") == "12:31Z");
  CHECK(AsText("datetime(date('1984-10-11'))") == "1984-10-11T00:00Z");
  CHECK(TextOrFailure("date(time('12:31'))") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("date(1984)") == "TypeError InvalidArgumentValue");
}

TEST_CASE("instants are made of seconds and milliseconds since 1970", "[temporal]") {
  CHECK(AsText("datetime({epochSeconds: 416779, nanosecond: 999999999})") == "1970-01-05T19:46:19.999999999Z");
  CHECK(AsText("datetime({epochMillis: -1})") == "1969-12-31T23:59:59.999Z");
  CHECK(AsText("datetime({epochMillis: 0, timezone: 'Europe/Stockholm'})") ==
        "1970-01-01T01:00+01:00[Europe/Stockholm]");
  CHECK(TextOrFailure("date({epochMillis: 0})") == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("truncation gives the start of the unit", "[temporal]") {
  const std::string moment = "datetime('1984-11-11T12:31:14.645876123+01:00')";
  auto truncated = [&moment](const std::string& unit) {
    return AsText("datetime.truncate('" + unit + "', " + moment + ")");
  };
  CHECK(truncated("millennium") == "1000-01-01T00:00+01:00");
  CHECK(truncated("century") == "1900-01-01T00:00+01:00");
  CHECK(truncated("decade") == "1980-01-01T00:00+01:00");
  CHECK(truncated("year") == "1984-01-01T00:00+01:00");
  CHECK(truncated("weekYear") == "1984-01-02T00:00+01:00");
  CHECK(truncated("quarter") == "1984-10-01T00:00+01:00");
  CHECK(truncated("month") == "1984-11-01T00:00+01:00");
  CHECK(truncated("week") == "1984-11-05T00:00+01:00");
  CHECK(truncated("day") == "1984-11-11T00:00+01:00");
  CHECK(truncated("hour") == "1984-11-11T12:00+01:00");
  CHECK(truncated("minute") == "1984-11-11T12:31+01:00");
  CHECK(truncated("second") == "1984-11-11T12:31:14+01:00");
  CHECK(truncated("millisecond") == "1984-11-11T12:31:14.645+01:00");
  CHECK(truncated("microsecond") == "1984-11-11T12:31:14.645876+01:00");
}

TEST_CASE("truncation takes smaller parts and a zone, which keeps the clock", "[temporal]") {
  CHECK(AsText("date.truncate('week', date('1984-10-11'), {dayOfWeek: 2})") == "1984-10-09");
  CHECK(AsText("localtime.truncate('millisecond', localtime('12:31:14.645876123'), {nanosecond: 2})") ==
        "12:31:14.645000002");
  CHECK(AsText("localtime.truncate('microsecond', localtime('12:31:14.645876123'), {nanosecond: 2})") ==
        "12:31:14.645876002");
  CHECK(AsText("time.truncate('hour', time('12:31-01:00'), {timezone: '+01:00'})") == "12:00+01:00");
  CHECK(AsText("datetime.truncate('day', date('1984-10-11'), {time: localtime('12:31')})") == "1984-10-11T12:31Z");
}

TEST_CASE("truncation needs the parts of its unit", "[temporal]") {
  CHECK(TextOrFailure("date.truncate('hour', date('1984-10-11'))") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("time.truncate('month', time('12:31'))") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("datetime.truncate('day', time('12:31'))") == "ArgumentError InvalidArgumentValue");
  CHECK(TextOrFailure("date.truncate('fortnight', date('1984-10-11'))") == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("what one instant lacks is taken from the other when they are compared", "[temporal]") {
  CHECK(AsText("duration.between(date('1984-10-11'), localdatetime('2016-07-21T21:45:22.142'))") ==
        "P31Y9M10DT21H45M22.142S");
  CHECK(AsText("duration.between(localtime('14:30'), time('16:30+0100'))") == "PT2H");
  CHECK(AsText("duration.between(time('14:30'), time('16:30+0100'))") == "PT1H");
  CHECK(AsText("duration.inDays(date('2018-01-02'), date('2018-01-01'))") == "P-1D");
  CHECK(AsText("duration.inMonths(date('2018-03-11'), date('2016-06-24'))") == "P-1Y-8M");
  CHECK(AsText("duration.inSeconds(datetime('2017-10-29T00:00[Europe/Stockholm]'), date('2017-10-30'))") == "PT25H");
  CHECK(AsText("duration.between(date('-999999999-01-01'), date('+999999999-12-31'))") == "P1999999998Y11M30D");
}

TEST_CASE("fractions of a component flow to smaller ones", "[temporal]") {
  CHECK(AsText("duration({months: 0.75})") == "P22DT19H51M49.5S");
  CHECK(AsText("duration({weeks: 2.5})") == "P17DT12H");
  CHECK(AsText("duration({seconds: -60, milliseconds: 1})") == "PT-59.999S");
  CHECK(AsText("duration({seconds: 0.1})") == "PT0.1S");
  CHECK(AsText("duration({quarters: 3, microseconds: 1})") == "P9MT0.000001S");
  CHECK(TextOrFailure("duration({days: 1e30})") == "ArithmeticError NumberOutOfRange");
  CHECK(TextOrFailure("duration({})") == "ArgumentError InvalidArgumentValue");
}

}  // namespace
}  // namespace papergraph::engine
