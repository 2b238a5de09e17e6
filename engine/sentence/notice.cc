#include "engine/sentence/notice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "engine/sentence/dates.h"

namespace papergraph::engine {
namespace {

std::string TextOf(const GraphReader& graph, NodeId node, std::string_view key) {
  const auto property = graph.FindProperty(key);
  if (!property) return "";
  const Value value = graph.NodeProperty(node, *property);
  if (value.kind() == ValueKind::kDate) return DateText(value.as_date());
  return value.kind() == ValueKind::kString ? std::string(value.as_string()) : "";
}

}  // namespace

std::string OriginNotice(const Meaning& meaning, const GraphReader& graph) {
  if (meaning.kind != Meaning::Kind::kOrigin) return "";
  for (const std::string_view own : {"PROPOSES", "INTRODUCES"}) {
    const auto type = graph.FindType(own);
    if (!type) continue;
    for (const NamedNode& named : meaning.subject.nodes) {
      if (!graph.Neighbours(named.node, *type, EdgeDirection::kIn).empty()) return "";
    }
  }
  struct Other {
    std::string_view type, verb;
  };
  static constexpr std::array<Other, 5> kOthers{{{"USES", "uses"},
                                                 {"EVALUATES_ON", "is evaluated on"},
                                                 {"TRAINS_ON", "is trained on"},
                                                 {"COMPARES_WITH", "compares itself with"},
                                                 {"MENTIONS", "mentions"}}};
  std::optional<std::tuple<std::string, std::string, std::string_view>> first;  // date, paper, verb
  for (const auto& [name, verb] : kOthers) {
    const auto type = graph.FindType(name);
    if (!type) continue;
    for (const NamedNode& named : meaning.subject.nodes) {
      for (const Neighbour& neighbour : graph.Neighbours(named.node, *type, EdgeDirection::kIn)) {
        const std::string date = TextOf(graph, neighbour.node, "date"), paper = TextOf(graph, neighbour.node, "id");
        if (paper.empty()) continue;
        if (!first || std::tie(date, paper) < std::tie(std::get<0>(*first), std::get<1>(*first))) {
          first = {date, paper, verb};
        }
      }
    }
  }
  const std::string& name = meaning.subject.nodes.front().name;
  const std::string none = fmt::format("no paper in this graph proposes or introduces {}", name);
  if (!first) return none;
  const auto& [date, paper, verb] = *first;
  return fmt::format("{}; the first that has to do with it is {}{}, which {} it", none, paper,
                     date.empty() ? "" : " of " + date, verb);
}

}  // namespace papergraph::engine
