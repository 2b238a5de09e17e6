#include "extract/entities/entity.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

#include "extract/mentions/abbreviation.h"
#include "extract/mentions/shapes.h"
#include "extract/mentions/title_kind.h"
#include "extract/mentions/words.h"
#include "extract/text/ascii.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kBrackets = {
    {{"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}, {"“", "”"}, {"「", "」"}, {"《", "》"}}};
constexpr std::array<EntityKind, 3> kKinds = {EntityKind::kMethod, EntityKind::kBenchmark, EntityKind::kModel};

/// Groups of mentions, joined by the keys that they share.
class Groups {
 public:
  explicit Groups(size_t keys) {
    ids_.reserve(keys);
    parent_.reserve(keys);
  }
  /// The group of this key, which must live as long as the groups.
  uint32_t Of(std::string_view key) {
    const auto [at, fresh] = ids_.try_emplace(key, static_cast<uint32_t>(parent_.size()));
    if (fresh) parent_.push_back(at->second);
    return Root(at->second);
  }
  size_t size() const { return parent_.size(); }
  void Join(uint32_t a, uint32_t b) {
    a = Root(a);
    b = Root(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }
  uint32_t Root(uint32_t id) {
    while (parent_[id] != id) id = parent_[id] = parent_[parent_[id]];
    return id;
  }

 private:
  boost::unordered_flat_map<std::string_view, uint32_t> ids_;
  std::vector<uint32_t> parent_;
};

/// FoldName of what is written, once for each mention.
struct FoldedForms {
  std::string text;
  std::vector<std::string> forms;
};

std::string_view GroupKey(const NameMention& mention, const FoldedForms& folded) {
  // One entry is one thing whatever form is written; several entries of different kinds with the same form are told
  // apart later.
  for (const EntityKind kind : {EntityKind::kModel, EntityKind::kBenchmark, EntityKind::kMethod}) {
    if (const VocabularyEntry* entry = mention.known[Index(kind)]) return entry->folded;
  }
  return folded.text;
}

/// Whether the byte may begin what TidyForm looks at.
bool MayOpenMark(char c) {
  switch (static_cast<unsigned char>(c)) {
    case '"':
    case '(':
    case ')':
    case '*':
    case '[':
    case ']':
    case '`':
    case 0xE2:
    case 0xE3:
    case 0xEF:
      return true;
    default:
      return false;
  }
}

/// Adds a form unless one that folds to the same `key` is there; `seen` keeps views of the keys.
void AddForm(const std::string& form, std::string_view key, PaperEntity* entity, std::vector<std::string_view>* seen) {
  if (key.empty() || std::find(seen->begin(), seen->end(), key) != seen->end()) return;
  std::string tidy = TidyForm(form);
  if (tidy.empty()) return;
  seen->push_back(key);
  entity->aliases.push_back(std::move(tidy));
}

bool IsMetric(std::string_view name, const TextView& view) {
  return view.phrases->table(PhraseKind::kMetric).Find(name) != nullptr;
}

bool NumberFollows(const NameMention& mention, std::string_view text) {
  uint32_t at = mention.span.end;
  while (at < text.size() && (text[at] == ' ' || text[at] == '*' || text[at] == '~')) ++at;
  return at > mention.span.end && at < text.size() && IsDigit(text[at]);
}

/// "achieves 93.3 PDMS", "by 3 PDMS": what a score counts. Not "the 2025 BEHAVIOR Challenge" nor "Stage 2 GRPO".
bool BehindNumber(std::string_view text, uint32_t at) {
  if (at < 2 || text[at - 1] != ' ') return false;
  size_t begin = at - 1;
  if (text[begin - 1] == '%') return begin > 1 && IsDigit(text[begin - 2]);  // "17.7% PFER"
  bool fraction = false;
  while (begin > 0 && (IsDigit(text[begin - 1]) || text[begin - 1] == '.')) {
    --begin;
    fraction = fraction || text[begin] == '.';
  }
  if (begin + 1 >= at || begin == 0 || text[begin - 1] != ' ') return false;
  const std::string_view before = text.substr(0, begin - 1);
  const bool counted = before.ends_with(" by") || before.ends_with("achieves") || before.ends_with("achieving") ||
                       before.ends_with("reaches") || before.ends_with("reaching");
  return fraction || counted;
}

/// Measures are no entities: "Error Recovery Rate", "gFID", and what a number follows directly ("TEDS 93.2").
bool IsMeasure(const NameMention& mention, const TextView& view) {
  if (IsMetric(mention.text, view)) return true;
  static constexpr std::string_view kMeasures[] = {" Rate",     " Score", " Accuracy", " Ratio", " Error",
                                                   " Distance", "FID",    "@1",        "@k",     "@K",
                                                   "@N",        "-score", "-scores",   " score"};
  for (const std::string_view end : kMeasures) {
    if (mention.text.back() == end.back() && mention.text.ends_with(end) && mention.text != end) return true;
  }
  if (mention.shape == Shape::kCamel) {  // "cpCER", "sMAPE": a measure with letters in lower case before it
    size_t lower = 0;
    while (lower < mention.text.size() && IsLower(mention.text[lower])) ++lower;
    const std::string_view rest = std::string_view(mention.text).substr(lower);
    if (lower > 0 && lower < 4 && rest.size() >= 3 && IsMetric(rest, view)) return true;
  }
  if (mention.span.end < view.text.size() && view.text[mention.span.end] == '@') return true;
  if (mention.shape != Shape::kAcronym && mention.shape != Shape::kMixed) return false;
  if (const std::string_view rest = view.text.substr(mention.span.end); rest.size() > 3) {  // "MCC: 0.797", "(F1=0.98)"
    const size_t digit = rest.starts_with(": ") || rest.starts_with(" =") ? 2 : rest.starts_with("=") ? 1 : 0;
    if (digit > 0 && (rest.substr(digit).starts_with("0.") || rest.substr(digit).starts_with(" 0."))) return true;
  }
  if (BehindNumber(view.text, mention.span.begin)) return true;
  uint32_t at = mention.span.end;
  while (at < view.text.size() && (view.text[at] == ' ' || view.text[at] == '*')) ++at;
  if (at > mention.span.end && at + 2 < view.text.size() && IsDigit(view.text[at]) &&
      view.text.substr(at, 6).find('.') != std::string_view::npos)
    return true;
  return view.text.substr(at, 3) == "↑" || view.text.substr(at, 3) == "↓" || view.text.substr(at, 6) == "指标" ||
         view.text.substr(at, 6) == "得分" || view.text.substr(at, 6) == "分数";
}

/// Where what a title names ends: "SCALER: Synthetic ...", "SCALER:Synthetic ..."; npos when it has no colon.
size_t ColonIn(std::string_view title) {
  size_t colon = title.find(':');
  while (colon != std::string_view::npos && colon + 1 < title.size() && title[colon + 1] != ' ' &&
         !IsUpper(title[colon + 1]))
    colon = title.find(':', colon + 1);
  return std::min(colon, title.find("："));
}

/// How convincing a mention is as a name, by its shape and place; 1 is enough alone.
double Weight(const NameMention& mention, const TextView& view) {
  const bool framed = mention.bold || mention.quoted;
  if (mention.shape == Shape::kDescribed) return mention.announced ? 0.9 : 0.8;
  if (mention.announced && mention.shape != Shape::kPlain) return 1;
  const bool term = mention.shape == Shape::kTerm || mention.shape == Shape::kPhrase || mention.shape == Shape::kPlain;
  const bool observation = mention.lead && view.passage->kind == SectionKind::kResults;
  if ((mention.peripheral || observation) && term && mention.known == std::array<const VocabularyEntry*, 4>{})
    return 0.3;
  switch (mention.shape) {
    case Shape::kKnown:
    case Shape::kVariant:
    case Shape::kSized:
    case Shape::kTitle:
      return 1;
    case Shape::kCamel:
      return mention.weak ? 0.5 : 1;
    case Shape::kMixed:
      return mention.weak ? (framed && !mention.lead                            ? 0.6
                             : view.english && ShapeOf(mention.text).upper >= 2 ? 0.5
                                                                                : 0.3)
                          : 1;
    case Shape::kAcronym:
      return mention.weak ? 0.4 : 0.9;
    case Shape::kTerm:
      return mention.weak ? (mention.lead && view.passage->kind == SectionKind::kInnovation ? 0.9
                             : framed                                                       ? 0.6
                                                                                            : 0.4)
                          : 1;
    case Shape::kPhrase:
      return mention.lead && view.passage->kind == SectionKind::kInnovation ? 0.9
             : framed                                                       ? 0.8
             : view.english                                                 ? 0.3
                                                                            : 0.4;
    case Shape::kHeading:
    case Shape::kDescribed:
      return 0.6;
    case Shape::kPlain:
      return mention.announced                      ? 0.9
             : mention.backed                       ? 0.85
             : (mention.bold && !mention.lead)      ? 0.5
             : mention.list >= 0 || mention.example ? 0.3
                                                    : 0.05;
  }
  return 0;
}

}  // namespace

std::string TidyForm(std::string_view form) {
  constexpr size_t kLongestCut = 30;  // bytes, of a bracket that the form was cut before
  if (!form.empty() && form.front() != ' ' && form.back() != ' ' && std::none_of(form.begin(), form.end(), MayOpenMark))
    return std::string(form);
  std::string tidy;
  std::vector<std::string_view> open;  // what would close the brackets that are open
  bool cut = false;                    // a bracket closes what was not opened, or with another mark
  size_t quotes = 0, opened = 0;       // opened: where the last bracket did
  for (size_t at = 0; at < form.size();) {
    const std::string_view c = form.substr(at, CharWidth(form, at));
    at += c.size();
    if (c == "`" || (c == "*" && (tidy.empty() || form.substr(at, 1) == "*"))) {  // but "GigaBrain-0.5M*"
      while (form.substr(at, 1) == c) ++at;
      continue;
    }
    quotes += c == "\"" ? 1 : 0;
    for (const auto& [begin, end] : kBrackets) {
      if (c == begin) {
        open.push_back(end);
        opened = tidy.size();
      }
      if (c != end) continue;
      cut = cut || open.empty() || open.back() != end;
      if (!open.empty()) open.pop_back();
    }
    tidy += c;
  }
  if (quotes % 2 == 1) {
    if (tidy.starts_with('"')) {
      tidy.erase(0, 1);
      opened -= std::min<size_t>(opened, 1);
    } else if (tidy.ends_with('"')) {
      tidy.pop_back();
    } else {
      return "";
    }
  }
  if (cut || open.size() > 1) return "";
  if (!open.empty()) {
    // Of a name it is short, within one cell of a table, and no address of a link: else it is text behind a bracket
    // that nothing closes.
    if (tidy.size() - opened > kLongestCut || tidy.find('|') != std::string::npos ||
        tidy.find("](") != std::string::npos)
      return "";
    tidy += open.back();
  }
  const size_t first = tidy.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return tidy.substr(first, tidy.find_last_not_of(' ') + 1 - first);
}

std::string OwnNameInTitle(std::string_view title) {
  const std::string_view reported = ReportedName(title);
  const size_t colon = reported.empty() ? ColonIn(title) : static_cast<size_t>(reported.end() - title.begin());
  if (colon == std::string_view::npos || colon == 0 || (reported.empty() && colon > 48)) return "";
  std::string_view name = reported.empty() ? title.substr(0, colon) : reported;
  for (size_t space = name.find(' '); space != std::string_view::npos; space = name.find(' ')) {  // "NVIDIA Nemotron 3"
    if (!IsNoName(name.substr(0, space))) break;
    name.remove_prefix(space + 1);
  }
  const auto words = std::count(name.begin(), name.end(), ' ') + 1;
  const bool whole = name.size() == std::min(colon, title.size()) || !reported.empty();
  if (words > 4) return "";
  const std::vector<Word> parts = FindWords(name);
  if (parts.empty()) return "";
  bool shaped = words == 1 && whole;  // "From Sparse to Dense" leaves no name
  for (const Word& word : parts) {
    const WordShape shape = ShapeOf(name.substr(word.span.begin, word.span.end - word.span.begin));
    // "Generative Action Tell-Tales" has a capital for each part of a word, as titles do.
    shaped = shaped || shape.inner_upper || shape.digits > 0 || shape.upper > shape.hyphens + 1;
  }
  if (!shaped || name.find_first_of(">?!,") != std::string_view::npos) return "";
  return std::string(name);
}

std::string FullNameInTitle(std::string_view title) {
  const std::string own = OwnNameInTitle(title);
  if (own.empty()) return "";
  std::string_view rest = title.substr(own.size());
  while (!rest.empty() &&
         (rest.front() == ':' || rest.front() == ' ' || static_cast<unsigned char>(rest.front()) >= 0x80))
    rest.remove_prefix(1);
  for (size_t at = 0; at <= rest.size(); ++at) {
    if (at < rest.size() && rest[at] != ' ') continue;
    if (at >= 120) break;
    if (Abbreviates(own, rest.substr(0, at))) return std::string(rest.substr(0, at));
  }
  return "";
}

std::vector<PaperEntity> JoinMentions(std::string_view title, const PaperMentions& found) {
  std::string own = FoldName(OwnNameInTitle(title));
  if (own.empty()) {  // "Routing the Lottery: ...": a name only where the text uses it as one
    const size_t colon = ColonIn(title);
    if (colon != std::string_view::npos && colon <= 60) {
      const std::string candidate = FoldName(title.substr(0, colon));
      for (const NameMention& mention : found.mentions) {
        if ((mention.shape == Shape::kMixed || mention.shape == Shape::kPhrase) && !mention.weak &&
            mention.text.find(' ') != std::string::npos && FoldName(mention.text) == candidate)
          own = candidate;
        for (const std::string& form : mention.forms) {
          if (mention.shape == Shape::kTerm && FoldName(form) == candidate) own = FoldName(mention.text);
        }
      }
    }
  }
  const bool named =
      !own.empty() || std::any_of(found.mentions.begin(), found.mentions.end(), [](const NameMention& m) {
        return m.announced && !m.weak &&
               (m.shape == Shape::kTerm || m.shape == Shape::kCamel || m.shape == Shape::kAcronym ||
                m.shape == Shape::kMixed);
      });
  std::vector<FoldedForms> folded(found.mentions.size());
  Groups groups(2 * found.mentions.size());
  std::vector<uint32_t> group_of(found.mentions.size());
  for (size_t i = 0; i < found.mentions.size(); ++i) {
    const NameMention& mention = found.mentions[i];
    folded[i].text = FoldName(mention.text);
    for (const std::string& form : mention.forms) folded[i].forms.push_back(FoldName(form));
    uint32_t group = groups.Of(GroupKey(mention, folded[i]));
    if (mention.shape != Shape::kSized) {
      for (const std::string& form : folded[i].forms) groups.Join(group, groups.Of(form));
    }
    groups.Join(group, groups.Of(folded[i].text));
    group_of[i] = group;
  }
  std::vector<PaperEntity> order;
  order.reserve(found.mentions.size());
  const std::string own_full = FullNameInTitle(title), folded_full = FoldName(own_full);
  if (!own_full.empty()) groups.Join(groups.Of(own), groups.Of(folded_full));
  std::vector<size_t> place_of(groups.size(), SIZE_MAX);  // in `order`, of each root
  for (size_t i = 0; i < found.mentions.size(); ++i) {
    size_t& place = place_of[groups.Root(group_of[i])];
    if (place == SIZE_MAX) {
      place = order.size();
      order.emplace_back();
    }
    order[place].mentions.push_back(static_cast<uint32_t>(i));
  }
  std::vector<PaperEntity> entities;
  entities.reserve(order.size());
  for (PaperEntity& entity : order) {
    std::array<double, 4> votes = {};
    std::array<const VocabularyEntry*, 4> known = {};
    double weight = 0;
    bool measure = false, numbered = false;
    double voters = 0, loudest = 0;
    std::string_view latin, han;
    for (const uint32_t m : entity.mentions) {
      const NameMention& mention = found.mentions[m];
      for (const EntityKind kind : kKinds) {
        votes[Index(kind)] += mention.votes[Index(kind)];
        if (mention.known[Index(kind)] != nullptr && known[Index(kind)] == nullptr)
          known[Index(kind)] = mention.known[Index(kind)];
      }
      double loud = 0;
      for (const EntityKind kind : kKinds) loud = std::max(loud, static_cast<double>(mention.votes[Index(kind)]));
      voters += loud > 0 ? 1 : 0;
      loudest = std::max(loudest, loud);
      // "We propose a latent alignment framework": its name where the title gives none.
      if (mention.shape == Shape::kDescribed && mention.weak && named) continue;
      weight = std::max(weight, Weight(mention, found.views[mention.passage]));
      numbered = numbered || NumberFollows(mention, found.views[mention.passage].text);
      measure = measure || IsMeasure(mention, found.views[mention.passage]);
      std::string_view& best = HasHan(mention.text) ? han : latin;
      if (best.empty()) best = mention.text;
      if (!own.empty() && folded[m].text == own) entity.title = true;
    }
    if (entity.title) {
      for (const std::string_view word : {"Benchmark", "Evaluating", "Evaluation for", "Evaluation of", "Evaluation on",
                                          "Measuring", "Assessing", "Testbed", "Leaderboard"}) {
        if (title.find(word) == std::string_view::npos) continue;
        votes[Index(EntityKind::kBenchmark)] += std::max(1.0, voters);
        break;
      }
    }
    const double count = static_cast<double>(entity.mentions.size());
    double best = -1;
    bool any_known = false;
    for (const EntityKind kind : kKinds) {
      if (known[Index(kind)] != nullptr) any_known = true;
    }
    for (const EntityKind kind : kKinds) {
      const bool is_known = known[Index(kind)] != nullptr;
      if (any_known && !is_known) continue;
      // A title names the paper's own thing: a method unless much says otherwise.
      const double prior = kind != EntityKind::kMethod ? 0 : entity.title ? 0.4 : 0.15;
      const double score = votes[Index(kind)] / std::max(1.0, voters) + prior;
      if (score > best) {
        best = score;
        entity.kind = kind;
      }
    }
    entity.entry = known[Index(entity.kind)];
    entity.generic = entity.entry != nullptr && entity.entry->generic;
    const double support = loudest > 0.7 ? 0.3 : 0;
    if (entity.title) weight = 1;
    const bool backed = std::any_of(entity.mentions.begin(), entity.mentions.end(),
                                    [&](uint32_t m) { return found.mentions[m].backed; });
    if (measure && !entity.title && !(any_known && backed && !numbered) &&
        (!any_known ||
         IsMetric(found.mentions[entity.mentions[0]].text, found.views[found.mentions[entity.mentions[0]].passage])))
      continue;
    if (weight + support + (count >= 3 && weight >= 0.3 ? 0.2 : 0) < 0.8) continue;
    if (entity.generic && !entity.title) {
      bool framed = false;
      for (const uint32_t m : entity.mentions) {
        framed = framed || found.mentions[m].shape == Shape::kTerm;
      }
      if (!framed) continue;
    }
    entity.of_own = !own.empty() && !entity.title && entity.entry == nullptr && latin.size() > own.size() &&
                    FoldName(latin).starts_with(own);
    entity.strong = weight >= 1;
    entity.certainty = std::min(1.0, (any_known ? 0.95 : 0.6 * weight) + (best > 0.7 ? 0.2 : 0));
    entity.name = entity.entry != nullptr ? entity.entry->name : std::string(!latin.empty() ? latin : han);
    if (std::string tidy = TidyForm(entity.name); !tidy.empty()) entity.name = std::move(tidy);
    const std::string key = FoldName(entity.name);
    std::vector<std::string_view> seen = {key};
    if (entity.title && !own_full.empty()) AddForm(own_full, folded_full, &entity, &seen);
    for (const uint32_t m : entity.mentions) {
      const NameMention& mention = found.mentions[m];
      AddForm(mention.text, folded[m].text, &entity, &seen);
      for (size_t f = 0; f < mention.forms.size(); ++f) AddForm(mention.forms[f], folded[m].forms[f], &entity, &seen);
    }
    if (entity.entry != nullptr) {
      const VocabularyEntry& entry = *entity.entry;
      for (size_t a = 0; a < entry.aliases.size(); ++a)
        AddForm(entry.aliases[a], entry.folded_aliases[a], &entity, &seen);
    }
    entities.push_back(std::move(entity));
  }
  return entities;
}

}  // namespace papergraph::extract
