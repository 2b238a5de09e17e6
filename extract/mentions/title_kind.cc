#include "extract/mentions/title_kind.h"

#include <algorithm>
#include <string>
#include <vector>

#include "extract/mentions/head_words.h"
#include "extract/mentions/shapes.h"
#include "extract/mentions/title.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"

namespace papergraph::extract {
namespace {

constexpr float kSaid = 1.0F;   // more than the prior that what a title names is a method
constexpr float kAsked = 0.6F;  // studies ask, too

bool Asks(std::string_view word) {
  static constexpr std::array<std::string_view, 14> kOpenings = {
      "can", "do", "does", "are", "is", "how", "what", "which", "will", "could", "where", "would", "have", "has"};
  const std::string lower = Lower(word);
  return std::find(kOpenings.begin(), kOpenings.end(), lower) != kOpenings.end();
}

/// "A Time Series Foundation Model", "A Large Dataset": the kind of its last word; kDomain when it says nothing of it,
/// as "Accelerating Diffusion Models" does.
EntityKind KindOfSubtitle(std::string_view title, const TitlePart& part) {
  const auto word = [&](size_t i) {
    return title.substr(part.words[i].begin, part.words[i].end - part.words[i].begin);
  };
  if (word(0).ends_with("ing")) return EntityKind::kDomain;
  const std::string_view last = word(part.words.size() - 1);
  const PhraseTable::Row* row = Heads().Find(last);
  const std::string lower = Lower(last);
  const bool model = lower == "model" || lower == "llm" || lower == "vlm" || lower == "mllm";
  if (model) return part.words.size() >= 2 ? EntityKind::kModel : EntityKind::kDomain;
  if (row == nullptr || row->cell(2) != "1.0") return EntityKind::kDomain;
  return row->cell(1) == "benchmark" ? EntityKind::kBenchmark
         : row->cell(1) == "method"  ? EntityKind::kMethod
                                     : EntityKind::kDomain;
}

}  // namespace

std::string_view ReportedName(std::string_view title) {
  const std::string lower = Lower(title);
  for (const std::string_view words : {" technical report", " tech report", " model card", " system card"}) {
    size_t end = lower.find(words);
    if (end == std::string::npos) continue;
    while (end > 0 && (title[end - 1] == ':' || title[end - 1] == ' ')) --end;
    std::string_view name = title.substr(0, end);
    if (lower.starts_with("the ")) name.remove_prefix(std::min<size_t>(4, name.size()));
    if (name.find(':') == std::string_view::npos) return name;
  }
  return {};
}

std::array<float, 4> VotesOfTitle(std::string_view title, std::string_view own) {
  std::array<float, 4> votes = {};
  const size_t at = title.find(own);
  if (own.empty() || at == std::string_view::npos) return votes;
  if (ReportedName(title) == own) votes[Index(EntityKind::kModel)] += kSaid;
  const std::string_view rest = title.substr(at + own.size());
  const size_t subtitle = rest.find_first_not_of(" :");
  if (subtitle == 0 || subtitle == std::string_view::npos) return votes;
  const std::string_view opening = rest.substr(subtitle, rest.find(' ', subtitle) - subtitle);
  if (Asks(opening) && title.ends_with("?")) {
    votes[Index(EntityKind::kBenchmark)] += kAsked;
    return votes;
  }
  for (const TitlePart& part : TitleParts(title)) {
    if (part.words.front().begin < at + own.size()) continue;
    if (part.opening != TitlePart::kSubtitle) break;
    const EntityKind kind = KindOfSubtitle(title, part);
    if (kind != EntityKind::kDomain) votes[Index(kind)] += kSaid;
    break;
  }
  return votes;
}

}  // namespace papergraph::extract
