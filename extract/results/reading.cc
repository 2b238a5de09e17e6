#include "extract/results/reading.h"

#include <algorithm>
#include <cmath>

#include "extract/text/ascii.h"
#include "extract/text/trim.h"

namespace papergraph::extract {
namespace {

/// "45.0% → 56.7%", "53.83 -> 65.94".
bool IsArrow(std::string_view between) {
  const std::string_view mark = Trimmed(between, " *");
  return mark == "→" || mark == "->" || mark == "⟶" || mark == "➜" || mark == "-->" || mark == "=>" ||
         mark == "➡️" || mark == "$\\rightarrow$" || mark == "➡";
}

void Change(Reading* reading, bool down) {
  reading->kind = "delta";
  reading->sign = down ? -1 : 1;
  reading->convincing = true;
}

/// "to" of "提升幅度达到 4 个百分点": a level of a change is a change.
bool IsLevelOfChange(const Scene& scene, const PhraseTable::Hit& hit, const PhraseTable::Hit* near,
                     const Number& number) {
  if (near == nullptr || scene.EffectOf(hit) != "reach" || hit.begin - near->end > 15) return false;
  const std::string_view before = scene.EffectOf(*near), word = scene.WordOf(hit);
  return before != "reach" && before != "from" && number.kind != UnitKind::kNone && word != "至" && word != "到" &&
         word != "to";
}

/// Measures that are made up by a number: "pass@10", "Acc@5", "maj@64", "top-6 accuracy".
std::string CountedMetricBehind(std::string_view behind) {
  behind = Trimmed(behind, " *");
  size_t at = 0;
  while (at < behind.size() && IsLetter(behind[at])) ++at;
  if (at == 0 || at >= behind.size() || behind[at] != '@') return "";
  size_t end = at + 1;
  while (end < behind.size() && (IsDigit(behind[end]) || behind[end] == 'k' || behind[end] == 'N')) ++end;
  return end > at + 1 ? std::string(behind.substr(0, end)) : "";
}

std::string CountedMetricBefore(std::string_view before) {
  const size_t sign = before.rfind('@');
  if (sign == std::string_view::npos || sign == 0 || before.size() - sign > 24) return "";
  size_t begin = sign;
  while (begin > 0 && IsLetter(before[begin - 1])) --begin;
  return begin < sign ? CountedMetricBehind(before.substr(begin)) : "";
}

/// "by 70% (from 0.37% to 0.11%)", "+411% (0.117→0.598)": the levels beside it are as far apart as a share of the
/// first, not as points.
bool IsShareOfLevels(const Scene& scene, size_t n) {
  const Number& number = scene.numbers[n];
  if (number.unit != "%") return false;
  const double share = std::abs(number.value);
  const auto fits = [&](size_t first) {
    const double from = scene.numbers[first].value, to = scene.numbers[first + 1].value;
    if (from == 0) return false;
    const double points = std::abs(to - from), relative = 100 * points / std::abs(from);
    return std::abs(relative - share) <= std::max(0.6, share / 50) && std::abs(points - share) > share / 10;
  };
  return (n + 2 < scene.numbers.size() && fits(n + 1)) || (n >= 2 && fits(n - 2));
}

/// One that MetricFor knows under another spelling is called as it is.
std::string Named(std::string metric, const Scene& scene) {
  const PhraseTable::Row* row = scene.view->phrases->table(PhraseKind::kMetric).Find(metric);
  return row != nullptr ? std::string(row->cell(1)) : std::move(metric);
}

}  // namespace

Reading ReadNumber(const Scene& scene, size_t n, Span within) {
  const Number& number = scene.numbers[n];
  Reading reading;
  const PhraseTable::Hit* near = nullptr;
  bool relative = false;
  for (const PhraseTable::Hit& hit : scene.words) {
    if (hit.begin < within.begin) continue;
    if (hit.end > number.span.begin) break;
    const std::string_view effect = scene.EffectOf(hit);
    if (effect == "relative") {
      relative = true;
      near = &hit;
    } else if (effect != "average" && effect != "respective" && effect != "versus" && effect != "bound" &&
               !IsLevelOfChange(scene, hit, near, number)) {
      near = &hit;
    }
  }
  if (near != nullptr) {
    const std::string_view effect = scene.EffectOf(*near);
    const bool close = number.span.begin - near->end <= 48;
    reading.rule = std::string(scene.WordOf(*near));
    reading.at = near->begin;
    if (effect == "from") {
      reading.from = close;
      reading.convincing = close;
    } else if (effect == "reach") {
      reading.ends = close && scene.view->RowOf(PhraseKind::kNumberWord, *near).cell(2) == "ends";
      // "with" and the like lead to a score only right before it.
      reading.convincing = close && (reading.rule != "with" || number.span.begin - near->end <= 6);
    } else if (close && (effect == "up" || effect == "down")) {
      Change(&reading, effect == "down");
    } else if (close && effect == "relative") {
      Change(&reading, reading.rule.find("降") != std::string::npos || reading.rule.find("reduc") != std::string::npos);
    }
  }
  // Behind the number: "7.8% improvement", "9% 的相对提升".
  for (const PhraseTable::Hit& hit : scene.words) {
    if (hit.begin < number.span.end) continue;
    if (hit.begin > number.span.end + 32 || hit.begin >= within.end) break;
    if (n + 1 < scene.numbers.size() && hit.begin > scene.numbers[n + 1].span.begin) break;
    const std::string_view effect = scene.EffectOf(hit);
    const std::string_view between = scene.Between(number.span.end, hit.begin);
    if (between.find("，") != std::string_view::npos || between.find(',') != std::string_view::npos ||
        between.find(" and ") != std::string_view::npos)
      break;
    const bool attached = between.find("的") != std::string_view::npos || between.size() <= 3 || scene.english();
    if (!attached) break;
    const bool may_follow = scene.view->RowOf(PhraseKind::kNumberWord, hit).cell(2) == "after";
    if (effect == "relative") relative = true;
    if ((effect == "up" || effect == "down" || effect == "relative") && may_follow && number.kind != UnitKind::kNone) {
      Change(&reading, effect == "down" || scene.WordOf(hit).find("reduc") != std::string_view::npos);
      reading.from = false;
      reading.after = true;
      break;
    }
    if (effect != "average") break;
  }
  if (number.signed_up || number.signed_down) Change(&reading, number.signed_down);
  if (n + 1 < scene.numbers.size() && IsArrow(scene.Between(number.span.end, scene.numbers[n + 1].span.begin))) {
    reading = {};
    reading.from = reading.arrow = reading.convincing = true;
    reading.at = number.span.begin;
    reading.rule = "→";
  } else if (n > 0 && IsArrow(scene.Between(scene.numbers[n - 1].span.end, number.span.begin))) {
    reading = {};
    reading.convincing = true;
    reading.rule = "→";
  }
  if (number.kind == UnitKind::kPoints && reading.kind == "absolute" && !reading.from && reading.rule != "→")
    Change(&reading, false);
  if (number.kind == UnitKind::kTimes) {
    reading.kind = "relative";
    reading.sign = 1;
    reading.convincing = true;
  } else if (reading.kind == "delta" && (relative || IsShareOfLevels(scene, n))) {
    reading.kind = "relative";
  }
  return reading;
}

Metric MetricFor(const Scene& scene, size_t n, Span clause) {
  const Number& number = scene.numbers[n];
  // "83.5% and 81.0% pass@1", "57-59% token reduction": what is behind the last is behind all.
  size_t last = scene.row_of[n].first + scene.row_of[n].count - 1;
  if (number.range_start && n + 1 < scene.numbers.size()) last = n + 1;
  const uint32_t end = scene.numbers[last].span.end;
  const uint32_t next = last + 1 < scene.numbers.size() ? scene.numbers[last + 1].span.begin : scene.sentence.end;
  clause.end = std::max(clause.end, scene.ClauseAt(scene.numbers[last].span.begin).end);
  Metric metric;
  const PhraseTable::Hit* best = nullptr;
  bool behind = false;
  for (const PhraseTable::Hit& hit : scene.metrics) {
    const bool vague = scene.MetricOf(hit) == "performance";
    if (hit.end <= number.span.begin) {
      if (hit.begin >= clause.begin || best == nullptr) {
        if (!(vague && best != nullptr && best->begin >= clause.begin)) best = &hit;
      }
    } else if (hit.begin >= end && hit.end <= std::min(clause.end, next)) {
      // "2.16 的 gFID", "90.6% IoU", "9.0 absolute Pass@1 scores"; not what the next clause measures.
      const std::string_view between = scene.Between(end, hit.begin);
      const bool near =
          between.size() <= 3 || Trimmed(between, " *") == "的" || (scene.english() && between.size() <= 24);
      bool apart = between.find('(') != std::string_view::npos;
      for (const std::string_view word : {" on ", " with ", " and ", " while ", " than ", " over "})
        apart = apart || between.find(word) != std::string_view::npos;
      if (near && !apart && !vague) {
        best = &hit;
        behind = true;
      }
      break;
    } else if (hit.begin >= end) {
      break;
    }
  }
  if (const std::string counted = CountedMetricBehind(scene.Between(end, std::min(clause.end, next)));
      !counted.empty()) {
    metric = {Named(counted, scene), true, true};
    return metric;
  }
  if (!behind) {
    const std::string counted = CountedMetricBefore(scene.Between(clause.begin, number.span.begin));
    if (!counted.empty()) {
      metric = {Named(counted, scene), true, true};
      return metric;
    }
  }
  if (best != nullptr && scene.MetricOf(*best) != "performance") {
    metric.name = std::string(scene.MetricOf(*best));
    metric.here = best->begin >= clause.begin && best->end <= clause.end;
    metric.beside = behind || (best->end <= number.span.begin && number.span.begin - best->end <= 10) ||
                    (best->begin >= end && best->begin - end <= 8);
    return metric;
  }
  metric.name = number.kind == UnitKind::kShare || number.kind == UnitKind::kPoints ? "accuracy" : "score";
  return metric;
}

}  // namespace papergraph::extract
