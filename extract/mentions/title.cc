#include "extract/mentions/title.h"

#include <algorithm>
#include <array>
#include <string>

#include "extract/mentions/head_words.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

struct Opener {
  std::string_view word;
  TitlePart::Opening opening;
};
constexpr std::array<Opener, 28> kOpeners = {{
    {"for", TitlePart::kFor},       {"towards", TitlePart::kFor},   {"toward", TitlePart::kFor},
    {"in", TitlePart::kIn},         {"on", TitlePart::kIn},         {"of", TitlePart::kIn},
    {"across", TitlePart::kIn},     {"within", TitlePart::kIn},     {"to", TitlePart::kTo},
    {"via", TitlePart::kWith},      {"with", TitlePart::kWith},     {"using", TitlePart::kWith},
    {"through", TitlePart::kWith},  {"by", TitlePart::kWith},       {"from", TitlePart::kOther},
    {"under", TitlePart::kOther},   {"without", TitlePart::kOther}, {"beyond", TitlePart::kOther},
    {"against", TitlePart::kOther}, {"is", TitlePart::kOther},      {"are", TitlePart::kOther},
    {"do", TitlePart::kOther},      {"does", TitlePart::kOther},    {"can", TitlePart::kOther},
    {"enable", TitlePart::kOther},  {"enables", TitlePart::kOther}, {"at", TitlePart::kOther},
    {"meets", TitlePart::kOther},
}};

std::string_view RoleOf(std::string_view word) {
  const PhraseTable::Row* row = FieldHeads().Find(word);
  return row != nullptr ? row->cell(1) : std::string_view();
}

/// "LLM-Based", "Memory-Aware": what a thing is like, not what it is about.
bool IsModifier(std::string_view word) {
  if (RoleOf(word) == "drop") return true;
  const size_t hyphen = word.rfind('-');
  if (hyphen == std::string_view::npos) return false;
  static constexpr std::array<std::string_view, 36> kModifierEndings = {
      "based",      "aware",       "guided",    "driven",   "free",     "only",        "level",      "centric",
      "adaptive",   "enhanced",    "augmented", "oriented", "powered",  "conditioned", "efficient",  "grounded",
      "consistent", "constrained", "gated",     "friendly", "agnostic", "structured",  "optimal",    "specific",
      "scale",      "quality",     "assisted",  "inspired", "informed", "decoupled",   "calibrated", "regularized",
      "controlled", "invariant",   "play",      "step"};
  const std::string ending = Lower(word.substr(hyphen + 1));
  return std::find(kModifierEndings.begin(), kModifierEndings.end(), ending) != kModifierEndings.end();
}

bool EndsIn(std::string_view word, std::string_view ending) {
  return word.size() > ending.size() + 2 && Lower(word.substr(word.size() - ending.size())) == ending;
}

}  // namespace

std::vector<TitlePart> TitleParts(std::string_view title) {
  std::vector<TitlePart> parts;
  TitlePart part;
  const auto open = [&](TitlePart::Opening opening) {
    if (!part.words.empty()) parts.push_back(std::move(part));
    part = {};
    part.opening = opening;
  };
  for (uint32_t at = 0; at < title.size();) {
    if (title[at] == ' ') {
      ++at;
      continue;
    }
    const auto stop = static_cast<uint32_t>(std::min(title.find(' ', at), title.size()));
    uint32_t begin = at, end = stop;
    at = stop;
    const std::string_view marks = ",;?!:.\"'()";
    while (begin < end && marks.find(title[begin]) != std::string_view::npos) ++begin;
    bool colon = false, comma = false;
    while (end > begin && marks.find(title[end - 1]) != std::string_view::npos) {
      colon = colon || title[end - 1] == ':' || title[end - 1] == '?' || title[end - 1] == '!';
      comma = comma || title[end - 1] == ',' || title[end - 1] == ';';
      --end;
    }
    const std::string_view word = title.substr(begin, end - begin);
    if (word.empty() || word == "-" || word == "--" || word == "–" || word == "—" || word == "|") {
      open(colon || !word.empty() ? TitlePart::kSubtitle : part.opening);
      continue;
    }
    const std::string lower = Lower(word);
    const auto opener =
        std::find_if(kOpeners.begin(), kOpeners.end(), [&](const Opener& o) { return o.word == lower; });
    if (opener != kOpeners.end() && word.size() < title.size()) {
      open(opener->opening);
    } else {
      part.words.push_back({begin, end});
    }
    if (colon) {
      open(TitlePart::kSubtitle);
    } else if (comma) {
      open(part.opening);
    }
  }
  open(TitlePart::kOther);
  return parts;
}

Span FieldOf(std::string_view title, const TitlePart& part) {
  if (part.opening == TitlePart::kWith || part.opening == TitlePart::kOther) return {};
  size_t first = 0, last = part.words.size();
  const auto word = [&](size_t i) { return Cut(title, part.words[i]); };
  if (part.opening == TitlePart::kTo) ++first;  // "to Mitigate Forgetting"
  bool tasks = false;
  while (last > first && RoleOf(word(last - 1)) == "system") {
    tasks = tasks || Lower(word(last - 1)) == "tasks";
    --last;
  }
  while (first < last) {
    const std::string_view opening = word(first);
    const bool acts = EndsIn(opening, "ing") && RoleOf(opening) != "head" && first + 1 < last;  // "Accelerating ..."
    const bool adverb = EndsIn(opening, "ly");
    if (!IsModifier(opening) && !acts && !adverb) break;
    ++first;
  }
  if (first >= last || last - first > 5) return {};
  for (size_t i = first; i < last; ++i) {
    if (Lower(word(i)) == "into") return {};  // "Learning to Write Context into Memory"
  }
  const std::string_view head = word(last - 1);
  const std::string_view role = RoleOf(head);
  const size_t hyphen = head.rfind('-');
  const bool compound = hyphen != std::string_view::npos && RoleOf(head.substr(hyphen + 1)) == "head";
  const bool leads = part.opening == TitlePart::kFor || part.opening == TitlePart::kIn;
  if (role != "head" && !compound && !(role == "plural" && leads && last - first >= 2) &&
      !(tasks && leads && last - first >= 2))
    return {};
  if (last - first == 1 && !leads) return {};
  return {part.words[first].begin, part.words[last - 1].end};
}

Span TechniqueOf(std::string_view title, const TitlePart& part) {
  size_t first = 0;
  const auto word = [&](size_t i) { return Cut(title, part.words[i]); };
  while (first < part.words.size()) {
    const std::string lower = Lower(word(first));
    if (lower != "a" && lower != "an" && lower != "the" && lower != "novel" && lower != "simple") break;
    ++first;
  }
  if (part.words.size() < first + 2 || part.words.size() > first + 6) return {};
  if (TechniqueHeads().Find(word(part.words.size() - 1)) == nullptr) return {};
  for (size_t i = first; i < part.words.size(); ++i) {
    const std::string lower = Lower(word(i));
    if (lower == "and" || lower == "or" || lower == "its" || lower == "their" || lower == "your") return {};
  }
  return {part.words[first].begin, part.words.back().end};
}

}  // namespace papergraph::extract
