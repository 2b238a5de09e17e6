#include "extract/results/table.h"

#include <algorithm>
#include <optional>

namespace papergraph::extract {
namespace {

bool IsCellMark(char c) { return c == ' ' || c == '*' || c == '`' || c == '_' || c == '$' || c == '\t' || c == '\r'; }

Span TrimmedCell(std::string_view text, Span cell) {
  while (cell.begin < cell.end && IsCellMark(text[cell.begin])) ++cell.begin;
  while (cell.begin < cell.end && IsCellMark(text[cell.end - 1])) --cell.end;
  return cell;
}

std::vector<Span> CellSpans(std::string_view text, Span row) {
  std::vector<Span> cells;
  uint32_t begin = row.begin + 1;
  for (uint32_t at = begin; at <= row.end; ++at) {
    if (at < row.end && (text[at] != '|' || text[at - 1] == '\\')) continue;
    if (at < row.end || !Cut(text, TrimmedCell(text, {begin, at})).empty())
      cells.push_back(TrimmedCell(text, {begin, at}));
    begin = at + 1;
  }
  return cells;
}

bool IsRuleRow(std::string_view row) {
  return row.find("--") != std::string_view::npos && row.find_first_not_of("|-: \t\r") == std::string_view::npos;
}

bool IsOwnWord(std::string_view cell) {
  for (const std::string_view word :
       {"Ours", "ours", "OURS", "Our method", "Our model", "本文", "我们的", "Proposed"}) {
    if (cell.starts_with(word)) return true;
  }
  return false;
}

/// What a cell names.
struct TableCell {
  Span span;
  std::optional<uint32_t> benchmark;  // the only one
  std::vector<uint32_t> subjects;
  bool own = false;
  bool several_benchmarks = false;
  std::string metric;
  bool plain = false;  // says nothing else than names, measures and units
};

class TableReader {
 public:
  TableReader(const TextView& view, const std::vector<Place>& places) : view_(view), places_(places) {}

  std::vector<TableNumber> Read(size_t first, size_t last) {
    const std::vector<TableCell> heads = RowAt(first);
    const std::string caption = first > 0 ? OnlyMetric(view_.layout.items[first - 1]) : std::string();
    size_t benchmarks = 0, subjects = 0;
    for (size_t c = 0; c < heads.size(); ++c) {
      benchmarks += heads[c].benchmark && heads[c].plain ? 1 : 0;
      subjects += c > 0 && Names(heads[c]) ? 1 : 0;
    }
    for (size_t r = first + 2; r < last; ++r) {
      const std::vector<TableCell> row = RowAt(r);
      if (row.size() > heads.size()) continue;  // a bar within a cell: who knows which column is which
      if (benchmarks > 0 && subjects == 0) {
        ReadRow(heads, row, caption);
      } else if (benchmarks == 0 && subjects > 0) {
        ReadTurned(heads, row, caption);
      } else if (benchmarks == 0 && subjects == 0) {
        ReadLong(heads, row);
      }
    }
    return std::move(numbers_);
  }

 private:
  static bool Names(const TableCell& cell) { return !cell.benchmark && (cell.own || !cell.subjects.empty()); }

  /// The measure that is named in the span, if it is but one.
  std::string OnlyMetric(Span span) const {
    std::string only;
    for (const PhraseTable::Hit& hit : view_.HitsOf(PhraseKind::kMetric)) {
      if (hit.begin < span.begin || hit.end > span.end) continue;
      const std::string name(view_.RowOf(PhraseKind::kMetric, hit).cell(1));
      if (!only.empty() && name != only) return "";
      only = name;
    }
    return only == "performance" ? "" : only;
  }

  std::vector<TableCell> RowAt(size_t item) const {
    std::vector<TableCell> row;
    for (const Span& span : CellSpans(view_.text, view_.layout.items[item])) row.push_back(CellAt(span));
    return row;
  }

  TableCell CellAt(Span span) const {
    TableCell cell;
    cell.span = span;
    std::string rest;  // without names
    uint32_t done = span.begin;
    auto place = std::lower_bound(places_.begin(), places_.end(), span.begin,
                                  [](const Place& p, uint32_t at) { return p.span.begin < at; });
    for (; place != places_.end() && place->span.begin < span.end; ++place) {
      if (place->benchmark()) {
        cell.several_benchmarks = cell.several_benchmarks || (cell.benchmark && *cell.benchmark != place->entity);
        cell.benchmark = place->entity;
      } else if (std::find(cell.subjects.begin(), cell.subjects.end(), place->entity) == cell.subjects.end()) {
        cell.subjects.push_back(place->entity);
      }
      if (place->span.begin >= done) rest += view_.text.substr(done, place->span.begin - done);
      done = std::max(done, std::min(place->span.end, span.end));
    }
    rest += view_.text.substr(done, span.end - done);
    if (cell.several_benchmarks) cell.benchmark.reset();
    cell.own = IsOwnWord(Cut(view_.text, span));
    cell.metric = OnlyMetric(span);
    cell.plain = IsPlain(rest);
    return cell;
  }

