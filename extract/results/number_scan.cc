#include "extract/results/number_scan.h"

#include <charconv>
#include <string>

#include "extract/text/phrase_table.h"

namespace papergraph::extract {
namespace {

/// Units are compared as they stand: "×" and "%" are no letters, and "X" is not "x1".
struct UnitRow {
  std::string_view written, stored;
  UnitKind kind;
};

const std::vector<UnitRow>& Units() {
  static const std::vector<UnitRow> units = [] {
    std::vector<UnitRow> rows;
    const PhraseTable table("units.tsv");
    for (const PhraseTable::Row& row : table.rows()) {
      const std::string_view says = row.cell(2);
      const UnitKind kind = says == "share"    ? UnitKind::kShare
                            : says == "points" ? UnitKind::kPoints
                            : says == "score"  ? UnitKind::kScore
                            : says == "times"  ? UnitKind::kTimes
                            : says == "level"  ? UnitKind::kLevel
                                               : UnitKind::kCount;
      rows.push_back({row.cell(0), row.cell(1), kind});
    }
    return rows;
  }();
  return units;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool ReadUnit(std::string_view text, uint32_t at, Number* number) {
  uint32_t begin = at;
  while (begin < text.size() && (text[begin] == ' ' || text[begin] == '*' || text[begin] == '\\') && begin - at < 3)
    ++begin;
  const std::string_view rest = text.substr(begin);
  const UnitRow* best = nullptr;
  for (const UnitRow& unit : Units()) {
    if (!rest.starts_with(unit.written) || (best != nullptr && best->written.size() >= unit.written.size())) continue;
    const size_t end = unit.written.size();
    if (IsLetter(unit.written.back()) && end < rest.size() && IsLetter(rest[end])) continue;
    if (begin > at && (unit.written == "x" || unit.written == "X" || unit.written == "s")) continue;
    best = &unit;
  }
  if (best == nullptr) return false;
  // "分别", "点击" and the like are words.
  if (best->kind == UnitKind::kScore && rest.size() >= 6) {
    for (const std::string_view word :
         {"分别", "分类", "分布", "分割", "分析", "分钟", "分辨", "分子", "分支", "点击", "点云", "点积"}) {
      if (rest.starts_with(word)) return false;
    }
  }
  number->unit = best->stored;
  number->kind = best->kind;
  number->span.end = begin + static_cast<uint32_t>(best->written.size());
  return true;
}

}  // namespace

std::vector<Number> FindNumbers(std::string_view text, Span within) {
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
    ReadUnit(text, end, &number);
    const bool runs_on = number.kind == UnitKind::kNone && end < text.size() &&
                         (IsLetter(text[end]) || text[end] == '/' || text[end] == '_');
    at = end;
    // "256x256", "4×4": sizes.
    const bool grid =
        number.kind == UnitKind::kTimes && number.span.end < text.size() && IsDigit(text[number.span.end]);
    const bool grid_end = before == 'x' || (number.span.begin >= 2 && text.substr(number.span.begin - 2, 2) == "×");
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
          opening.range_start = !from || true;
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
