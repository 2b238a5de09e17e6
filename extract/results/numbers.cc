#include "extract/results/numbers.h"

#include <algorithm>
#include <string>

#include "extract/results/number_scan.h"
#include "extract/text/evidence.h"
#include "extract/text/phrase_table.h"

namespace papergraph::extract {
namespace {

constexpr uint32_t kLongestSentence = 3000;  // bytes

struct Place {
  uint32_t entity = 0;
  Span span;
  Span list;
};

/// What a number says of itself by the words around it.
struct Reading {
  std::string kind = "absolute";
  double sign = 1;
  bool from = false;        // the level before a change
  uint32_t at = 0;          // where the deciding word begins
  bool after = false;       // the deciding word stands behind the number
  bool convincing = false;  // words say that it is a result
  std::string rule;
};

struct Scope {
  int benchmark = -1;
  std::vector<uint32_t> several;  // more than one: numbers need "分别" to be told apart
};

class Reader {
 public:
  Reader(const PaperMentions& found, const std::vector<PaperEntity>& entities,
         const std::vector<EntityFinding>& findings)
      : found_(found), entities_(entities), findings_(findings), places_(found.views.size()) {
    for (uint32_t e = 0; e < entities.size(); ++e) {
      for (const uint32_t m : entities[e].mentions) {
        const NameMention& mention = found.mentions[m];
        places_[mention.passage].push_back({e, mention.span, mention.list_span});
      }
    }
    for (auto& list : places_) {
      std::sort(list.begin(), list.end(), [](const Place& a, const Place& b) { return a.span.begin < b.span.begin; });
    }
    double best = -1;
    for (uint32_t e = 0; e < entities.size(); ++e) {
      const EntityFinding& finding = findings[e];
      if (entities[e].kind == EntityKind::kBenchmark || (finding.edge != "PROPOSES" && finding.edge != "INTRODUCES"))
        continue;
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
  bool IsBenchmark(const Place& place) const { return entities_[place.entity].kind == EntityKind::kBenchmark; }

  static bool Within(Span inner, Span outer) { return outer.begin <= inner.begin && inner.end <= outer.end; }

  void ReadPassage(uint32_t p) {
    view_ = &found_.views[p];
    all_places_ = &places_[p];
    places_here_ = &sentence_places_;
    metric_table_ = &view_->phrases->table(PhraseKind::kMetric);
    word_table_ = &view_->phrases->table(PhraseKind::kNumberWord);
    section_ = {};
    parent_ = {};
    recent_ = -1;
    size_t s = 0;
    for (size_t i = 0; i < view_->layout.items.size(); ++i) {
      const Span item = view_->layout.items[i];
      Scope scope = BenchmarksIn(item.begin, item.begin);
      const Span lead = view_->layout.leads[i];
      if (lead.end > lead.begin) scope = BenchmarksIn(lead.begin, lead.end);
      const bool opens =
          Trimmed(item.end).ends_with(":") || Trimmed(item.end).ends_with("：") || Trimmed(item.end).ends_with("如下");
      for (; s < view_->layout.sentences.size() && view_->layout.sentences[s].begin < item.end; ++s) {
        ReadSentence(view_->layout.sentences[s], &scope);
      }
      const Scope all = BenchmarksIn(item.begin, item.end);
      if (i == 0 || opens) {
        parent_ = all;
        if (all.benchmark >= 0) recent_ = -1;
        if (i == 0) section_ = all;
      }
    }
  }

  std::string_view Trimmed(uint32_t end) const {
    std::string_view text = view_->text.substr(0, end);
    while (!text.empty() && (text.back() == ' ' || text.back() == '*')) text.remove_suffix(1);
    return text;
  }

  Scope BenchmarksIn(uint32_t begin, uint32_t end) const {
    Scope scope;
    auto at = std::lower_bound(all_places_->begin(), all_places_->end(), begin,
                               [](const Place& place, uint32_t b) { return place.span.begin < b; });
    for (; at != all_places_->end() && at->span.begin < end; ++at) {
      const Place& place = *at;
      if (place.span.end > end || !IsBenchmark(place)) continue;
      if (std::find(scope.several.begin(), scope.several.end(), place.entity) == scope.several.end())
        scope.several.push_back(place.entity);
    }
    if (scope.several.size() == 1) scope.benchmark = static_cast<int>(scope.several[0]);
    return scope;
  }

  /// The clause around a byte; commas within parentheses do not end it.
  Span ClauseAt(Span sentence, uint32_t at) const {
    const std::string_view text = view_->text;
    const int paren = view_->layout.ParenAt(at);
    Span clause = sentence;
    for (uint32_t b = sentence.begin; b < sentence.end;) {
      const uint32_t mark =
          (view_->layout.ParenAt(b) >= 0 && view_->layout.ParenAt(b) != paren) ? 0 : ClauseMarkAt(text, b);
      if (mark > 0 && b + mark <= at) clause.begin = b + mark;
      if (mark > 0 && b >= at) {
        clause.end = b;
        break;
      }
      b += mark > 0 ? mark : CharWidth(text, b);
    }
    return clause;
  }

  std::string_view EffectOf(const PhraseTable::Hit& hit) const { return word_table_->row(hit.row).cell(1); }

  Reading Read(const Number& number, Span clause) const {
    Reading reading;
    const PhraseTable::Hit* near = nullptr;
    bool relative = false;
    for (const PhraseTable::Hit& hit : words_) {
      if (hit.begin < clause.begin) continue;
      if (hit.end > number.span.begin) break;
      const std::string_view effect = EffectOf(hit);
      if (effect == "relative") {
        relative = true;
        near = &hit;
      } else if (effect != "average" && effect != "respective" && effect != "versus") {
        // "提升幅度达到 4 个百分点": a level of a change is a change.
        const bool level_of_change =
            effect == "reach" && near != nullptr && hit.begin - near->end <= 15 && EffectOf(*near) != "reach" &&
            EffectOf(*near) != "from" && number.kind != UnitKind::kNone && word_table_->row(hit.row).cell(0) != "至" &&
            word_table_->row(hit.row).cell(0) != "到" && word_table_->row(hit.row).cell(0) != "to";
        if (!level_of_change) near = &hit;
      }
    }
    const auto change = [&](bool down) {
      reading.kind = "delta";
      reading.sign = down ? -1 : 1;
      reading.convincing = true;
    };
    if (near != nullptr) {
      const std::string_view effect = EffectOf(*near);
      const bool close = number.span.begin - near->end <= 48;
      reading.rule = std::string(word_table_->row(near->row).cell(0));
      reading.at = near->begin;
      if (effect == "from") {
        reading.from = close;
        reading.convincing = close;
      } else if (effect == "reach") {
        reading.convincing = close;
      } else if (close && (effect == "up" || effect == "down")) {
        change(effect == "down");
      } else if (close && effect == "relative") {
        change(reading.rule.find("降") != std::string::npos);
      }
    }
    // Behind the number: "7.8% improvement", "9% 的相对提升".
    for (const PhraseTable::Hit& hit : words_) {
      if (hit.begin < number.span.end) continue;
      if (hit.begin > number.span.end + 24 || hit.begin >= clause.end) break;
      const std::string_view effect = EffectOf(hit);
      const std::string_view between = view_->text.substr(number.span.end, hit.begin - number.span.end);
      const bool attached = between.find("的") != std::string_view::npos || between.size() <= 3 || view_->english;
      if (!attached || between.find("，") != std::string_view::npos) break;
      if (effect == "relative") relative = true;
      if ((effect == "up" || effect == "down" || effect == "relative") && number.kind != UnitKind::kNone) {
        change(effect == "down");
        reading.from = false;
        reading.after = true;
        break;
      }
      if (effect != "average") break;
    }
    if (number.signed_up || number.signed_down) change(number.signed_down);
    if (number.kind == UnitKind::kPoints && reading.kind == "absolute" && !reading.from) change(false);
    if (number.kind == UnitKind::kTimes) {
      reading.kind = "relative";
      reading.sign = 1;
      reading.convincing = true;
    } else if (relative && reading.kind == "delta") {
      reading.kind = "relative";
    }
    return reading;
  }

  std::string MetricFor(const Number& number, Span sentence, Span clause) const {
    const PhraseTable::Hit* best = nullptr;
    for (const PhraseTable::Hit& hit : metrics_) {
      if (hit.begin < sentence.begin || hit.end > sentence.end) continue;
      if (hit.end <= number.span.begin) {
        const bool vague = metric_table_->row(hit.row).cell(1) == "performance";
        if (hit.begin >= clause.begin || best == nullptr) {
          if (!(vague && best != nullptr && best->begin >= clause.begin)) best = &hit;
        }
      } else if (hit.begin >= number.span.end && hit.begin <= number.span.end + 12 && hit.end <= clause.end) {
        best = &hit;  // "2.16 的 gFID"
        break;
      }
    }
    if (best != nullptr && metric_table_->row(best->row).cell(1) != "performance")
      return std::string(metric_table_->row(best->row).cell(1));
    return number.kind == UnitKind::kShare || number.kind == UnitKind::kPoints ? "accuracy" : "score";
  }

  static bool IsCost(const std::string& metric) {
    return metric == "latency" || metric == "throughput" || metric == "memory" || metric == "tokens" ||
           metric == "cost" || metric == "speedup" || metric == "FPS";
  }

  /// Whether a comparing word ("相比", "优于", "than") leads up to the place within the clause.
  bool Compared(const Place& place, Span clause) const {
    for (const PhraseTable::Hit& hit : words_) {
      if (hit.begin < clause.begin) continue;
      if (hit.begin >= place.list.begin) break;
      const std::string_view effect = EffectOf(hit);
      const std::string_view word = word_table_->row(hit.row).cell(0);
      const bool leads = effect == "versus" || word == "优于" || word == "超越" || word == "超过" || word == "领先" ||
                         word == "高出" || word.starts_with("outperform") || word.starts_with("surpass") ||
                         word.starts_with("exceed") || word == "over";
      if (leads && place.list.begin <= hit.end + 30) return true;
    }
    return false;
  }

  void Push(const Number& number, double value, const std::string& kind, int benchmark,
            std::vector<std::string> subjects, std::vector<std::string> baselines, std::optional<double> baseline_value,
            const std::string& metric, Span sentence, const std::string& rule, double confidence) {
    if (subjects.empty() || benchmark < 0) return;
    ResultFinding result;
    result.metric = metric;
    result.value = value;
    result.unit = std::string(number.unit);
    result.kind = kind;
    result.baseline_value = baseline_value;
    result.benchmark = findings_[static_cast<size_t>(benchmark)].name;
    result.subjects = std::move(subjects);
    result.baselines = std::move(baselines);
    result.evidence = EvidenceFor(*view_, Span{std::max(sentence.begin, number.span.begin), number.span.end});
    result.rule = rule.empty() ? "number" : "number: " + rule;
    result.confidence = confidence;
    results_.push_back(std::move(result));
  }

  bool MeansSeveral(Span sentence) const { return BenchmarksIn(sentence.begin, sentence.end).several.size() > 1; }

  /// English "85.6% and 79.6% on A and B": the benchmark that "on" leads to right behind the numbers begin..end of one
  /// row. -2 when it leads to a name that is no known benchmark, -1 when it leads nowhere.
  int BenchmarkBehind(const std::vector<Number>& numbers, size_t first, size_t last, size_t n, Span sentence) const {
    constexpr uint32_t kNear = 48;  // bytes between the last number and the preposition
    const std::string_view text = view_->text;
    const uint32_t begin = numbers[last].span.end;
    uint32_t end = std::min(sentence.end, begin + kNear);
    if (last + 1 < numbers.size()) end = std::min(end, numbers[last + 1].span.begin);
    size_t on = std::string_view::npos;
    for (uint32_t at = begin; at + 4 <= end; ++at) {
      if (ClauseMarkAt(text, at) > 0 || text[at] == '(' || text[at] == ')') break;
      const std::string_view rest = text.substr(at);
      if (!rest.starts_with(" on ") && !rest.starts_with(" on the ")) continue;
      on = at + (rest.starts_with(" on the ") ? 8 : 4);
      break;
    }
    if (on == std::string_view::npos) return -1;
    for (size_t i = 0; i < places_here_->size(); ++i) {
      const Place& place = (*places_here_)[i];
      if (place.span.end <= on || !IsBenchmark(place)) continue;
      if (place.span.begin > on + 16) break;
      std::vector<uint32_t> list;
      for (const Place& other : *places_here_) {
        if (IsBenchmark(other) && other.list == place.list &&
            std::find(list.begin(), list.end(), other.entity) == list.end())
          list.push_back(other.entity);
      }
      const size_t count = last - first + 1;
      if (list.size() == 1) return static_cast<int>(list[0]);
      return list.size() == count ? static_cast<int>(list[n - first]) : -2;
    }
    const char c = on < text.size() ? text[on] : ' ';
    return (c >= 'A' && c <= 'Z') || c == '*' ? -2 : -1;
  }

  /// The benchmark that a number is on.
  int BenchmarkFor(const Number& number, size_t index, size_t count, Span sentence, Span clause, const Scope& item,
                   bool* inherited) const {
    std::vector<const Place*> before, after;
    for (const Place& place : *places_here_) {
      if (!Within(place.span, sentence) || !IsBenchmark(place)) continue;
      (place.span.end <= number.span.begin ? before : after).push_back(&place);
    }
    *inherited = false;
    const auto list_of = [&](const Place& last) {
      std::vector<const Place*> list;
      for (const Place* place : before) {
        if (place->list == last.list && (list.empty() || list.back()->entity != place->entity)) list.push_back(place);
      }
      return list;
    };
    if (!before.empty()) {
      const std::vector<const Place*> list = list_of(*before.back());
      if (list.size() == 1) return static_cast<int>(before.back()->entity);
      if (count % list.size() == 0 && count > 1) return static_cast<int>(list[index % list.size()]->entity);
      return -1;
    }
    if (!after.empty() && after.front()->span.begin < clause.end && after.front()->list == after.front()->span) {
      return static_cast<int>(after.front()->entity);
    }
    if (!after.empty() && view_->english && after.front()->list == after.front()->span)
      return static_cast<int>(after.front()->entity);
    if (item.benchmark >= 0) return item.benchmark;
    *inherited = true;
    if (item.several.size() > 1) return -1;
    if (recent_ >= 0) return recent_;
    if (parent_.benchmark >= 0) return parent_.benchmark;
    if (parent_.several.size() > 1) return -1;
    return section_.benchmark;
  }

  /// Sets what the rest looks at to what lies in the sentence.
  void Enter(Span sentence) {
    const auto cut = [&](const std::vector<PhraseTable::Hit>& all, std::vector<PhraseTable::Hit>* part) {
      const auto first = std::lower_bound(all.begin(), all.end(), sentence.begin,
                                          [](const PhraseTable::Hit& hit, uint32_t b) { return hit.begin < b; });
      auto last = first;
      while (last != all.end() && last->begin < sentence.end) ++last;
      part->assign(first, last);
    };
    cut(view_->HitsOf(PhraseKind::kMetric), &metrics_);
    cut(view_->HitsOf(PhraseKind::kNumberWord), &words_);
    const auto first = std::lower_bound(all_places_->begin(), all_places_->end(), sentence.begin,
                                        [](const Place& place, uint32_t b) { return place.span.begin < b; });
    auto last = first;
    while (last != all_places_->end() && last->span.begin < sentence.end) ++last;
    sentence_places_.assign(first, last);
  }

  void ReadSentence(Span sentence, Scope* scope) {
    if (sentence.end - sentence.begin > kLongestSentence) return;  // no sentence: a table without lines, or worse
    Enter(sentence);
    std::vector<Number> numbers;
    for (const Number& number : FindNumbers(view_->text, sentence, view_->phrases->units())) {
      const bool in_name = std::any_of(places_here_->begin(), places_here_->end(), [&](const Place& place) {
        return place.span.begin <= number.span.begin && number.span.begin < place.span.end;
      });
      if (!in_name && number.kind != UnitKind::kCount) numbers.push_back(number);
    }
    // Bare numbers with nothing but blanks between them are a row of a table that lost its columns.
    const auto bare_beside = [&](const Number& a, const Number& b) {
      return a.kind == UnitKind::kNone && b.kind == UnitKind::kNone && a.span.end < b.span.begin &&
             view_->text.substr(a.span.end, b.span.begin - a.span.end).find_first_not_of(' ') == std::string_view::npos;
    };
    std::vector<Number> prose;
    for (size_t n = 0; n < numbers.size(); ++n) {
      const bool row = (n > 0 && bare_beside(numbers[n - 1], numbers[n])) ||
                       (n + 1 < numbers.size() && bare_beside(numbers[n], numbers[n + 1]));
      if (!row) prose.push_back(numbers[n]);
    }
    numbers = std::move(prose);
    // How many numbers one clause lists in a row: "分别 94.5% 和 83.5%".
    std::vector<size_t> group_of(numbers.size()), index_in(numbers.size()), group_size;
    for (size_t n = 0; n < numbers.size(); ++n) {
      bool joined = false;
      if (n > 0) {
        std::string gap;
        for (uint32_t at = numbers[n - 1].span.end; at < numbers[n].span.begin; ++at) {
          const char c = view_->text[at];
          if (c != ' ' && c != '*') gap += c;
        }
        joined = gap == "、" || gap == "和" || gap == "," || gap == "and" || gap == ",and" || gap == "/" ||
                 gap == "与" || gap == "，";
      }
      if (!joined) group_size.push_back(0);
      group_of[n] = group_size.size() - 1;
      index_in[n] = group_size.back()++;
    }
    std::optional<double> level_before;
    std::vector<std::string> level_subjects;
    Span level_span;
    int last_holder = -1;
    for (size_t n = 0; n < numbers.size(); ++n) {
      const Number& number = numbers[n];
      const Span clause = ClauseAt(sentence, number.span.begin);
      bool inherited = false;
      const size_t row = n - index_in[n];
      int benchmark =
          view_->english ? BenchmarkBehind(numbers, row, row + group_size[group_of[n]] - 1, n, sentence) : -1;
      if (benchmark == -1)
        benchmark = BenchmarkFor(number, index_in[n], group_size[group_of[n]], sentence, clause, *scope, &inherited);
      if (benchmark < 0) continue;
      const int paren = view_->layout.ParenAt(number.span.begin);
      Reading reading = Read(number, paren >= 0 ? view_->layout.parens[static_cast<size_t>(paren)] : clause);
      // "7.8% and 2.0% improvements": what is said behind the last of them is said of all.
      size_t last_of_group = n;
      while (last_of_group + 1 < numbers.size() && group_of[last_of_group + 1] == group_of[n]) ++last_of_group;
      if (last_of_group > n && reading.kind == "absolute") {
        const Reading of_last = Read(numbers[last_of_group], clause);
        if (of_last.kind != "absolute" && of_last.after) reading = of_last;
      }
      const std::string metric = MetricFor(number, sentence, clause);
      // "41% compression" is a share, whatever grew before it in the clause.
      if (metric == "compression" && !reading.after && reading.kind == "delta" && !number.signed_up &&
          !number.signed_down)
        reading.kind = "absolute";
      const bool average = std::any_of(words_.begin(), words_.end(), [&](const PhraseTable::Hit& hit) {
        return Within({hit.begin, hit.end}, clause) && EffectOf(hit) == "average";
      });
      if (average && (inherited || MeansSeveral(sentence))) continue;
      const bool metric_here = std::any_of(metrics_.begin(), metrics_.end(), [&](const PhraseTable::Hit& hit) {
        return Within({hit.begin, hit.end}, clause) && metric_table_->row(hit.row).cell(1) != "performance";
      });
      if (inherited && !metric_here && number.kind != UnitKind::kTimes) continue;
      if (inherited && IsCost(metric) && number.kind != UnitKind::kTimes) continue;
      if (reading.kind == "relative" && inherited && recent_ < 0 && parent_.benchmark < 0) continue;
      // "A（3.6%）", "A (gFID 7.45)": the number of what stands before the parenthesis.
      int holder = -1;
      if (paren >= 0) {
        const Span inner = view_->layout.parens[static_cast<size_t>(paren)];
        for (const Place& place : *places_here_) {
          if (place.span.end <= inner.begin && inner.begin - place.span.end <= 12 &&
              place.span.end + 1 <= inner.begin && !IsBenchmark(place)) {
            holder = static_cast<int>(place.entity);
          }
        }
      }
      // "RAE 的 18.94 dB": right before it.
      for (const Place& place : *places_here_) {
        if (IsBenchmark(place) || place.span.end > number.span.begin || place.span.begin < sentence.begin ||
            number.span.begin - place.span.end > 14)
          continue;
        std::string gap;
        for (uint32_t at = place.span.end; at < number.span.begin;) {
          const auto measure = std::find_if(metrics_.begin(), metrics_.end(),
                                            [&](const PhraseTable::Hit& hit) { return hit.begin == at; });
          if (measure != metrics_.end() && measure->end <= number.span.begin) {
            at = measure->end;
            continue;
          }
          const char c = view_->text[at++];
          if (c != ' ' && c != '*' && c != ',') gap += c;
        }
        if (gap == "的" || gap.empty() || gap == "为" || gap == ":" || gap == "：" || gap == "达到" || gap == "得分" ||
            gap == "'s") {
          holder = static_cast<int>(place.entity);
          if (reading.kind == "delta" && reading.at < place.span.begin && number.kind != UnitKind::kPoints &&
              !(number.signed_up || number.signed_down)) {
            reading.kind = "absolute";  // "优于 RAE 的 18.94": its level, not the difference
            reading.from = false;
          }
        }
      }
      if (n > 0 && numbers[n - 1].range_start && last_holder >= 0) {
        holder = last_holder;
        reading.kind = "absolute";
      }
      last_holder = holder;
      if (holder >= 0 && entities_[static_cast<size_t>(holder)].title) holder = -1;
      const bool bare = number.kind == UnitKind::kNone && !number.decimal;
      const bool named_metric = std::any_of(metrics_.begin(), metrics_.end(), [&](const PhraseTable::Hit& hit) {
        return (hit.end <= number.span.begin && number.span.begin - hit.end <= 10) ||
               (hit.begin >= number.span.end && hit.begin - number.span.end <= 8);
      });
      if (!reading.convincing && !named_metric && holder < 0) continue;
      if (bare && !reading.from && !level_before && !named_metric) continue;
      // Whose number.
      std::vector<std::string> subjects, baselines;
      const auto name = [&](uint32_t e) { return findings_[e].name; };
      const auto add = [&](std::vector<std::string>* list, const std::string& value) {
        if (std::find(list->begin(), list->end(), value) == list->end()) list->push_back(value);
      };
      int subject = -1, compared = -1, model = -1;
      const uint32_t from = sentence.begin;
      for (const Place& place : *places_here_) {
        if (IsBenchmark(place) || place.span.begin < from || place.span.end > number.span.begin) continue;
        if (!reading.from && Within(place.span, level_span)) continue;  // whose level it was before
        const Span own_clause = ClauseAt(sentence, place.span.begin);
        if (Compared(place, own_clause) || findings_[place.entity].edge == "COMPARES_WITH") {
          if (own_clause == clause || place.span.begin >= clause.begin) compared = static_cast<int>(place.entity);
          if (findings_[place.entity].edge == "COMPARES_WITH" && !Compared(place, own_clause) && own_clause == clause &&
              holder < 0) {
            subject = static_cast<int>(place.entity);
          }
        } else {
          subject = static_cast<int>(place.entity);
          if (entities_[place.entity].kind == EntityKind::kModel) model = subject;
        }
      }
      // "improvements for Qwen2.5-Omni".
      if (view_->english && reading.after) {
        for (const Place& place : *places_here_) {
          if (IsBenchmark(place) || place.span.begin < numbers[last_of_group].span.end ||
              place.span.begin > numbers[last_of_group].span.end + 40)
            continue;
          if (view_->text.substr(place.span.begin - 5, 5).find("for ") != std::string_view::npos)
            subject = static_cast<int>(place.entity);
          break;
        }
      }
      if (holder >= 0 && reading.kind == "absolute") {
        add(&subjects, name(static_cast<uint32_t>(holder)));
      } else if (reading.from) {
        // "从 TTRL 的 13.23": named between the two; else the model before the treatment.
        if (compared >= 0) {
          add(&subjects, name(static_cast<uint32_t>(compared)));
        } else if (subject >= 0) {
          add(&subjects, name(static_cast<uint32_t>(subject)));
        }
      } else {
        const bool others = subject >= 0 && findings_[static_cast<size_t>(subject)].edge == "COMPARES_WITH";
        if (own_ >= 0 && !others) add(&subjects, name(static_cast<uint32_t>(own_)));
        if (subject >= 0) add(&subjects, name(static_cast<uint32_t>(subject)));
        if (model >= 0 && !others) add(&subjects, name(static_cast<uint32_t>(model)));
      }
      if (!reading.from && compared >= 0 && compared != subject) add(&baselines, name(static_cast<uint32_t>(compared)));
      std::optional<double> baseline_value;
      if (level_before && reading.kind == "absolute" && !reading.from) {
        baseline_value = level_before;
        for (const std::string& s : level_subjects) add(&baselines, s);
        level_before.reset();
      }
      if (reading.from) {
        level_before = number.value;
        level_span = {reading.at, number.span.end};
        level_subjects = subjects;
      }
      double value = number.value;
      if (reading.kind != "absolute" && number.kind != UnitKind::kTimes) value *= reading.sign;
      const double confidence = (inherited ? 0.5 : 0.7) + (reading.convincing ? 0.1 : 0) + (named_metric ? 0.05 : 0);
      Push(number, value, reading.kind, benchmark, subjects, baselines, baseline_value, metric, sentence, reading.rule,
           confidence);
      recent_ = benchmark;
    }
    const Scope here = BenchmarksIn(sentence.begin, sentence.end);
    if (!here.several.empty()) *scope = here;
  }

  const PaperMentions& found_;
  const std::vector<PaperEntity>& entities_;
  const std::vector<EntityFinding>& findings_;
  std::vector<std::vector<Place>> places_;  // by passage, in the order of the text
  int own_ = -1;                            // the paper's own method or model
  const TextView* view_ = nullptr;
  const std::vector<Place>* all_places_ = nullptr;
  const PhraseTable* metric_table_ = nullptr;
  const PhraseTable* word_table_ = nullptr;
  // Of the sentence that is being read.
  std::vector<Place> sentence_places_;
  const std::vector<Place>* places_here_ = nullptr;
  std::vector<PhraseTable::Hit> metrics_, words_;
  Scope section_, parent_;
  int recent_ = -1;
  std::vector<ResultFinding> results_;
};

}  // namespace

std::vector<ResultFinding> FindResults(const PaperMentions& found, const std::vector<PaperEntity>& entities,
                                       const std::vector<EntityFinding>& findings) {
  return Reader(found, entities, findings).Run();
}

}  // namespace papergraph::extract
