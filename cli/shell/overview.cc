#include "cli/shell/overview.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <set>

#include "cli/shell/shell.h"
#include "storage/full_text.h"

namespace papergraph::cli {
namespace {

constexpr size_t kLookedAt = 200;  // nodes of a label, edges of a type

template <typename Id, size_t N>
std::string PropertyNames(const GraphReader& graph, const std::array<Id, N>& ids, size_t count) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < count; ++i) {
    for (const auto& [property, value] : graph.PropertiesOf(ids[i])) names.insert(graph.NameOf(property));
  }
  std::string text;
  for (std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::string LabelText(const GraphReader& graph, NodeId node) {
  std::vector<std::string_view> labels;
  for (LabelId label : graph.LabelsOf(node)) labels.push_back(graph.NameOf(label));
  std::sort(labels.begin(), labels.end());
  std::string text;
  for (std::string_view label : labels) text += ":" + std::string(label);
  return "(" + text + ")";
}

void Show(Shell& shell, const GraphReader& graph, const std::vector<std::string>& columns,
          std::vector<std::vector<Value>> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a[0].as_string() < b[0].as_string(); });
  std::ostream& out = shell.answers().Begin([] {});
  const auto writer = shell.Writer(out);
  writer->Columns(columns, graph);
  for (const auto& row : rows) writer->Row(row);
  writer->Finish({});
  shell.answers().End();
}

Value Number(uint64_t number) { return Value::Int(static_cast<int64_t>(number)); }

void ShowLabels(Shell& shell, const GraphReader& graph) {
  std::vector<std::vector<Value>> rows;
  for (uint32_t i = 0; i < graph.LabelCount(); ++i) {
    const LabelId label{i};
    const uint64_t count = graph.NodeCount(label);
    if (count == 0) continue;
    std::array<NodeId, kLookedAt> nodes;
    const size_t got = graph.ScanNodes(label, NodeId{0}, nodes);
    rows.push_back(
        {Value::String(graph.NameOf(label)), Number(count), Value::String(PropertyNames(graph, nodes, got))});
  }
  Show(shell, graph, {"label", "nodes", "properties"}, std::move(rows));
}

void ShowTypes(Shell& shell, const GraphReader& graph) {
  std::vector<std::vector<Value>> rows;
  for (uint32_t i = 0; i < graph.TypeCount(); ++i) {
    const TypeId type{i};
    const uint64_t count = graph.EdgeCount(type);
    if (count == 0) continue;
    std::array<EdgeId, kLookedAt> edges;
    const size_t got = graph.ScanEdges(type, EdgeId{0}, edges);
    std::set<std::string> ends;
    for (size_t k = 0; k < got; ++k) {
      const EdgeRecord record = graph.EdgeOf(edges[k]);
      ends.insert(LabelText(graph, record.start) + "->" + LabelText(graph, record.end));
    }
    std::string text;
    for (const std::string& end : ends) text += (text.empty() ? "" : ", ") + end;
    rows.push_back({Value::String(graph.NameOf(type)), Number(count), Value::String(text),
                    Value::String(PropertyNames(graph, edges, got))});
  }
  Show(shell, graph, {"type", "edges", "between", "properties"}, std::move(rows));
}

void ShowIndexes(Shell& shell, const GraphReader& graph) {
  std::vector<std::vector<Value>> rows;
  const auto texts = FullTextOf(graph).TextIndexes();
  for (const IndexInfo& index : graph.Indexes()) {
    std::string properties;
    for (PropertyId property : index.properties) {
      properties += (properties.empty() ? "" : ", ") + std::string(graph.NameOf(property));
    }
    std::string about(index.type ? graph.NameOf(*index.type) : graph.NameOf(index.label));
    for (const IndexDefinition& text : texts) {
      if (text.id != index.id) continue;
      for (LabelId label : text.more_labels) about += "|" + std::string(graph.NameOf(label));
      for (TypeId type : text.more_types) about += "|" + std::string(graph.NameOf(type));
    }
    const char* kind = "range index";
    if (index.kind == IndexInfo::Kind::kUnique) kind = "unique";
    if (index.kind == IndexInfo::Kind::kExists) kind = "exists";
    if (index.kind == IndexInfo::Kind::kFulltext) kind = "full-text index";
    rows.push_back({Value::String(index.name), Value::String(kind), Value::String(about), Value::String(properties)});
  }
  if (!rows.empty()) Show(shell, graph, {"index", "kind", "label or type", "properties"}, std::move(rows));
}

}  // namespace

void ShowSchema(Shell& shell) {
  const auto graph = shell.session().Graph();
  ShowLabels(shell, *graph);
  ShowTypes(shell, *graph);
  ShowIndexes(shell, *graph);
}

void ShowStats(Shell& shell) {
  const auto graph = shell.session().Graph();
  std::cout << graph->NodeCount() << " nodes, " << graph->EdgeCount() << " edges\n";
}

}  // namespace papergraph::cli
