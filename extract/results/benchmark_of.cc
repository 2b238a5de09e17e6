#include "extract/results/benchmark_of.h"

#include <algorithm>
#include <string>

#include "extract/text/ascii.h"
#include "extract/text/trim.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kBesideNames = " *`";  // they may stand around a name
constexpr uint32_t kBeforePreposition = 90;  // bytes between a number and the preposition that leads to its benchmark

bool IsJoint(std::string_view gap) {
  gap = Trimmed(gap, kBesideNames);
  for (const std::string_view joint : {"、", "和", "与", "及", "以及", ",", "and", ", and", "/", "&", "，"}) {
    if (gap == joint) return true;
  }
  return false;
}

/// Positions in scene.places of the enumeration of benchmarks that holds the one at `at`, each entity once.
std::vector<uint32_t> ChainOf(const Scene& scene, size_t at) {
  const auto joined = [&](size_t a, size_t b) {
    return scene.places[a].benchmark() && scene.places[b].benchmark() &&
           IsJoint(scene.Between(scene.places[a].span.end, scene.places[b].span.begin));
  };
  size_t first = at;
  while (first > 0 && joined(first - 1, first)) --first;
  std::vector<uint32_t> chain;
  for (size_t i = first; i < scene.places.size() && (i == first || joined(i - 1, i)); ++i) {
    if (std::find(chain.begin(), chain.end(), scene.places[i].entity) == chain.end())
      chain.push_back(scene.places[i].entity);
  }
  return chain;
}

/// Of a chain, the one that is meant by the number: the only one, or the one at the same place of its row.
int Pick(const std::vector<uint32_t>& chain, const NumberRow& row, size_t number) {
  if (chain.size() == 1) return static_cast<int>(chain[0]);
  if (row.count > 1 && row.count % chain.size() == 0)
    return static_cast<int>(chain[(number - row.first) % chain.size()]);
  return BenchmarkChoice::kUnnamed;
}

bool OpensName(std::string_view text) {
  text = Trimmed(text, kBesideNames);
  return !text.empty() && (IsUpper(text[0]) || text[0] == '$');
}

/// "across 6 benchmarks", "on average over all tasks": several that are not named.
bool MeansMany(std::string_view text) {
  text = text.substr(0, 48);
  for (const std::string_view many : {"benchmarks", "datasets", "tasks", "domains", "models", "settings", "subsets"}) {
    if (text.find(many) != std::string_view::npos) return true;
  }
  return false;
}

/// "62.3% accuracy on B", "80.2% B", "+3.2% (B)": the benchmark that the words behind the number's row lead to.
int Ahead(const Scene& scene, size_t number, bool* found) {
  const NumberRow row = scene.row_of[number];
  const size_t last = row.first + row.count - 1;
  const uint32_t begin = scene.numbers[last].span.end;
  const uint32_t next = last + 1 < scene.numbers.size() ? scene.numbers[last + 1].span.begin : scene.sentence.end;
  const int inside = scene.view->layout.ParenAt(begin > 0 ? begin - 1 : 0);
  uint32_t end = std::min(scene.sentence.end, begin + kBeforePreposition);
  size_t at_place = 0;
  while (at_place < scene.places.size() && scene.places[at_place].span.begin < begin) ++at_place;
  // Right behind.
  for (size_t i = at_place; i < scene.places.size(); ++i) {
    const Place& place = scene.places[i];
    if (!place.benchmark() || place.span.begin >= next) break;
    const std::string_view gap = Trimmed(scene.Between(begin, place.span.begin), kBesideNames);
    const bool opened = gap == "(" || gap == "（";
    if (!gap.empty() && !opened) break;
    if (gap.empty() && scene.numbers[last].kind == UnitKind::kNone && !scene.numbers[last].decimal) break;
    const std::string_view rest = scene.text().substr(place.span.end, 12);
    for (const std::string_view stuff : {" data", " image", " train", " sample", " subset", " label"}) {
      if (rest.starts_with(stuff)) return BenchmarkChoice::kUnnamed;  // "with 1% ImageNet data"
    }
    *found = true;
    return Pick(ChainOf(scene, i), row, number);
  }
  if (!scene.english()) return BenchmarkChoice::kNone;
  for (uint32_t at = begin; at < end;) {
    const char c = scene.text()[at];
    if (c == '(' && inside < 0) {  // what is in parentheses is said beside
      const int paren = scene.view->layout.ParenAt(at + 1);
      if (paren < 0) break;
      const uint32_t close = scene.view->layout.parens[static_cast<size_t>(paren)].end;
      end = std::min(scene.sentence.end, end + (close - at));
      at = close + 1;
      continue;
    }
    if (c == ')' || ClauseMarkAt(scene.text(), at) > 0) break;
    if (at >= next && scene.view->layout.ParenAt(next) == inside) break;
    const std::string_view rest = scene.text().substr(at, end - at);
    if (rest.starts_with(" across ") && MeansMany(rest)) return BenchmarkChoice::kUnnamed;
    uint32_t behind = 0;
    for (const std::string_view word : {" on the ", " on ", " in the ", " in ", " for ", " of "}) {
      if (rest.starts_with(word)) {
        behind = at + static_cast<uint32_t>(word.size());
        break;
      }
    }
    if (behind == 0) {
      ++at;
      continue;
    }
    const bool on = rest.starts_with(" on ");
    for (size_t i = at_place; i < scene.places.size(); ++i) {
      const Place& place = scene.places[i];
      if (place.span.end <= behind || !place.benchmark()) continue;
      const std::string_view lead = scene.Between(behind, place.span.begin);
      if (place.span.begin > behind + (on ? 30 : 8) ||
          lead.find_first_of(",;:(.0123456789") != std::string_view::npos ||
          lead.find(" and ") != std::string_view::npos)
        break;
      *found = true;
      return Pick(ChainOf(scene, i), row, number);
    }
    if (on && (OpensName(scene.text().substr(behind)) || MeansMany(scene.text().substr(behind))))
      return BenchmarkChoice::kUnnamed;
    at = behind;
  }
  return BenchmarkChoice::kNone;
}

