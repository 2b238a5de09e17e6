#include "extract/results/numbers.h"

#include <algorithm>
#include <string>
#include <utility>

#include "extract/results/benchmark_of.h"
#include "extract/results/reading.h"
#include "extract/results/scene.h"
#include "extract/results/table.h"
#include "extract/text/evidence.h"
#include "extract/text/trim.h"

namespace papergraph::extract {
namespace {

// Longer ones are no sentences: a table without lines, or a page without points.
constexpr uint32_t kLongestAttribute = 12;                           // bytes: "朴素的", "原始的"
constexpr uint32_t kLongestSentence = 3000, kLongestEnglish = 1200;  // bytes

bool IsCost(const std::string& metric) {
  return metric == "latency" || metric == "throughput" || metric == "memory" || metric == "tokens" ||
         metric == "cost" || metric == "speedup" || metric == "FPS";
}

bool Within(Span inner, Span outer) { return outer.begin <= inner.begin && inner.end <= outer.end; }

void AddName(std::vector<std::string>* list, const std::string& name) {
  if (std::find(list->begin(), list->end(), name) == list->end()) list->push_back(name);
}

/// Whose number it is, and what it is compared with; -1: nobody is named.
struct Parties {
  int holder = -1;    // named right before the number or its parentheses
  int subject = -1;   // the last one named before that is not compared with
  int model = -1;     // the last such model
  int compared = -1;  // the last one in the clause that it is compared with
  uint32_t subject_end = 0;
};

/// A level that the sentence has told of.
struct Level {
  double value = 0;
  UnitKind kind = UnitKind::kNone;
  Span clause;
  int benchmark = -1;
  std::vector<std::string> subjects;
};

class NumberReader {
 public:
  NumberReader(const PaperMentions& found, const std::vector<PaperEntity>& entities,
               const std::vector<EntityFinding>& findings)
      : found_(found), entities_(entities), findings_(findings), places_(found.views.size()) {
    for (uint32_t e = 0; e < entities.size(); ++e) {
      for (const uint32_t m : entities[e].mentions) {
        const NameMention& mention = found.mentions[m];
        places_[mention.passage].push_back({e, mention.span, mention.list_span, entities[e].kind});
      }
    }
    for (auto& list : places_) {
      std::stable_sort(list.begin(), list.end(),
                       [](const Place& a, const Place& b) { return a.span.begin < b.span.begin; });
    }
    double best = -1;
    for (uint32_t e = 0; e < entities.size(); ++e) {
      const EntityFinding& finding = findings[e];
      if (entities[e].kind == EntityKind::kBenchmark || !IsOwn(static_cast<int>(e))) continue;
      const double score =
          (entities[e].title ? 10 : 0) + finding.confidence + 0.1 * static_cast<double>(entities[e].mentions.size());
      if (score > best) {
        best = score;
        own_ = static_cast<int>(e);
      }
    }
  }

  std::vector<ResultFinding> Run() {
    bool section = false;
    for (const TextView& view : found_.views) section = section || view.passage->kind == SectionKind::kResults;
    for (uint32_t p = 0; p < found_.views.size(); ++p) {
      const SectionKind kind = found_.views[p].passage->kind;
      if (kind == SectionKind::kResults || (!section && kind == SectionKind::kAbstract)) ReadPassage(p);
    }
    return std::move(results_);
  }

 private:
  void ReadPassage(uint32_t p) {
    const TextView& view = found_.views[p];
    const std::vector<Place>& places = places_[p];
    left_ = {};
    size_t s = 0;
    for (size_t i = 0; i < view.layout.items.size(); ++i) {
      if (const size_t table_end = TableEnd(view, i); table_end > i) {
        for (const TableNumber& number : ReadTable(view, i, table_end, places)) AddTableNumber(view, number);
        i = table_end - 1;
        continue;
      }
      const Span item = view.layout.items[i];
      while (s < view.layout.sentences.size() && view.layout.sentences[s].begin < item.begin) ++s;
      if (IsTableRow(view, i)) continue;  // a row that lost its table
      left_.item = {};
      const Span lead = view.layout.leads[i];
      if (lead.end > lead.begin) left_.item = BenchmarksBetween(places, lead.begin, lead.end);
      const std::string_view whole = Trimmed(Cut(view.text, item), " *");
      const bool opens = whole.ends_with(":") || whole.ends_with("：") || whole.ends_with("如下");
      for (; s < view.layout.sentences.size() && view.layout.sentences[s].begin < item.end; ++s) {
        const Span sentence = view.layout.sentences[s];
        if (sentence.end - sentence.begin <= (view.english ? kLongestEnglish : kLongestSentence))
          ReadSentence(SceneOf(view, sentence, places));
        const Scope here = BenchmarksBetween(places, sentence.begin, sentence.end);
        if (!here.several.empty()) left_.item = here;
      }
      const Scope all = BenchmarksBetween(places, item.begin, item.end);
      if (i == 0 || opens) {
        left_.parent = all;
        if (all.benchmark >= 0) left_.recent = -1;
        if (i == 0) left_.section = all;
      }
    }
  }

