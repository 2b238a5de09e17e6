#include "engine/sentence/dates.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "engine/sentence/phrases.h"

namespace papergraph::engine {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

year_month_day Calendar(Date date) { return year_month_day{sys_days{std::chrono::days{date.days}}}; }
Date ToDate(year_month_day ymd) { return Date{sys_days{ymd}.time_since_epoch().count()}; }
Date LastOfMonth(int y, unsigned m) { return ToDate(year_month_day{year{y} / month{m} / std::chrono::last}); }
Date FirstOfMonth(int y, unsigned m) { return ToDate(year{y} / month{m} / day{1}); }

DateSpan OfMonth(int y, unsigned m) { return {FirstOfMonth(y, m), LastOfMonth(y, m)}; }
DateSpan OfYear(int y) { return {FirstOfMonth(y, 1), LastOfMonth(y, 12)}; }
std::optional<DateSpan> OfDay(int y, unsigned m, unsigned d) {
  const year_month_day ymd{year{y}, month{m}, day{d}};
  if (!ymd.ok()) return std::nullopt;
  return DateSpan{ToDate(ymd), ToDate(ymd)};
}

std::optional<unsigned> Digits(std::string_view text, size_t most) {
  unsigned value = 0;
  if (text.empty() || text.size() > most) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> Year(std::string_view text) {
  const auto value = Digits(text, 4);
  if (!value || text.size() != 4 || *value < 1900 || *value > 2199) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<DateSpan> OfParts(int y, std::optional<unsigned> m, std::optional<unsigned> d) {
  if (!m) return OfYear(y);
  if (*m < 1 || *m > 12) return std::nullopt;
  return d ? OfDay(y, *m, *d) : OfMonth(y, *m);
}

/// 2026, 2026-01, 2026/01/15, 2026.1.15
std::optional<DateSpan> FromDigits(std::string_view text) {
  std::string_view parts[3];
  size_t count = 0;
  for (size_t from = 0; from <= text.size();) {
    const size_t end = std::min(text.find_first_of("-/.", from), text.size());
    if (count == 3) return std::nullopt;
    parts[count++] = text.substr(from, end - from);
    from = end + 1;
  }
  const auto y = Year(parts[0]);
  if (!y) return std::nullopt;
  std::optional<unsigned> m, d;
  if (count > 1 && !(m = Digits(parts[1], 2))) return std::nullopt;
  if (count > 2 && !(d = Digits(parts[2], 2))) return std::nullopt;
  return OfParts(*y, m, d);
}

class DateReader {
 public:
  DateReader(std::span<const Atom> atoms, size_t at, Date today) : atoms_(atoms), at_(at), today_(today) {}

  std::optional<DateSpan> Read() {
    if (at_ >= atoms_.size() || atoms_[at_].kind == Atom::Kind::kQuoted) return std::nullopt;
    for (auto form : {&DateReader::Chinese, &DateReader::Relative, &DateReader::Named, &DateReader::English,
                      &DateReader::Quarter, &DateReader::Plain}) {
      next_ = at_;
      relative_ = false;
      if (auto span = (this->*form)()) {
        span->next = next_;
        span->relative = relative_;
        return span;
      }
    }
    return std::nullopt;
  }

 private:
  std::string_view Word(size_t offset = 0) const {
    return next_ + offset < atoms_.size() ? std::string_view(atoms_[next_ + offset].folded) : std::string_view();
  }
  const Phrase* Take(PhraseKind kind) {
    const Phrase* phrase = LongestPhrase(atoms_, next_, {{kind}});
    if (phrase != nullptr) next_ += phrase->atoms.size();
    return phrase;
  }
  std::optional<unsigned> TakeNumber() {
    if (const auto digits = Digits(Word(), 4)) {
      ++next_;
      return digits;
    }
    if (const Phrase* phrase = Take(PhraseKind::kNumber)) return Digits(phrase->value, 4);
    return std::nullopt;
  }
  static bool IsDayNumber(std::string_view word, unsigned* out) {
    for (std::string_view ending : {"st", "nd", "rd", "th"}) {
      if (word.ends_with(ending)) word.remove_suffix(ending.size());
    }
    const auto value = Digits(word, 2);
    if (value) *out = *value;
    return value && *value >= 1 && *value <= 31;
  }

  /// 2026年, 2026年1月, 2026年1月15日, 1月
  std::optional<DateSpan> Chinese() {
    const auto first = Digits(Word(), 4);
    if (!first) return std::nullopt;
    int y = Calendar(today_).year().operator int();
    std::optional<unsigned> m, d;
    if (Word(1) == "年" && Year(Word())) {
      y = static_cast<int>(*first);
      next_ += 2;
      if (Digits(Word(), 2) && Word(1) == "月") {
        m = Digits(Word(), 2);
        next_ += 2;
      }
    } else if (Word(1) == "月" && *first >= 1 && *first <= 12) {
      m = first;
      next_ += 2;
      if (FirstOfMonth(y, *m) > today_) --y;
      relative_ = true;
    } else {
      return std::nullopt;
    }
    if (m && Digits(Word(), 2) && (Word(1) == "日" || Word(1) == "号")) {
      d = Digits(Word(), 2);
      next_ += 2;
    }
    return OfParts(y, m, d);
  }

  /// last 3 weeks
  std::optional<DateSpan> Relative() {
    relative_ = true;
    if (Take(PhraseKind::kLast) == nullptr) return std::nullopt;
    const auto number = TakeNumber();
    const Phrase* unit = number ? Take(PhraseKind::kUnit) : nullptr;
    if (unit == nullptr || *number == 0) return std::nullopt;
    Date first = today_;
    if (unit->value == "day") first.days -= *number - 1;
    if (unit->value == "week") first.days -= 7 * static_cast<int64_t>(*number) - 1;
    if (unit->value == "month" || unit->value == "year") {
      const auto now = Calendar(today_);
      const auto months = std::chrono::months{static_cast<int>(*number) * (unit->value == "year" ? 12 : 1)};
      const auto past = year_month_day{now.year() / now.month() / day{1}} - months;
      const Date end = LastOfMonth(static_cast<int>(past.year()), static_cast<unsigned>(past.month()));
      first = Date{std::min(ToDate(past).days + static_cast<unsigned>(now.day()) - 1, end.days)};
      first.days += 1;
    }
    return DateSpan{first, today_};
  }

  /// today, this month, ...
  std::optional<DateSpan> Named() {
    relative_ = true;
    const Phrase* phrase = Take(PhraseKind::kDay);
    if (phrase == nullptr) return std::nullopt;
    const auto now = Calendar(today_);
    const int y = static_cast<int>(now.year());
    const unsigned m = static_cast<unsigned>(now.month());
    const Date monday{today_.days - (today_.days + 3 + 7'000'000'000) % 7};  // 1970-01-01 was a Thursday
    if (phrase->value == "today") return DateSpan{today_, today_};
    if (phrase->value == "yesterday") return DateSpan{Date{today_.days - 1}, Date{today_.days - 1}};
    if (phrase->value == "this-week") return DateSpan{monday, Date{monday.days + 6}};
    if (phrase->value == "last-week") return DateSpan{Date{monday.days - 7}, Date{monday.days - 1}};
    if (phrase->value == "this-month") return OfMonth(y, m);
    if (phrase->value == "last-month") return m == 1 ? OfMonth(y - 1, 12) : OfMonth(y, m - 1);
    if (phrase->value == "this-year") return OfYear(y);
    return OfYear(y - 1);
  }

  /// January 2026, January 15(th), 2026, 15 January 2026, January
  std::optional<DateSpan> English() {
    unsigned d = 0;
    const bool day_first =
        IsDayNumber(Word(), &d) && LongestPhrase(atoms_, next_ + 1, {{PhraseKind::kMonth}}) != nullptr;
    if (day_first) ++next_;
    const Phrase* name = Take(PhraseKind::kMonth);
    if (name == nullptr) return std::nullopt;
    const unsigned m = *Digits(name->value, 2);
    if (!day_first && !Year(Word()) && IsDayNumber(Word(), &d)) ++next_;
    const size_t comma = next_ < atoms_.size() && atoms_[next_].kind == Atom::Kind::kComma ? 1 : 0;
    int y = static_cast<int>(Calendar(today_).year());
    const auto written = Year(Word(comma));
    if (written) {
      y = *written;
      next_ += comma + 1;
    } else if (FirstOfMonth(y, m) > today_) {
      --y;
    }
    auto span = d == 0 ? std::optional(OfMonth(y, m)) : OfDay(y, m, d);
    if (span) span->plain = !written;
    relative_ = !written;
    return span;
  }

  /// Q1 2026
  std::optional<DateSpan> Quarter() {
    const std::string_view word = Word();
    if (word.size() != 2 || word[0] != 'q' || word[1] < '1' || word[1] > '4') return std::nullopt;
    const auto y = Year(Word(1));
    if (!y) return std::nullopt;
    next_ += 2;
    const unsigned last = static_cast<unsigned>(word[1] - '0') * 3;
    return DateSpan{FirstOfMonth(*y, last - 2), LastOfMonth(*y, last)};
  }

  std::optional<DateSpan> Plain() {
    auto span = FromDigits(Word());
    if (span) {
      span->plain = true;
      ++next_;
    }
    return span;
  }

  std::span<const Atom> atoms_;
  size_t at_;
  size_t next_ = 0;
  bool relative_ = false;
  Date today_;
};

}  // namespace

std::optional<DateSpan> ReadDate(std::span<const Atom> atoms, size_t at, Date today) {
  return DateReader(atoms, at, today).Read();
}

std::string DateText(Date date) {
  const auto ymd = Calendar(date);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

}  // namespace papergraph::engine
