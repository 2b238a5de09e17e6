// Durations as text: P[nY][nM][nW][nD][T[nH][nM][nS]], and the form of a date and time, P<date>T<time>.
#include <cstring>

#include "storage/temporal.h"
#include "storage/temporal_arithmetic.h"
#include "storage/temporal_calendar.h"

namespace papergraph {
namespace {

__extension__ using Wide = __int128;

// A decimal number as whole part and billionths, both of one sign.
struct Decimal {
  int64_t whole = 0;
  int64_t billionths = 0;
};

// Takes [+-]digits[(.|,)digits] from the start of `text`; digits behind the ninth are cut.
std::optional<Decimal> TakeDecimal(std::string_view& text) {
  const int64_t sign = text.starts_with('-') ? -1 : 1;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  Decimal value;
  size_t size = 0;
  for (; size < text.size() && text[size] >= '0' && text[size] <= '9'; ++size) {
    if (__builtin_mul_overflow(value.whole, 10, &value.whole) ||
        __builtin_add_overflow(value.whole, text[size] - '0', &value.whole)) {
      return std::nullopt;
    }
  }
  if (size == 0) return std::nullopt;
  text.remove_prefix(size);
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    int64_t unit = 100'000'000;
    for (size = 0; size < text.size() && text[size] >= '0' && text[size] <= '9'; ++size) {
      value.billionths += unit * (text[size] - '0');
      unit /= 10;
    }
    if (size == 0) return std::nullopt;
    text.remove_prefix(size);
  }
  value.whole *= sign;
  value.billionths *= sign;
  return value;
}

// Sums of the parts read so far; fractions flow to the smaller groups exactly.
class Sum {
 public:
  void AddMonths(const Decimal& value, int64_t factor) {
    const Wide billionths = Wide{value.billionths} * factor;
    months_ += Wide{value.whole} * factor + billionths / kNanosPerSecond;
    // A billionth of a month, in nanoseconds: its average seconds.
    const Wide nanos = billionths % kNanosPerSecond * kSecondsPerAverageMonth;
    days_ += nanos / kNanosPerDay;
    nanos_ += nanos % kNanosPerDay;
  }
  void AddDays(const Decimal& value, int64_t factor) {
    const Wide billionths = Wide{value.billionths} * factor;
    days_ += Wide{value.whole} * factor + billionths / kNanosPerSecond;
    nanos_ += billionths % kNanosPerSecond * kSecondsPerDay;
  }
  void AddSeconds(const Decimal& value, int64_t factor) {
    nanos_ += (Wide{value.whole} * kNanosPerSecond + value.billionths) * factor;
  }
  std::optional<Duration> Finish() const {
    const Wide seconds = nanos_ / kNanosPerSecond;
    for (Wide part : {months_, days_, seconds}) {
      if (part > INT64_MAX || part < INT64_MIN) return std::nullopt;
    }
    return MakeDuration(static_cast<int64_t>(months_), static_cast<int64_t>(days_), static_cast<int64_t>(seconds),
                        static_cast<int64_t>(nanos_ % kNanosPerSecond));
  }

 private:
  Wide months_ = 0, days_ = 0, nanos_ = 0;
};

std::optional<Duration> ParseUnits(std::string_view text) {
  constexpr char kDateUnits[] = "YMWD";
  constexpr char kTimeUnits[] = "HMS";
  Sum sum;
  bool in_time = false, any = false, ended = false;
  size_t next = 0;  // units only become smaller
  while (!text.empty()) {
    if (text[0] == 'T') {
      if (in_time || text.size() == 1) return std::nullopt;
      in_time = true;
      next = 0;
      text.remove_prefix(1);
      continue;
    }
    const auto value = TakeDecimal(text);
    if (!value || text.empty() || ended) return std::nullopt;
    const char* units = in_time ? kTimeUnits : kDateUnits;
    const char* unit = std::strchr(units + next, text[0]);
    if (!unit || *unit == '\0') return std::nullopt;
    next = static_cast<size_t>(unit - units) + 1;
    ended = value->billionths != 0;  // only the last part may have a fraction
    any = true;
    if (in_time)
      sum.AddSeconds(*value, *unit == 'H' ? 3600 : *unit == 'M' ? 60 : 1);
    else if (*unit == 'Y' || *unit == 'M')
      sum.AddMonths(*value, *unit == 'Y' ? 12 : 1);
    else
      sum.AddDays(*value, *unit == 'W' ? 7 : 1);
    text.remove_prefix(1);
  }
  return any ? sum.Finish() : std::nullopt;
}

// "2012-02-02T14:37:21.545": amounts that look like a calendar date and a time. Both parts, or either alone.
std::optional<Duration> ParseDateTimeForm(std::string_view text) {
  const size_t t = text.find('T');
  const std::string_view date = text.substr(0, t);
  int64_t parts[3] = {0, 0, 0};  // years, months, days
  const bool dashes = date.find('-') != std::string_view::npos;
  if (date.size() != (dashes ? 10u : 8u)) return std::nullopt;
  size_t at = 0;
  for (size_t i = 0; i < 3; ++i) {
    if (i > 0 && dashes && date[at++] != '-') return std::nullopt;
    for (size_t digits = i == 0 ? 4 : 2; digits > 0; --digits, ++at) {
      if (date[at] < '0' || date[at] > '9') return std::nullopt;
      parts[i] = parts[i] * 10 + (date[at] - '0');
    }
  }
  if (parts[1] > 12 || parts[2] > 31) return std::nullopt;
  const auto clock = t == std::string_view::npos ? LocalTime{} : ParseLocalTime(text.substr(t + 1));
  if (!clock) return std::nullopt;
  return MakeDuration(parts[0] * 12 + parts[1], parts[2], clock->nanos / kNanosPerSecond,
                      clock->nanos % kNanosPerSecond);
}

}  // namespace

std::optional<Duration> ParseDuration(std::string_view text) {
  const bool negative = text.starts_with("-P");
  if (negative || text.starts_with("+P")) text.remove_prefix(1);
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  auto duration = ParseUnits(text);
  if (!duration) duration = ParseDateTimeForm(text);
  return duration && negative ? Negated(*duration) : duration;
}

}  // namespace papergraph