  void AddTableNumber(const TextView& view, const TableNumber& cell) {
    ResultFinding result;
    if (cell.own && own_ >= 0) AddName(&result.subjects, NameOf(own_));
    for (const uint32_t subject : cell.subjects) AddName(&result.subjects, NameOf(static_cast<int>(subject)));
    if (result.subjects.empty()) return;
    const bool change = cell.number.signed_up || cell.number.signed_down;
    result.metric = !cell.metric.empty() ? cell.metric : cell.number.kind == UnitKind::kShare ? "accuracy" : "score";
    result.value = cell.number.signed_down ? -cell.number.value : cell.number.value;
    result.unit = std::string(cell.number.unit);
    result.kind = change ? "delta" : "absolute";
    result.benchmark = NameOf(static_cast<int>(cell.benchmark));
    result.evidence = EvidenceFor(view, cell.number.span);
    result.rule = "cell of a table";
    result.confidence = 0.8;
    results_.push_back(std::move(result));
  }

  const std::string& NameOf(int entity) const { return findings_[static_cast<size_t>(entity)].name; }
  bool IsMethod(int entity) const {
    return entity >= 0 && entities_[static_cast<size_t>(entity)].kind == EntityKind::kMethod;
  }
  bool IsOwn(int entity) const {
    const std::string& edge = findings_[static_cast<size_t>(entity)].edge;
    return edge == "PROPOSES" || edge == "INTRODUCES";
  }
  bool IsRival(int entity) const { return findings_[static_cast<size_t>(entity)].edge == "COMPARES_WITH"; }

  /// "A（3.6%）", "A (gFID 7.45)", "RAE 的 18.94 dB", "gpt-4o 16.89%".
  int HolderOf(const Scene& scene, const Number& number, Reading* reading) const {
    int holder = -1;
    const int paren = scene.view->layout.ParenAt(number.span.begin);
    if (paren >= 0) {
      const uint32_t inner = scene.view->layout.parens[static_cast<size_t>(paren)].begin;
      for (const Place& place : scene.places) {
        if (place.span.end < inner && inner - place.span.end <= 12 && !place.benchmark())
          holder = static_cast<int>(place.entity);
      }
    }
    for (const Place& place : scene.places) {
      if (place.benchmark() || place.span.end > number.span.begin ||
          number.span.begin - place.span.end > (scene.english() ? 24U : 14U))
        continue;
      std::string gap;
      for (uint32_t at = place.span.end; at < number.span.begin;) {
        const auto measure = std::find_if(scene.metrics.begin(), scene.metrics.end(),
                                          [&](const PhraseTable::Hit& hit) { return hit.begin == at; });
        if (measure != scene.metrics.end() && measure->end <= number.span.begin) {
          at = measure->end;
          continue;
        }
        const char c = scene.text()[at++];
        if (c != ' ' && c != '*' && (c != ',' || scene.english())) gap += c;
      }
      if (gap != "的" && !gap.empty() && gap != "为" && gap != ":" && gap != "：" && gap != "达到" && gap != "得分" &&
          gap != "'s" && gap != "at" && gap != "=")
        continue;
      holder = static_cast<int>(place.entity);
      if (reading->kind == "delta" && reading->at < place.span.begin && number.kind != UnitKind::kPoints &&
          !(number.signed_up || number.signed_down)) {
        reading->kind = "absolute";  // "优于 RAE 的 18.94": its level, not the difference
        reading->from = false;
      }
    }
    return holder;
  }

