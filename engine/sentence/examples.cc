#include "engine/sentence/examples.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace papergraph::engine {
namespace {

/// Nodes that are looked at for one example.
constexpr size_t kMostNodes = 16'384;

/// The name of the node of this label to which most edges of the type lead; of equals the first. Empty: there is none.
std::string MostNamed(const GraphReader& graph, std::string_view label_name, std::string_view type_name) {
  const auto label = graph.FindLabel(label_name);
  const auto type = graph.FindType(type_name);
  const auto property = graph.FindProperty("name");
  if (!label || !type || !property) return "";
  std::vector<NodeId> nodes(kMostNodes);
  nodes.resize(graph.ScanNodes(*label, NodeId{0}, nodes));
  size_t most = 0;
  NodeId best = kNoNode;
  for (NodeId node : nodes) {
    const size_t degree = graph.Neighbours(node, *type, EdgeDirection::kIn).size();
    if (degree <= most || graph.NodeProperty(node, *property).kind() != ValueKind::kString) continue;
    most = degree;
    best = node;
  }
  return best == kNoNode ? "" : std::string(graph.NodeProperty(best, *property).as_string());
}

/// In quotation marks where a name has what ends a name in a sentence.
std::string Written(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '-' ||
           c == '.' || c == '+';
  });
  return plain && !name.ends_with('.') ? name : "\"" + name + "\"";
}

}  // namespace

std::vector<std::string> WorkingSentences(const GraphReader& graph) {
  static constexpr std::array<std::array<std::string_view, 3>, 5> kForms{
      {{"Method", "USES", "papers using "},
       {"Benchmark", "EVALUATES_ON", "papers evaluated on "},
       {"Benchmark", "ON", "results on "},
       {"Domain", "IN_DOMAIN", "papers about "},
       {"Model", "USES", "benchmarks of "}}};
  std::vector<std::string> sentences;
  for (const auto& [label, type, words] : kForms) {
    const std::string name = MostNamed(graph, label, type);
    if (!name.empty() && name.find('"') == std::string::npos) sentences.push_back(std::string(words) + Written(name));
    if (sentences.size() == 3) return sentences;
  }
  for (std::string_view words : {"latest papers", "most used methods", "how many papers"}) {
    if (sentences.size() < 3) sentences.emplace_back(words);
  }
  return sentences;
}

}  // namespace papergraph::engine
