#include "tests/support/random_writer.h"

#include <cmath>
#include <vector>

#include "storage/error.h"
#include "storage/full_text.h"

namespace papergraph {
namespace {

constexpr const char* kLabels[] = {"Paper", "Method", "Model", "Result"};
constexpr const char* kTypes[] = {"USES", "CITES", "ON"};
constexpr const char* kProperties[] = {"name", "aliases", "title", "year", "score"};

void DeleteWithEdges(GraphWriter& graph, NodeId node) {
  std::vector<EdgeId> edges;
  for (uint32_t type = 0; type < graph.TypeCount(); ++type) {
    for (auto direction : {EdgeDirection::kOut, EdgeDirection::kIn}) {
      for (const Neighbour& each : graph.Neighbours(node, TypeId{type}, direction)) edges.push_back(each.edge);
    }
  }
  for (EdgeId edge : edges) {
    if (graph.HasEdge(edge)) graph.DeleteEdge(edge);
  }
  graph.DeleteNode(node);
}

}  // namespace

Value RandomValue(std::mt19937& random, bool inside_list) {
  auto pick = [&](unsigned n) { return static_cast<int64_t>(random() % n); };
  const std::vector<double> odd = {-0.0, NAN, INFINITY, -INFINITY, 9007199254740992.0, 9.3e18};
  const std::vector<std::string> texts = {
      "", "a", "ab", "Gsm-8k", "强化", std::string("a\0b", 3), "强化学习 of A ab: ab", "学习，强化。"};
  switch (pick(inside_list ? 14 : 18)) {
    case 0:
      return Value::Bool(pick(2) == 0);
    case 1:
    case 2:
      return Value::Int(pick(4));
    case 3:
      return Value::Int((int64_t{1} << 53) + pick(3) - 1);
    case 4:
      return Value::Float(static_cast<double>(pick(6)) / 2);
    case 5:
      return Value::Float(odd[static_cast<size_t>(pick(6))]);
    case 6:
    case 7:
      return Value::String(texts[static_cast<size_t>(pick(8))]);
    case 8:
      return Value::Of(Date{pick(3)});
    case 9:
      return Value::Of(LocalTime{pick(2)});
    case 10: {
      int64_t nanos = pick(2) * 3600000000000;
      return Value::Of(Time{nanos, static_cast<int32_t>(pick(2) * 3600)});
    }
    case 11: {
      int64_t seconds = pick(2) - 1;
      return Value::Of(LocalDateTime{seconds, static_cast<int32_t>(pick(2))});
    }
    case 12: {
      DateTime value{pick(2), 0, static_cast<int32_t>(pick(2) * 3600), ""};
      if (pick(2) == 0) value.zone = "Europe/Stockholm";
      return Value::Of(value);
    }
    case 13: {
      Duration value{pick(2), pick(3), pick(2), 0};
      return Value::Of(value);
    }
    default: {
      ValueList items;
      for (int64_t i = pick(3); i > 0; --i) items.push_back(RandomValue(random, true));
      return Value::List(std::move(items));
    }
  }
}

std::optional<NodeId> RandomWriter::AnyNode(const GraphReader& graph) {
  if (graph.NodeCount() == 0) return std::nullopt;
  NodeId last{0}, found[1];
  // The last node and not the limit: the limit may differ between graphs that are the same.
  for (NodeId from{0}; graph.ScanNodes(std::nullopt, from, found) == 1; from = NodeId{Raw(last) + 1}) last = found[0];
  graph.ScanNodes(std::nullopt, NodeId{static_cast<uint32_t>(Pick(Raw(last) + 1))}, found);
  return found[0];
}

std::optional<EdgeId> RandomWriter::AnyEdge(const GraphReader& graph) {
  if (graph.EdgeCount() == 0) return std::nullopt;
  EdgeId last{0}, found[1];
  for (EdgeId from{0}; graph.ScanEdges(std::nullopt, from, found) == 1; from = EdgeId{Raw(last) + 1}) last = found[0];
  graph.ScanEdges(std::nullopt, EdgeId{static_cast<uint32_t>(Pick(Raw(last) + 1))}, found);
  return found[0];
}

std::string RandomWriter::Step(GraphWriter& graph) {
  try {
    return Do(graph);
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::kConstraint) throw;
    return "refused";
  }
}