  /// "朴素的 GRPO 在 AIME 2024 上只有 30 分": the first name of the clause, measured on the second.
  int SpeakerOf(const Scene& scene, const Number& number, Span clause) const {
    const auto first = std::find_if(scene.places.begin(), scene.places.end(),
                                    [&](const Place& place) { return place.span.begin >= clause.begin; });
    if (first == scene.places.end() || first->benchmark() || first->span.end > number.span.begin) return -1;
    const auto on = std::next(first);
    if (on == scene.places.end() || !on->benchmark() || on->span.end > number.span.begin) return -1;
    const bool begins = first->span.begin - clause.begin <= kLongestAttribute && !scene.Compared(*first, clause);
    return begins && Trimmed(scene.Between(first->span.end, on->span.begin), " *") == "在"
               ? static_cast<int>(first->entity)
               : -1;
  }

  Parties PartiesOf(const Scene& scene, size_t n, Span clause, const Reading& reading, int holder,
                    Span level_span) const {
    const Number& number = scene.numbers[n];
    Parties parties;
    parties.holder = holder;
    for (const Place& place : scene.places) {
      if (place.benchmark() || place.span.end > number.span.begin) continue;
      if (!reading.from && Within(place.span, level_span)) continue;  // whose level it was before
      const Span own_clause = scene.ClauseAt(place.span.begin);
      const int entity = static_cast<int>(place.entity);
      const bool compared = scene.Compared(place, own_clause);
      if (compared || IsRival(entity)) {
        if (own_clause == clause || place.span.begin >= clause.begin) parties.compared = entity;
        if (!compared && own_clause == clause && holder < 0) parties.subject = entity;
      } else {
        parties.subject = entity;
        parties.subject_end = place.span.end;
        if (place.kind == EntityKind::kModel) parties.model = entity;
      }
    }
    if (scene.english() && reading.kind != "absolute") ReadBehind(scene, n, reading, &parties);
    return parties;
  }

  /// The paper's own thing and the model under it share a number; a technique that it only uses has no number of its
  /// own there.
  void AddSubjects(const Parties& parties, std::vector<std::string>* subjects) const {
    const bool rival = parties.subject >= 0 && IsRival(parties.subject);
    const bool named_own = parties.subject >= 0 && IsOwn(parties.subject);
    if (own_ >= 0 && !rival && !named_own) AddName(subjects, NameOf(own_));
    const bool used = own_ >= 0 && !rival && !named_own && IsMethod(parties.subject);
    if (parties.subject >= 0 && !used) AddName(subjects, NameOf(parties.subject));
    if (parties.model >= 0 && !rival) AddName(subjects, NameOf(parties.model));
  }

  /// Whose the level before a change is: "使用 GRPO 训练后，从 82.9%" is of the model, not of GRPO.
  int BeforeTreatment(const Parties& parties, const Reading& reading) const {
    const bool treatment = IsMethod(parties.subject) && !IsRival(parties.subject) && !IsOwn(parties.subject) &&
                           parties.subject_end <= reading.at;
    if (!treatment) return parties.subject;
    return parties.model >= 0 || own_ < 0 || IsMethod(own_) ? parties.model : own_;
  }

  /// "improvements for Qwen2.5-Omni", "4.2 points over Y".
  void ReadBehind(const Scene& scene, size_t n, const Reading& reading, Parties* parties) const {
    const NumberRow row = scene.row_of[n];
    const uint32_t end = scene.numbers[row.first + row.count - 1].span.end;
    for (const Place& place : scene.places) {
      if (place.benchmark() || place.span.begin < end) continue;
      if (place.span.begin > end + 60) return;
      const std::string_view lead = scene.Between(end, place.span.begin);
      if (lead.find_first_of(",;") != std::string_view::npos) return;
      if (reading.after && lead.ends_with("for ")) parties->subject = static_cast<int>(place.entity);
      if (lead.ends_with(" over ") || lead.ends_with(" over the ") || lead.ends_with(" than ") ||
          lead.ends_with(" compared to ") || lead.ends_with(" relative to "))
        parties->compared = static_cast<int>(place.entity);
      return;
    }
  }

  /// "2x" of what? A speed, a cost, or a change that is named; not "17× its size".
  bool IsResultMultiple(const Scene& scene, size_t n, const Reading& reading, const Metric& metric,
                        const BenchmarkChoice& benchmark) const {
    if (!scene.english()) return true;
    const std::string_view behind = scene.text().substr(scene.numbers[n].span.end, 28);
    for (const std::string_view size : {"larger", "smaller", "its size", "fewer", "less", "longer", "more", "param",
                                        "data", "size", "the size", "slow", "bigger"}) {
      if (behind.find(size) != std::string_view::npos) return false;
    }
    const bool named = (metric.here && metric.name != "score") || reading.after || !reading.rule.empty();
    return named && !benchmark.inherited;
  }