/// The benchmark right before the number: "B: 48.6%", "B (56.3%)", "B 61.2"; null when there is none.
const Place* Attached(const Scene& scene, const Number& number) {
  for (auto place = scene.places.rbegin(); place != scene.places.rend(); ++place) {
    if (!place->benchmark() || place->span.end > number.span.begin) continue;
    std::string_view gap = Trimmed(scene.Between(place->span.end, number.span.begin), kBesideNames);
    while (gap.ends_with('+') || gap.ends_with('-') || gap.ends_with('~'))
      gap = Trimmed(gap.substr(0, gap.size() - 1), kBesideNames);
    const bool attached =
        gap.empty() || gap == ":" || gap == "：" || gap == "(" || gap == "（" || gap == "=" || gap == "**:";
    return attached ? &*place : nullptr;
  }
  return nullptr;
}

}  // namespace

Scope BenchmarksBetween(const std::vector<Place>& places, uint32_t begin, uint32_t end) {
  Scope scope;
  auto at = std::lower_bound(places.begin(), places.end(), begin,
                             [](const Place& place, uint32_t b) { return place.span.begin < b; });
  for (; at != places.end() && at->span.begin < end; ++at) {
    if (at->span.end > end || !at->benchmark()) continue;
    if (std::find(scope.several.begin(), scope.several.end(), at->entity) == scope.several.end())
      scope.several.push_back(at->entity);
  }
  if (scope.several.size() == 1) scope.benchmark = static_cast<int>(scope.several[0]);
  return scope;
}

BenchmarkChoice BenchmarkFor(const Scene& scene, size_t n, Span clause, const Inheritance& left) {
  BenchmarkChoice choice;
  const Place* beside = Attached(scene, scene.numbers[n]);
  if (beside != nullptr && scene.row_of[n].count == 1) {
    choice.entity = static_cast<int>(beside->entity);
    choice.attached = true;
    return choice;
  }
  choice.entity = Ahead(scene, n, &choice.ahead);
  if (choice.entity != BenchmarkChoice::kNone) return choice;
  const Number& number = scene.numbers[n];
  int before = -1, after = -1;
  for (size_t i = 0; i < scene.places.size(); ++i) {
    if (!scene.places[i].benchmark()) continue;
    if (scene.places[i].span.end <= number.span.begin) before = static_cast<int>(i);
    if (after < 0 && scene.places[i].span.begin >= number.span.end) after = static_cast<int>(i);
  }
  if (before >= 0) {
    choice.entity = Pick(ChainOf(scene, static_cast<size_t>(before)), scene.row_of[n], n);
    return choice;
  }
  if (after >= 0) {
    const Place& place = scene.places[static_cast<size_t>(after)];
    const bool alone = ChainOf(scene, static_cast<size_t>(after)).size() == 1;
    const bool near = place.span.begin < clause.end;
    const bool other = n + 1 < scene.numbers.size() && scene.numbers[n + 1].span.end <= place.span.begin &&
                       scene.row_of[n].first != scene.row_of[n + 1].first;
    const bool taken = std::any_of(scene.numbers.begin(), scene.numbers.end(),
                                   [&](const Number& of) { return Attached(scene, of) == &place; });
    if (alone && !taken && (near || (scene.english() && !other))) {
      choice.entity = static_cast<int>(place.entity);
      return choice;
    }
    if (scene.english()) return choice;
  }
  if (left.item.benchmark >= 0 && !scene.english()) {
    choice.entity = left.item.benchmark;
    choice.scoped = true;
    return choice;
  }
  choice.inherited = true;
  if (left.item.several.size() > 1) return choice;
  if (left.item.benchmark >= 0) {
    choice.entity = left.item.benchmark;
  } else if (left.recent >= 0) {
    choice.entity = left.recent;
  } else if (left.parent.benchmark >= 0) {
    choice.entity = left.parent.benchmark;
  } else if (left.parent.several.size() <= 1) {
    choice.entity = left.section.benchmark;
  }
  return choice;
}

}  // namespace papergraph::extract