std::string RandomWriter::Do(GraphWriter& graph) {
  switch (Pick(20)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      std::vector<LabelId> labels = {graph.InternLabel(kLabels[Pick(4)])};
      if (Pick(3) == 0) labels.push_back(graph.InternLabel(kLabels[Pick(4)]));
      graph.CreateNode(labels);
      return "node";
    }
    case 4:
    case 5:
    case 6: {
      auto start = AnyNode(graph), end = AnyNode(graph);
      if (start) graph.CreateEdge(*start, graph.InternType(kTypes[Pick(3)]), *end);
      return "edge";
    }
    case 7: {
      auto edge = AnyEdge(graph);
      if (!edge) return "no edge";
      EdgeRecord before = graph.EdgeOf(*edge);
      graph.DeleteEdge(*edge);
      return graph.EdgeOf(*edge) == before ? "edge gone" : "edge forgotten";
    }
    case 8: {
      auto node = AnyNode(graph);
      if (node) DeleteWithEdges(graph, *node);
      return "node gone";
    }
    case 9:
    case 10: {
      auto node = AnyNode(graph);
      LabelId label = graph.InternLabel(kLabels[Pick(4)]);
      bool add = Pick(2) == 0;
      if (!node) return "no node";
      return (add ? graph.AddLabel(*node, label) : graph.RemoveLabel(*node, label)) ? "label" : "same label";
    }
    case 11:
    case 12:
    case 13:
    case 14: {
      auto node = AnyNode(graph);
      PropertyId property = graph.InternProperty(kProperties[Pick(5)]);
      Value value = Pick(5) == 0 ? Value() : RandomValue(random_, false);
      if (node) graph.SetProperty(*node, property, value);
      return "node property";
    }
    case 15: {
      auto edge = AnyEdge(graph);
      PropertyId property = graph.InternProperty(kProperties[Pick(5)]);
      Value value = Pick(5) == 0 ? Value() : RandomValue(random_, false);
      if (edge) graph.SetProperty(*edge, property, value);
      return "edge property";
    }
    case 16: {
      if (Pick(4) != 0) return "no index";
      std::string name = "index " + std::to_string(Pick(4));
      LabelId label = graph.InternLabel(kLabels[Pick(4)]);
      auto kind = static_cast<IndexInfo::Kind>(Pick(10) < 7 ? 0 : Pick(3));
      std::vector<PropertyId> properties = {graph.InternProperty(kProperties[Pick(5)])};
      if (Pick(3) == 0) properties.push_back(graph.InternProperty(kProperties[Pick(5)]));
      if (Pick(4) == 0) {
        const LabelId labels[] = {label, graph.InternLabel(kLabels[Pick(4)])};
        const TypeId types[] = {graph.InternType(kTypes[Pick(3)]), graph.InternType(kTypes[Pick(3)])};
        const size_t count = 1 + Pick(2);
        if (Pick(3) == 0) {
          FullTextOf(graph).CreateTextIndex(name, std::span(types).first(count), properties);
        } else {
          FullTextOf(graph).CreateTextIndex(name, std::span(labels).first(count), properties);
        }
        return name;
      }
      if (Pick(3) == 0) {
        // What must exist is asked at the end of a statement, of which there is none here.
        if (kind == IndexInfo::Kind::kExists) kind = IndexInfo::Kind::kRange;
        graph.CreateIndex(name, kind, graph.InternType(kTypes[Pick(3)]), properties);
      } else {
        graph.CreateIndex(name, kind, label, properties);
      }
      return name;
    }
    case 17: {
      auto indexes = graph.Indexes();
      if (indexes.size() < 3 || Pick(3) != 0) return "no index";
      graph.DropIndex(indexes[Pick(indexes.size())].id);
      return "index gone";
    }
    case 18: {
      std::string key = std::to_string(Pick(6)), value(Pick(4), 'x');
      if (Pick(3) == 0) {
        graph.DeleteRecord("documents", key);
      } else {
        graph.PutRecord("documents", key, value);
      }
      return "record";
    }
    default:
      graph.CheckConstraints();
      return "sound";
  }
}

}  // namespace papergraph
