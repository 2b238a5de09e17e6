#include "engine/sentence/novelty.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "engine/sentence/dates.h"
#include "engine/sentence/phrases.h"

namespace papergraph::engine {
namespace {

/// As ComposeNovelty has them.
constexpr std::string_view kHas[] = {"PROPOSES", "INTRODUCES", "USES", "EVALUATES_ON", "TRAINS_ON", "IN_DOMAIN"};

/// "2026-01-30" at the beginning of the text, as every date of a paper is written.
std::optional<Date> DateIn(std::string_view text) {
  const std::string day(text.substr(0, 10));
  const auto span = ReadDate(CutIntoAtoms(day, 0), 0, Date{0});
  return span && span->first == span->last ? std::optional(span->first) : std::nullopt;
}

/// The node, and all that is VARIANT_OF or PART_OF it.
std::set<NodeId> WithMembers(const GraphReader& graph, NodeId node) {
  std::set<NodeId> all{node};
  std::vector<NodeId> open{node};
  while (!open.empty()) {
    const NodeId whole = open.back();
    open.pop_back();
    for (const std::string_view name : {"VARIANT_OF", "PART_OF"}) {
      const auto type = graph.FindType(name);
      if (!type) continue;
      for (const Neighbour& part : graph.Neighbours(whole, *type, EdgeDirection::kIn)) {
        if (all.insert(part.node).second) open.push_back(part.node);
      }
    }
  }
  return all;
}

std::set<NodeId> PapersThatHave(const GraphReader& graph, const Entity& entity) {
  std::set<NodeId> papers;
  const auto label = graph.FindLabel("Paper");
  for (const NamedNode& named : entity.nodes) {
    for (const NodeId node : WithMembers(graph, named.node)) {
      for (const std::string_view name : kHas) {
        const auto type = graph.FindType(name);
        if (!type || !label) continue;
        for (const Neighbour& neighbour : graph.Neighbours(node, *type, EdgeDirection::kIn)) {
          if (graph.HasLabel(neighbour.node, *label)) papers.insert(neighbour.node);
        }
      }
    }
  }
  return papers;
}

std::string NoveltyNotice(const Meaning& meaning, const GraphReader& graph) {
  std::vector<std::string> names;
  std::set<NodeId> all;
  for (const Condition& part : meaning.conditions.parts) {
    if (part.kind != Condition::Kind::kNamed) continue;
    const std::set<NodeId> papers = PapersThatHave(graph, part.entity);
    std::set<NodeId> both;
    if (names.empty()) {
      both = papers;
    } else {
      std::set_intersection(all.begin(), all.end(), papers.begin(), papers.end(), std::inserter(both, both.end()));
    }
    all = std::move(both);
    names.push_back(part.entity.nodes.front().name);
  }
  const std::string things = fmt::format("{}", fmt::join(names, " and "));
  if (all.empty()) return fmt::format("no paper in this graph has {}; the nearest come first", things);
  return fmt::format("{} in this graph {} {}", all.size() == 1 ? "1 paper" : fmt::format("{} papers", all.size()),
                     all.size() == 1 ? "has" : "have", things);
}

/// The date of the newest paper. Looks at the dates of all papers.
std::optional<Date> NewestDate(const GraphReader& graph) {
  const auto label = graph.FindLabel("Paper");
  const auto property = graph.FindProperty("date");
  if (!label || !property) return std::nullopt;
  std::optional<Date> newest;
  std::string newest_text;
  std::vector<NodeId> nodes(4096);
  PropertyVector dates;
  for (NodeId from{0};;) {
    const size_t n = graph.ScanNodes(*label, from, nodes);
    graph.GatherProperty(*property, std::span<const NodeId>(nodes).first(n), dates);
    for (size_t i = 0; i < n; ++i) {
      if (dates.form == PropertyVector::Form::kNone || !dates.valid[i]) continue;
      if (dates.form == PropertyVector::Form::kString) {
        if (dates.strings[i] <= newest_text || !DateIn(dates.strings[i])) continue;
        newest_text = dates.strings[i];
      } else if (dates.form == PropertyVector::Form::kValue && dates.values[i].kind() == ValueKind::kDate) {
        newest = std::max(newest.value_or(dates.values[i].as_date()), dates.values[i].as_date());
      } else if (dates.form == PropertyVector::Form::kValue && dates.values[i].kind() == ValueKind::kString) {
        const std::string_view text = dates.values[i].as_string();
        if (text > newest_text && DateIn(text)) newest_text = text;
      }
    }
    if (n < nodes.size()) break;
    from = NodeId{Raw(nodes[n - 1]) + 1};
  }
  if (const auto written = DateIn(newest_text)) newest = newest ? std::max(*newest, *written) : *written;
  return newest;
}

/// The condition that has this place in the sentence.
const Condition* At(const Condition& condition, Span span) {
  if (condition.parts.empty()) return condition.span == span ? &condition : nullptr;
  for (const Condition& part : condition.parts) {
    if (const Condition* found = At(part, span)) return found;
  }
  return nullptr;
}

}  // namespace

void OpenQuotedIdea(std::string_view text, std::vector<Atom>& atoms) {
  for (size_t at = 0; at < atoms.size(); ++at) {
    const Phrase* phrase = LongestPhrase(atoms, at, {{PhraseKind::kNovelty}});
    if (phrase == nullptr) continue;
    for (size_t i = at + phrase->atoms.size(); i < atoms.size(); ++i) {
      if (atoms[i].kind != Atom::Kind::kQuoted) continue;
      const Span inside = atoms[i].span;
      std::vector<Atom> pieces = CutIntoAtoms(text.substr(0, inside.end), inside.start);
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
      atoms.insert(atoms.begin() + static_cast<std::ptrdiff_t>(i), pieces.begin(), pieces.end());
      i += pieces.size();
      --i;
    }
    return;
  }
}

void AddNotices(const Meaning& meaning, const GraphReader& graph, std::string_view text,
                std::vector<std::string>& notices) {
  if (const Condition* date = meaning.relative ? At(meaning.conditions, *meaning.relative) : nullptr;
      date != nullptr && date->first) {
    const auto newest = NewestDate(graph);
    if (newest && *newest < *date->first) {
      notices.push_back(fmt::format("`{}` begins on {}; the newest paper of this graph is of {}",
                                    text.substr(date->span.start, date->span.end - date->span.start),
                                    DateText(*date->first), DateText(*newest)));
    }
  }
  if (meaning.kind == Meaning::Kind::kNovelty) notices.push_back(NoveltyNotice(meaning, graph));
  if (meaning.kind == Meaning::Kind::kBest && !meaning.why) {
    notices.emplace_back(
        "absolute scores only; ahead_of and behind count the others on the same benchmark, in the same metric and "
        "unit");
  }
}

}  // namespace papergraph::engine
