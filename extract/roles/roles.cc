#include "extract/roles/roles.h"

#include <algorithm>

#include "extract/mentions/shapes.h"
#include "extract/results/table.h"
#include "extract/roles/published.h"
#include "extract/roles/role_cues.h"

namespace papergraph::extract {
namespace {

constexpr uint32_t kCueReach = 1200;  // bytes
constexpr uint32_t kFar = 60;         // bytes: no longer right behind the verb
constexpr double kFaint = 0.001;      // a share that decides nothing
constexpr double kTested = 0.25;      // the score of one cue of testing right before a benchmark

struct Scores {
  std::array<double, kRoles> of = {};
  std::array<std::string_view, kRoles> rule;
  bool published = false;  // the paper is said to publish the very thing
  void Add(Role role, double weight, std::string_view rule_name) {
    double& score = of[static_cast<size_t>(role)];
    if (rule[static_cast<size_t>(role)].empty() || weight > 0.5) rule[static_cast<size_t>(role)] = rule_name;
    score += weight;
  }
};

/// Whether the words between describe what follows: "无需额外参数的 X", but not "无需昂贵的 X".
bool IsDescribed(std::string_view text, uint32_t begin, uint32_t end) {
  if (end - begin > kFar) return true;
  const std::string_view between = text.substr(begin, end - begin);
  const size_t of = between.substr(0, std::min(between.find('('), between.find("（"))).rfind("的");
  return of != std::string_view::npos && of >= 4 * std::string_view("的").size();
}

/// Whether a number or a word of a change stands right before: "+2% over", "a clear advantage over".
bool ToldOfChange(const TextView& view, uint32_t at) {
  const uint32_t from = at - std::min(at, kFar);
  const std::string_view before = view.text.substr(from, at - from);
  if (before.find_first_of("%0123456789") != std::string_view::npos) return true;
  const std::vector<PhraseTable::Hit>& words = view.HitsOf(PhraseKind::kNumberWord);
  const auto word = std::lower_bound(words.begin(), words.end(), from,
                                     [](const PhraseTable::Hit& hit, uint32_t byte) { return hit.begin < byte; });
  return word != words.end() && word->begin < at;
}

bool Fits(Role role, EntityKind kind) {
  if (role == Role::kOwn) return true;
  return kind == EntityKind::kBenchmark ? role >= Role::kEvaluates : role <= Role::kCompares;
}

void AddCues(const NameMention& mention, EntityKind kind, const TextView& view, const RoleCues& in, Scores* scores) {
  const int sentence = view.layout.SentenceAt(mention.span.begin);
  if (sentence < 0) return;
  Span span = view.layout.sentences[static_cast<size_t>(sentence)];
  const Span list = mention.list_span;
  // What is further away says nothing, and text without sentence ends must not cost more than its length.
  span.begin = std::max(span.begin, list.begin - std::min(list.begin, kCueReach));
  span.end = std::min(span.end, list.end + kCueReach);
  const std::vector<RoleCue>& cues = in.cues();
  const auto first =
      std::lower_bound(cues.begin(), cues.end(), span.begin, [](const RoleCue& c, uint32_t a) { return c.begin < a; });
  auto last = first;
  while (last != cues.end() && last->begin < span.end) ++last;
  // Nearest first on each side: a nearer verb covers those behind it.
  double share = 1;
  for (auto cue = last; cue != first;) {
    --cue;
    if (cue->end > list.begin) continue;
    const Role role = cue->role;
    if (!cue->before || !Fits(role, kind)) continue;
    double likely = 1;
    if (cue->whose == RoleCue::Whose::kNobodys) {
      if (IsDescribed(view.text, cue->end, list.begin)) continue;
    } else if (cue->whose == RoleCue::Whose::kGains) {
      if (!ToldOfChange(view, cue->begin)) continue;
    } else if (cue->whose != RoleCue::Whose::kAnybodys) {
      const Span verb{cue->begin, cue->end};
      const bool by_paper = IsPapersDoing(view, verb);
      if (cue->whose == RoleCue::Whose::kOwned && !by_paper) continue;
      const bool whole = IsWhatIsPublished(view, verb, list);
      scores->published = scores->published || (share == 1 && by_paper && whole);
      if (mention.family != nullptr && !whole) likely = 0.3;  // a size of a known family: "the code for Qwen3-8B"
    }
    const int marks = in.ClauseMarks(cue->end, list.begin);
    const double near = marks == 0 ? 1 : marks == 1 ? 0.35 : 0.1;
    // "优于针对工具调用优化的 X": a comparison reaches over the verbs that describe what it compares with.
    // In English the new thing follows its verb: "we propose a benchmark of proofs verified in X" does not propose X.
    const double far = role == Role::kOwn && view.english && list.begin - cue->end > kFar ? 0.4 : 1;
    const double cover = role == Role::kCompares && marks == 0 ? std::max(share, 0.9) : share;
    // "outperforms other samplers on LLaDA and SDAR": what both were run with.
    const bool bed = role == Role::kCompares && kind == EntityKind::kModel && view.english &&
                     view.text.substr(0, list.begin).ends_with(" on ");
    if (bed) likely = 0.2;
    scores->Add(role, cover * near * far * likely * cue->weight, cue->phrase);
    share *= 0.4;
    if (share < kFaint) break;
  }
  share = 1;
  for (auto cue = first; cue != last; ++cue) {
    if (cue->begin < list.end) continue;
    if (!cue->after || !Fits(cue->role, kind)) continue;
    const int marks = in.ClauseMarks(list.end, cue->begin);
    const double near = marks == 0 ? 1 : marks == 1 ? 0.25 : 0.05;
    scores->Add(cue->role, share * near * cue->weight, cue->phrase);
    share *= 0.4;
    if (share < kFaint) break;
  }
}

/// Whether a sentence begins here, or a remark behind a colon: "ELIT addresses this by ...".
bool Opens(const TextView& view, uint32_t at) {
  const int sentence = view.layout.SentenceAt(at);
  if (sentence >= 0 && view.layout.sentences[static_cast<size_t>(sentence)].begin == at) return true;
  return at >= 2 && view.text.substr(at - 2, 2) == ": ";
}

/// "| GPT-4o | 48.2 |": the name is all of its row's first cell.
bool HeadsRow(const NameMention& mention, const TextView& view) {
  const int item = view.layout.ItemAt(mention.span.begin);
  if (item < 0) return false;
  const Span row = view.layout.items[static_cast<size_t>(item)];
  const uint32_t end = FirstCellEnd(view.text, row);
  if (end <= mention.span.begin) return false;
  const auto blank = [&](uint32_t from, uint32_t to) {
    return view.text.substr(from, to - from).find_first_not_of(" *`") == std::string_view::npos;
  };
  return blank(row.begin + 1, mention.span.begin) && blank(std::min(mention.span.end, end), end);
}

/// "Our ExeVRM 8B achieves ...", not "our IRT-based analysis".
bool IsCalledOurs(const TextView& view, Span name) {
  const std::string_view before = view.text.substr(0, name.begin);
  return (before.ends_with("Our ") || before.ends_with(" our ")) && !view.text.substr(name.end).starts_with("-");
}

void AddPlace(const PaperEntity& entity, const NameMention& mention, const TextView& view, uint32_t first_own,
              Scores* scores) {
  const SectionKind section = view.passage->kind;
  const bool known = entity.entry != nullptr;
  if (!known && view.english && IsCalledOurs(view, mention.span)) scores->Add(Role::kOwn, 0.9, "called ours");
  if (entity.kind != EntityKind::kBenchmark && HeadsRow(mention, view))
    scores->Add(Role::kCompares, 0.7, "row of a table");
  switch (entity.kind) {
    case EntityKind::kMethod:
      if (section == SectionKind::kInnovation && mention.lead)
        scores->Add(Role::kOwn, known ? 0.3 : 0.9, "lead of an innovation");
      if (!known && (mention.shape == Shape::kTerm || mention.shape == Shape::kPhrase ||
                     mention.shape == Shape::kHeading || mention.announced || (mention.bold && !mention.example))) {
        const bool described = section == SectionKind::kInnovation || section == SectionKind::kContribution ||
                               section == SectionKind::kUsage || section == SectionKind::kAbstract ||
                               section == SectionKind::kTitle;
        const double compared = scores->of[static_cast<size_t>(Role::kCompares)];
        const double used = scores->of[static_cast<size_t>(Role::kUses)];
        const bool taken = compared >= 0.5 || (used >= 0.55 && !mention.bold && section == SectionKind::kUsage);
        // What an English abstract spells out before it comes to its own work is of others.
        const bool background = section == SectionKind::kAbstract && view.english && !mention.announced &&
                                mention.shape == Shape::kTerm && first_own != RoleCues::kNowhere &&
                                mention.span.begin < first_own;
        if (described)
          scores->Add(Role::kOwn, taken || background ? 0.4 : 0.85, "named where the paper describes its own work");
      }
      if (!known && section == SectionKind::kAbstract && view.english && first_own != RoleCues::kNowhere &&
          mention.span.begin > first_own && !mention.weak && !mention.example && Opens(view, mention.span.begin) &&
          (mention.shape == Shape::kCamel || mention.shape == Shape::kMixed || mention.shape == Shape::kAcronym) &&
          scores->of[static_cast<size_t>(Role::kCompares)] < 0.3 && scores->of[static_cast<size_t>(Role::kUses)] < 0.5)
        scores->Add(Role::kOwn, 0.85, "new name that a sentence opens with");
      scores->Add(section == SectionKind::kResults ? Role::kCompares : Role::kUses,
                  known && section == SectionKind::kResults ? 0.15 : 0.3,
                  section == SectionKind::kResults ? "method in the results" : "method in the description");
      break;
    case EntityKind::kModel:
      scores->Add(Role::kUses, 0.4, "model named");
      break;
    case EntityKind::kBenchmark:
      scores->Add(Role::kEvaluates, section == SectionKind::kResults || section == SectionKind::kAbstract ? 0.6 : 0.35,
                  "benchmark named");
      break;
    case EntityKind::kDomain:
      break;
  }
}

std::string EdgeOf(EntityKind kind, Role role) {
  switch (role) {
    case Role::kOwn:
      return kind == EntityKind::kMethod ? "PROPOSES" : "INTRODUCES";
    case Role::kUses:
      return "USES";
    case Role::kCompares:
      return "COMPARES_WITH";
    case Role::kEvaluates:
      return "EVALUATES_ON";
    case Role::kTrains:
      return "TRAINS_ON";
    case Role::kMentions:
      return "MENTIONS";
  }
  return "USES";
}

}  // namespace

RoleFinding DecideRole(const PaperEntity& entity, const PaperMentions& found, const std::vector<RoleCues>& cues,
                       bool benchmark_paper) {
  const bool benchmark = entity.kind == EntityKind::kBenchmark;
  std::array<double, kRoles> total = {}, peak = {};
  std::array<uint32_t, kRoles> where = {};
  std::array<std::string_view, kRoles> rule;
  bool tested = false;  // some sentence tests on it and does not speak of training
  for (const uint32_t m : entity.mentions) {
    const NameMention& mention = found.mentions[m];
    const TextView& view = found.views[mention.passage];
    Scores scores;
    const RoleCues& in = cues[mention.passage];
    AddCues(mention, entity.kind, view, in, &scores);
    const bool tells =
        view.passage->kind == SectionKind::kResults || scores.of[static_cast<size_t>(Role::kEvaluates)] >= kTested;
    tested = tested || (tells && scores.of[static_cast<size_t>(Role::kTrains)] == 0);
    AddPlace(entity, mention, view, in.first_own(), &scores);
    if (entity.title) scores.Add(Role::kOwn, 3, "name in the title");
    if (entity.of_own) scores.Add(Role::kOwn, 1, "named after the paper's own");
    for (size_t r = 0; r < kRoles; ++r) {
      double score = scores.of[r];
      if (r == static_cast<size_t>(Role::kOwn) && entity.entry != nullptr && !entity.title && !scores.published)
        score *= 0.3;
      if (!Fits(static_cast<Role>(r), entity.kind)) continue;
      total[r] += score;
      if (score > peak[r]) {
        peak[r] = score;
        where[r] = m;
        rule[r] = scores.rule[r];
      }
    }
  }
  const auto own = static_cast<size_t>(Role::kOwn);
  size_t best = benchmark ? static_cast<size_t>(Role::kEvaluates) : static_cast<size_t>(Role::kUses);
  for (size_t r = own + 1; r < kRoles; ++r) {
    if (total[r] > total[best]) best = r;
  }
  if (best == static_cast<size_t>(Role::kTrains) && tested) best = static_cast<size_t>(Role::kEvaluates);
  double rival = 0;
  for (size_t r = own + 1; r < kRoles; ++r) {
    if (r != best) rival = std::max(rival, total[r]);
  }
  if (benchmark_paper && best == static_cast<size_t>(Role::kCompares) && entity.kind != EntityKind::kBenchmark) {
    best = static_cast<size_t>(Role::kUses);
    rule[best] = "subject of a benchmark";
    if (peak[best] == 0) where[best] = where[static_cast<size_t>(Role::kCompares)];
    peak[best] = 1;
  }
  if (peak[own] >= 0.8) {
    rival = total[best] / 2;
    best = own;
  }
  RoleFinding finding;
  finding.role = static_cast<Role>(best);
  finding.edge = EdgeOf(entity.kind, finding.role);
  finding.mention = peak[best] > 0 ? where[best] : entity.mentions.front();
  finding.rule = rule[best].empty() ? "named" : std::string(rule[best]);
  finding.margin = std::max(0.0, total[best] - rival);
  return finding;
}

}  // namespace papergraph::extract
