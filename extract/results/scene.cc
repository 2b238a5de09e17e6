#include "extract/results/scene.h"

#include <algorithm>
#include <string>

#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

std::vector<PhraseTable::Hit> HitsWithin(const std::vector<PhraseTable::Hit>& all, Span sentence) {
  const auto first = std::lower_bound(all.begin(), all.end(), sentence.begin,
                                      [](const PhraseTable::Hit& hit, uint32_t b) { return hit.begin < b; });
  auto last = first;
  while (last != all.end() && last->begin < sentence.end) ++last;
  return {first, last};
}

/// "IS", "SR", "EM" are measures only in capitals: in lower case they are words.
bool WrittenAsMetric(std::string_view written, std::string_view phrase) {
  if (phrase.size() > 3 || !std::all_of(phrase.begin(), phrase.end(), IsUpper)) return true;
  return written == phrase;
}

/// What is left between two numbers without blanks and bold marks.
std::string BareGap(std::string_view between) {
  std::string gap;
  for (const char c : between) {
    if (c != ' ' && c != '*') gap += c;
  }
  return gap;
}

bool Joins(const std::string& gap) {
  return gap == "、" || gap == "和" || gap == "," || gap == "and" || gap == ",and" || gap == "/" || gap == "与" ||
         gap == "，";
}

/// "#1", "(2)", "26 out of 35", "3 to 30B", "44 of 50": no score.
bool IsOrdinal(std::string_view text, const Number& number) {
  if (number.decimal || number.kind == UnitKind::kShare) return false;
  const uint32_t begin = number.span.begin;
  const std::string_view before = text.substr(0, begin);
  const std::string_view behind = text.substr(number.span.end);
  if (before.ends_with("#") || before.ends_with("No. ") || before.ends_with("out of ") || before.ends_with("Top ") ||
      before.ends_with("Level "))
    return true;
  if (number.kind == UnitKind::kTimes || number.kind == UnitKind::kPoints) return false;
  if (before.ends_with("(") && behind.starts_with(")") && number.value < 20) return true;
  if (behind.starts_with(" out of ") || (behind.starts_with(" of ") && behind.size() > 4 && IsDigit(behind[4])))
    return true;
  if (before.ends_with(" of ") && before.size() > 4 && IsDigit(before[before.size() - 5])) return true;
  if (behind.starts_with(" to ")) {  // "3 to 30B"
    size_t at = 4;
    while (at < behind.size() && (IsDigit(behind[at]) || behind[at] == '.')) ++at;
    return at > 4 && at < behind.size() && (behind[at] == 'B' || behind[at] == 'K' || behind[at] == 'M');
  }
  return false;
}

/// "21 TCGA cancer types", "50 IMO problems": how many of a benchmark's things.
bool CountsOf(const Scene& scene, const Number& number) {
  if (number.kind != UnitKind::kNone || number.decimal || number.signed_up || number.signed_down) return false;
  const std::string_view text = scene.text();
  return std::any_of(scene.places.begin(), scene.places.end(), [&](const Place& place) {
    if (!place.benchmark() || place.span.begin != number.span.end + 1 || place.span.end + 1 >= text.size())
      return false;
    const char next = text[place.span.end + 1];
    const bool goes_on = text[place.span.end] == ' ' && IsLower(next);
    return goes_on && std::none_of(scene.metrics.begin(), scene.metrics.end(),
                                   [&](const PhraseTable::Hit& hit) { return hit.begin == place.span.end + 1; });
  });
}

}  // namespace

Span Scene::ClauseAt(uint32_t at) const {
  const int paren = view->layout.ParenAt(at);
  Span clause = sentence;
  for (uint32_t b = sentence.begin; b < sentence.end;) {
    b = kClauseMarks.First(text(), b, sentence.end);
    if (b == sentence.end) break;
    const int other = view->layout.ParenAt(b);
    const uint32_t mark = other >= 0 && other != paren ? 0 : ClauseMarkAt(text(), b);
    if (mark > 0 && b + mark <= at) clause.begin = b + mark;
    if (mark > 0 && b >= at) {
      clause.end = b;
      break;
    }
    b += mark > 0 ? mark : CharWidth(text(), b);
  }
  return clause;
}

bool Scene::Compared(const Place& place, Span clause) const {
  for (const PhraseTable::Hit& hit : words) {
    if (hit.end + 2 < clause.begin) continue;  // the point of "vs." is no end
    if (hit.begin >= place.list.begin) break;
    const std::string_view word = WordOf(hit);
    const bool leads = EffectOf(hit) == "versus" || word == "优于" || word == "超越" || word == "超过" ||
                       word == "领先" || word == "高出" || word.starts_with("outperform") ||
                       word.starts_with("surpass") || word.starts_with("exceed");
    if (leads && place.list.begin <= hit.end + 30) return true;
  }
  return false;
}

Scene SceneOf(const TextView& view, Span sentence, const std::vector<Place>& places) {
  Scene scene;
  scene.view = &view;
  scene.sentence = sentence;
  const auto first = std::lower_bound(places.begin(), places.end(), sentence.begin,
                                      [](const Place& place, uint32_t b) { return place.span.begin < b; });
  for (auto at = first; at != places.end() && at->span.begin < sentence.end; ++at) scene.places.push_back(*at);
  const auto in_name = [&](Span span, bool benchmarks) {
    return std::any_of(scene.places.begin(), scene.places.end(), [&](const Place& place) {
      return (benchmarks || !place.benchmark()) && place.span.begin <= span.begin && span.begin < place.span.end;
    });
  };
  for (const PhraseTable::Hit& hit : HitsWithin(view.HitsOf(PhraseKind::kMetric), sentence)) {
    const std::string_view written = view.text.substr(hit.begin, hit.end - hit.begin);
    const bool named = in_name({hit.begin, hit.end}, true);  // "Self-Consistency" measures nothing
    if (!named && WrittenAsMetric(written, view.RowOf(PhraseKind::kMetric, hit).cell(0))) scene.metrics.push_back(hit);
  }
  scene.words = HitsWithin(view.HitsOf(PhraseKind::kNumberWord), sentence);
  std::vector<Number> numbers;
  for (const Number& number : FindNumbers(view.text, sentence, view.phrases->units())) {
    if (!in_name(number.span, true) && number.kind != UnitKind::kCount && !IsOrdinal(view.text, number) &&
        !CountsOf(scene, number))
      numbers.push_back(number);
  }
  // Bare or signed numbers with nothing but blanks between them are a row of a table that lost its columns.
  const auto beside = [&](const Number& a, const Number& b) {
    return a.kind == UnitKind::kNone && b.kind == UnitKind::kNone && !a.range_start && a.span.end < b.span.begin &&
           scene.Between(a.span.end, b.span.begin).find_first_not_of(" +-") == std::string_view::npos;
  };
  for (size_t n = 0; n < numbers.size(); ++n) {
    if (n > 0 && beside(numbers[n - 1], numbers[n])) continue;
    if (n + 1 == numbers.size() || !beside(numbers[n], numbers[n + 1])) scene.numbers.push_back(numbers[n]);
  }
  for (size_t n = 0; n < scene.numbers.size();) {
    size_t end = n + 1;
    while (end < scene.numbers.size() &&
           Joins(BareGap(scene.Between(scene.numbers[end - 1].span.end, scene.numbers[end].span.begin))))
      ++end;
    for (size_t i = n; i < end; ++i) scene.row_of.push_back({n, end - n});
    n = end;
  }
  return scene;
}

}  // namespace papergraph::extract
