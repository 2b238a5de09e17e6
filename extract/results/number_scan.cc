#include "extract/results/number_scan.h"

#include <charconv>
#include <string>

#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

void ReadUnit(std::string_view text, uint32_t at, const Units& units, Number* number) {
  uint32_t begin = at;
  while (begin < text.size() && (text[begin] == ' ' || text[begin] == '*' || text[begin] == '\\') && begin - at < 3)
    ++begin;
  const Unit* unit = units.At(text.substr(begin));
  if (unit == nullptr) return;
  if (begin > at && (unit->written == "x" || unit->written == "X" || unit->written == "s")) return;
  number->unit = unit->stored;
  number->kind = unit->kind;
  number->span.end = begin + static_cast<uint32_t>(unit->written.size());
}

std::string_view Stripped(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '$')) text.remove_prefix(1);
  return text;
}
std::string_view StrippedBack(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '$')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<Number> FindNumbers(std::string_view text, Span within, const Units& units) {
  std::vector<Number> numbers;
  for (uint32_t at = within.begin; at < within.end;) {
    if (!IsDigit(text[at])) {
      ++at;
      continue;
    }
    uint32_t end = at;
    std::string digits;
    bool decimal = false, odd = false;
    while (end < within.end) {
      if (IsDigit(text[end])) {
        digits += text[end];
      } else if (text[end] == '.' && end + 1 < within.end && IsDigit(text[end + 1])) {
        odd = odd || decimal;
        decimal = true;
        digits += '.';
      } else if (text[end] == ',' && end + 3 < within.end && IsDigit(text[end + 1]) && IsDigit(text[end + 2]) &&
                 IsDigit(text[end + 3])) {
        // thousands
      } else {
        break;
      }
      ++end;
    }
    const char before = at > 0 ? text[at - 1] : ' ';
    const char before2 = at > 1 ? text[at - 2] : ' ';
    const bool hyphened =
        (before == '-' || before == '_') && (IsLetter(before2) || static_cast<unsigned char>(before2) >= 0x80);
    const bool inside =
        IsLetter(before) || before == '.' || before == '@' || before == '/' || before == '^' || hyphened || odd;
    Number number;
    number.span = {at, end};
    number.decimal = decimal;
    std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
    ReadUnit(text, end, units, &number);
    const bool runs_on = number.kind == UnitKind::kNone && end < text.size() &&
                         (IsLetter(text[end]) || text[end] == '/' || text[end] == '_');
    at = end;
    // "256x256", "4 × 4", "256\\times256": sizes.
    const std::string_view rest = Stripped(text.substr(number.span.end));
    const bool grid = number.kind == UnitKind::kTimes && !rest.empty() && IsDigit(rest[0]);
    const std::string_view ahead_of = StrippedBack(text.substr(0, number.span.begin));
    const bool grid_end = before == 'x' || ahead_of.ends_with("×") || ahead_of.ends_with("\\times");
    if (inside || runs_on || grid || grid_end) {
      while (at < within.end && (IsLetter(text[at]) || IsDigit(text[at]))) ++at;
      continue;
    }
    if (before == '+') number.signed_up = true;
    if (before == '-' || (number.span.begin >= 3 && text.substr(number.span.begin - 3, 3) == "−")) {
      const uint32_t sign = before == '-' ? 1 : 3;
      const char ahead = number.span.begin > sign ? text[number.span.begin - sign - 1] : ' ';
      if (!IsDigit(ahead) && ahead != '%' && ahead != ' ') number.signed_down = true;
      if (ahead == ' ' && (numbers.empty() || numbers.back().span.end + sign + 1 < number.span.begin))
        number.signed_down = true;
    }
    // A range: "5.2% - 8.0%", "5.1%-6.3%", "2~3 倍".
    if (!numbers.empty()) {
      std::string gap;
      for (uint32_t g = numbers.back().span.end; g < number.span.begin; ++g) {
        if (text[g] != ' ' && text[g] != '*') gap += text[g];
      }
      if (gap == "-" || gap == "~" || gap == "–" || gap == "—" || gap == "～" || gap == "至" || gap == "到" ||
          gap == "--") {
        const bool from = gap == "至" || gap == "到";
        Number& opening = numbers.back();
        if (!from || opening.kind == UnitKind::kShare || opening.kind == UnitKind::kNone) {
          opening.range_start = true;
          number.signed_down = false;  // "10--20%"
          if (opening.kind == UnitKind::kNone) {
            opening.kind = number.kind;
            opening.unit = number.unit;
          }
        }
      }
    }
    numbers.push_back(number);
    at = std::max(at, number.span.end);
  }
  return numbers;
}

}  // namespace papergraph::extract