  /// Whether no more is left than a measure, a unit, a split, or something in parentheses.
  bool IsPlain(std::string_view rest) const {
    std::string left;
    int depth = 0;
    for (size_t at = 0; at < rest.size(); at += CharWidth(rest, at)) {
      const std::string_view c = rest.substr(at, CharWidth(rest, at));
      if (c == "(" || c == "（") ++depth;
      if (depth == 0 && !IsCellMark(c[0]) && c != "%" && c != "↑" && c != "↓" && c != "-" && c != "：" && c != ":" &&
          c != "/")
        left += c;
      if (c == ")" || c == "）") --depth;
    }
    if (left.empty()) return true;
    for (const std::string_view word : {"数据集", "基准", "测试集", "dataset", "benchmark", "test", "val"}) {
      if (left == word) return true;
    }
    return view_.phrases->table(PhraseKind::kMetric).Find(left) != nullptr;
  }

  /// The number that a cell is, alone or with its unit, its deviation, or its difference in parentheses.
  std::optional<Number> NumberIn(Span cell) const {
    const std::vector<Number> numbers = FindNumbers(view_.text, cell, view_.phrases->units());
    if (numbers.empty() || numbers[0].range_start || numbers[0].kind == UnitKind::kCount) return std::nullopt;
    const std::string_view before = Cut(view_.text, {cell.begin, numbers[0].span.begin});
    if (before.find_first_not_of(" *`+-$") != std::string_view::npos && before != "−") return std::nullopt;
    std::string_view behind = Cut(view_.text, {std::min(numbers[0].span.end, cell.end), cell.end});
    while (!behind.empty() && IsCellMark(behind.front())) behind.remove_prefix(1);
    for (const std::string_view tail : {"±", "\\pm", "(", "（", "↑", "↓"}) {
      if (behind.starts_with(tail)) return numbers[0];
    }
    return behind.empty() ? std::optional(numbers[0]) : std::nullopt;
  }

  void Add(const Number& number, uint32_t benchmark, const TableCell& subject, std::string metric,
           const TableCell& head) {
    TableNumber found;
    found.number = number;
    if (found.number.unit.empty() && Cut(view_.text, head.span).find('%') != std::string_view::npos) {
      found.number.unit = "%";
      found.number.kind = UnitKind::kShare;
    }
    found.benchmark = benchmark;
    found.subjects = subject.subjects;
    found.own = subject.own;
    found.metric = std::move(metric);
    numbers_.push_back(std::move(found));
  }

  void ReadRow(const std::vector<TableCell>& heads, const std::vector<TableCell>& row, const std::string& caption) {
    const auto subject = std::find_if(row.begin(), row.end(), Names);
    if (subject == row.end() || subject - row.begin() > 1) return;
    for (size_t c = static_cast<size_t>(subject - row.begin()) + 1; c < row.size(); ++c) {
      if (!heads[c].benchmark || !heads[c].plain) continue;
      if (const auto number = NumberIn(row[c].span))
        Add(*number, *heads[c].benchmark, *subject, heads[c].metric.empty() ? caption : heads[c].metric, heads[c]);
    }
  }

  void ReadTurned(const std::vector<TableCell>& heads, const std::vector<TableCell>& row, const std::string& caption) {
    if (row.empty() || !row[0].benchmark || !row[0].plain) return;
    std::string metric = row[0].metric.empty() ? caption : row[0].metric;
    for (size_t c = 1; c < row.size(); ++c) {
      if (!row[c].metric.empty() && !NumberIn(row[c].span)) metric = row[c].metric;  // a column "Metric"
      if (!Names(heads[c])) continue;
      if (const auto number = NumberIn(row[c].span)) Add(*number, *row[0].benchmark, heads[c], metric, row[0]);
    }
  }

  void ReadLong(const std::vector<TableCell>& heads, const std::vector<TableCell>& row) {
    const auto subject = std::find_if(row.begin(), row.end(), Names);
    const auto benchmark =
        std::find_if(row.begin(), row.end(), [](const TableCell& c) { return c.benchmark && c.plain; });
    if (subject == row.end() || benchmark == row.end()) return;
    for (size_t c = 0; c < row.size(); ++c) {
      if (heads[c].metric.empty()) continue;
      if (const auto number = NumberIn(row[c].span))
        Add(*number, *benchmark->benchmark, *subject, heads[c].metric, heads[c]);
    }
  }

  const TextView& view_;
  const std::vector<Place>& places_;
  std::vector<TableNumber> numbers_;
};

}  // namespace

bool IsTableRow(const TextView& view, size_t item) {
  const std::string_view row = Cut(view.text, view.layout.items[item]);
  return row.starts_with('|') && std::count(row.begin(), row.end(), '|') >= 3;
}

uint32_t FirstCellEnd(std::string_view text, Span item) {
  if (item.begin >= item.end || text[item.begin] != '|') return item.begin;
  const size_t bar = text.find('|', item.begin + 1);
  return bar == std::string_view::npos || bar >= item.end ? item.begin : static_cast<uint32_t>(bar);
}

size_t TableEnd(const TextView& view, size_t item) {
  const std::vector<Span>& items = view.layout.items;
  const auto row = [&](size_t i) { return i < items.size() && IsTableRow(view, i); };
  if (!row(item) || item + 2 >= items.size() || !IsRuleRow(Cut(view.text, items[item + 1]))) return item;
  size_t end = item + 2;
  while (row(end)) ++end;
  return end;
}

std::vector<TableNumber> ReadTable(const TextView& view, size_t first, size_t last, const std::vector<Place>& places) {
  return TableReader(view, places).Read(first, last);
}

}  // namespace papergraph::extract