  /// Whether the clause speaks of several benchmarks at once.
  bool IsAverage(const Scene& scene, Span clause, bool inherited) const {
    const bool said = std::any_of(scene.words.begin(), scene.words.end(), [&](const PhraseTable::Hit& hit) {
      return Within({hit.begin, hit.end}, clause) && scene.EffectOf(hit) == "average";
    });
    if (!said) return false;
    return inherited || BenchmarksBetween(scene.places, scene.sentence.begin, scene.sentence.end).several.size() > 1;
  }

  /// Right behind "vs." and without a name: the level of something unnamed.
  static bool IsRivalLevel(const Scene& scene, const Number& number) {
    const std::string_view before = Trimmed(scene.Between(scene.sentence.begin, number.span.begin), " *");
    for (const std::string_view word :
         {" vs", " vs.", " versus", "vs", "compared to", "compared with", "against", "对比", "而基线为", "baseline"}) {
      if (before.ends_with(word)) return true;
    }
    return false;
  }

  void ReadSentence(const Scene& scene) {
    std::optional<double> level_before;
    std::vector<std::string> level_subjects;
    Span level_span;
    int last_holder = -1;
    std::string last_metric;  // named in the sentence, of the number before
    UnitKind last_kind = UnitKind::kNone;
    std::optional<Level> last_level;
    std::vector<std::pair<int, double>> levels;  // of whom, for the difference that follows
    for (size_t n = 0; n < scene.numbers.size(); ++n) {
      const Number& number = scene.numbers[n];
      const Span clause = scene.ClauseAt(number.span.begin);
      const int paren = scene.view->layout.ParenAt(number.span.begin);
      const BenchmarkChoice benchmark = BenchmarkFor(scene, n, clause, left_);
      if (benchmark.entity < 0) continue;
      Reading reading =
          ReadNumber(scene, n, paren >= 0 ? scene.view->layout.parens[static_cast<size_t>(paren)] : clause);
      const size_t last_of_row = scene.row_of[n].first + scene.row_of[n].count - 1;
      if (last_of_row > n && reading.kind == "absolute" && !reading.from) {
        // "7.8% and 2.0% improvements": what is said behind the last of them is said of all.
        const Reading of_last = ReadNumber(scene, last_of_row, clause);
        if (of_last.kind != "absolute" && of_last.after) reading = of_last;
      }
      if (number.range_start && n + 1 < scene.numbers.size() && reading.kind == "absolute") {
        const Reading of_end = ReadNumber(scene, n + 1, clause);  // "57-59% token reduction"
        if (of_end.after) reading = of_end;
      }
      const bool first_of_row = scene.row_of[n].first == n;
      if (!first_of_row && !reading.convincing) {
        const Reading of_first = ReadNumber(scene, scene.row_of[n].first, clause);
        reading.convincing = of_first.convincing;
      }
      Metric metric = MetricFor(scene, n, clause);
      // "41% compression" is a share, whatever grew before it in the clause.
      if (metric.name == "compression" && number.kind == UnitKind::kShare && !reading.after && !number.signed_down)
        reading.kind = "absolute";
      if (benchmark.attached) reading.convincing = true;
      if (IsRivalLevel(scene, number)) {
        if (!results_.empty() && n > 0 && !results_.back().baseline_value)
          results_.back().baseline_value = number.value;
        continue;
      }
      if (IsAverage(scene, clause, benchmark.inherited)) continue;
      if (benchmark.scoped && !metric.here && number.kind == UnitKind::kNone && !reading.from && !level_before)
        continue;
      if (!metric.here && !last_metric.empty() && number.kind == last_kind && !scene.numbers[n].signed_up) {
        metric.name = last_metric;  // "A achieves 36.2% pass@10, B 34.6%"
        metric.here = benchmark.entity == left_.recent;
      }
      const bool multiple = number.kind == UnitKind::kTimes;
      if (multiple && !IsResultMultiple(scene, n, reading, metric, benchmark)) continue;
      if (benchmark.inherited && ((!metric.here && !multiple) || (IsCost(metric.name) && !multiple))) continue;
      if (reading.kind == "relative" && benchmark.inherited && left_.recent < 0 && left_.parent.benchmark < 0) continue;
      int holder = HolderOf(scene, number, &reading);
      if (n > 0 && scene.numbers[n - 1].range_start && last_holder >= 0) {
        holder = last_holder;
        reading.kind = "absolute";
      }
      last_holder = holder;
      if (reading.kind != "absolute" && reading.sign < 0 && scene.english() && !metric.here) continue;  // of what?
      if (holder >= 0 && entities_[static_cast<size_t>(holder)].title) holder = -1;
      if (holder >= 0 && reading.kind == "absolute") levels.emplace_back(holder, number.value);
      if (holder < 0 && reading.kind == "absolute" && !reading.from && !scene.english())
        holder = SpeakerOf(scene, number, clause);
      if (!reading.convincing && !metric.beside && holder < 0 && !benchmark.ahead) continue;
      const bool bare = number.kind == UnitKind::kNone && !number.decimal;
      if (bare && !reading.from && !level_before && !metric.beside) continue;

      const Parties parties = PartiesOf(scene, n, clause, reading, holder, level_span);
      std::vector<std::string> subjects, baselines;
      if (holder >= 0 && reading.kind == "absolute") {
        AddName(&subjects, NameOf(holder));
      } else if (reading.from) {
        // "从 TTRL 的 13.23": named between the two; else the model before the treatment.
        const int start = parties.compared >= 0 ? parties.compared : BeforeTreatment(parties, reading);
        if (start >= 0) AddName(&subjects, NameOf(start));
      } else {
        AddSubjects(parties, &subjects);
      }
      std::optional<double> baseline_value;
      if (!reading.from && parties.compared >= 0 && parties.compared != parties.subject && parties.compared != holder) {
        AddName(&baselines, NameOf(parties.compared));
        for (const auto& [whose, level] : levels) {
          if (whose == parties.compared && reading.kind != "absolute") baseline_value = level;
        }
      }
      if (!level_before && reading.ends && last_level && last_level->clause != clause &&
          last_level->benchmark == benchmark.entity && last_level->kind == number.kind) {
        level_before = last_level->value;  // "A 只有 30 分，逐项加入后提升至 50 分"
        level_subjects = last_level->subjects;
      }
      if (level_before && reading.kind == "absolute" && !reading.from) {
        baseline_value = level_before;
        for (const std::string& s : level_subjects) AddName(&baselines, s);
        level_before.reset();
      }
      std::erase_if(baselines, [&](const std::string& name) {  // before its treatment it was no other thing
        return std::find(subjects.begin(), subjects.end(), name) != subjects.end();
      });
      if (reading.from) {
        level_before = number.value;
        level_span = {reading.at, number.span.end};
        level_subjects = subjects;
      }
      last_level.reset();
      if (reading.kind == "absolute" && !reading.from)
        last_level = {number.value, number.kind, clause, benchmark.entity, subjects};
      left_.recent = benchmark.entity;
      last_metric = metric.here ? metric.name : "";
      last_kind = number.kind;
      if (subjects.empty()) continue;
      ResultFinding result;
      result.metric = metric.name;
      result.value = number.value;
      if (reading.kind != "absolute" && !multiple) result.value *= reading.sign;
      result.unit = std::string(number.unit);
      result.kind = reading.kind;
      result.baseline_value = baseline_value;
      result.benchmark = NameOf(benchmark.entity);
      result.subjects = std::move(subjects);
      result.baselines = std::move(baselines);
      result.evidence = EvidenceFor(*scene.view, number.span);
      result.rule = reading.rule.empty() ? "number" : "number: " + reading.rule;
      result.confidence =
          (benchmark.inherited ? 0.5 : 0.7) + (reading.convincing ? 0.1 : 0) + (metric.beside ? 0.05 : 0);
      results_.push_back(std::move(result));
    }
  }

  const PaperMentions& found_;
  const std::vector<PaperEntity>& entities_;
  const std::vector<EntityFinding>& findings_;
  std::vector<std::vector<Place>> places_;  // by passage, in the order of the text
  int own_ = -1;                            // the paper's own method or model
  Inheritance left_;                        // of what was read before in the passage
  std::vector<ResultFinding> results_;
};

}  // namespace

std::vector<ResultFinding> FindResults(const PaperMentions& found, const std::vector<PaperEntity>& entities,
                                       const std::vector<EntityFinding>& findings) {
  return NumberReader(found, entities, findings).Run();
}

}  // namespace papergraph::extract
