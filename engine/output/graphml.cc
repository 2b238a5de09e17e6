// graphml: http://graphml.graphdrawing.org, as yEd, Gephi and networkx read it. Lists, and what XML cannot hold, are
// JSON text (docs/files.md).
#include <algorithm>
#include <map>

#include "engine/json.h"
#include "engine/output/graph_order.h"
#include "engine/output/graphs.h"
#include "engine/output/output_file.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

// What XML 1.0 can neither write nor escape: control characters, U+FFFE and U+FFFF.
bool IsXml(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return false;
    if (byte == 0xef && (text.substr(i, 3) == "\xef\xbf\xbe" || text.substr(i, 3) == "\xef\xbf\xbf")) return false;
  }
  return true;
}

// JSON that XML can hold: these characters stand in strings alone.
std::string XmlJson(std::string json) {
  for (const auto& [character, escape] : {std::pair("\xef\xbf\xbe", "\\ufffe"), std::pair("\xef\xbf\xbf", "\\uffff")}) {
    for (size_t at = 0; (at = json.find(character, at)) != json.npos;) json.replace(at, 3, escape);
  }
  return json;
}
std::string XmlJsonString(std::string_view text) {
  std::string json;
  AppendJsonString(json, text);
  return XmlJson(std::move(json));
}

// REQUIRES: IsXml(text).
void AppendXml(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (AppendEntity(out, c)) continue;
    if (c == '\n' || c == '\r' || c == '\t' || c == 0x7f) {
      out += "&#" + std::to_string(static_cast<int>(c)) + ';';
    } else if (const uint32_t hidden = HiddenCode(text, at)) {
      out += "&#" + std::to_string(hidden) + ';';
      at += HiddenLength(hidden) - 1;
    } else {
      out += c;
    }
  }
}

// GraphML's types, and ours beside it where that says less.
struct GraphmlType {
  std::string_view graphml, ours;
};
GraphmlType TypeOf(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBool:
      return {"boolean", ""};
    case ValueKind::kInt:
      return {"long", ""};
    case ValueKind::kFloat:
      return {"double", ""};
    case ValueKind::kList:
      return {"string", "list"};
    case ValueKind::kDate:
      return {"string", "date"};
    case ValueKind::kTime:
      return {"string", "time"};
    case ValueKind::kLocalTime:
      return {"string", "localtime"};
    case ValueKind::kDateTime:
      return {"string", "datetime"};
    case ValueKind::kLocalDateTime:
      return {"string", "localdatetime"};
    case ValueKind::kDuration:
      return {"string", "duration"};
    case ValueKind::kString:
      return {"string", IsXml(value.as_string()) ? "" : "json"};
    default:
      return {"string", ""};
  }
}

// What is told apart: a property that holds several kinds of values has several keys of the same attr.name.
class GraphmlKeys {
 public:
  explicit GraphmlKeys(std::string_view domain) : domain_(domain) {}

  void Add(const std::vector<NamedProperty>& properties) {
    for (const auto& [name, value] : properties) {
      const GraphmlType type = TypeOf(value);
      ids_.emplace(std::tuple(name, type.graphml, type.ours), 0);
    }
  }
  // Numbers the keys by name and writes them.
  void Declare(std::string& out) {
    int next = 0;
    for (auto& [key, id] : ids_) {
      id = next++;
      const auto& [name, graphml, ours] = key;
      out += "  <key id=\"" + Id(id) + "\" for=\"" + std::string(domain_) + "\" attr.name=\"";
      const bool plain = IsXml(name);
      AppendXml(out, plain ? std::string(name) : XmlJsonString(name));
      if (!plain) out += "\" papergraph.name=\"json";
      out += "\" attr.type=\"";
      out += graphml;
      out += '"';
      if (!ours.empty()) out += " papergraph.type=\"" + std::string(ours) + '"';
      out += "/>\n";
    }
  }
  void Append(std::string& out, const std::vector<NamedProperty>& properties, const GraphReader& graph) const {
    for (const auto& [name, value] : properties) {
      const GraphmlType type = TypeOf(value);
      std::string text;
      if (type.ours == "list" || type.ours == "json") {
        AppendJson(text, value, graph);
        text = XmlJson(std::move(text));
      } else {
        AppendText(text, value, graph);
      }
      out += "<data key=\"" + Id(ids_.at(std::tuple(name, type.graphml, type.ours))) + "\">";
      AppendXml(out, text);
      out += "</data>";
    }
  }

 private:
  std::string Id(int number) const { return std::string(1, domain_[0]) + std::to_string(number); }

  std::string_view domain_;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, int> ids_;
};

bool IsPlainLabel(std::string_view label) { return !label.empty() && label.find(':') == label.npos && IsXml(label); }

// `:A:B`, or where that would not read back the JSON list of the names.
void AppendLabels(std::string& out, const std::vector<std::string_view>& labels) {
  if (std::all_of(labels.begin(), labels.end(), IsPlainLabel)) {
    out += "<data key=\"labels\">";
    for (std::string_view label : labels) {
      out += ':';
      AppendXml(out, label);
    }
  } else {
    out += "<data key=\"labels-json\">";
    for (size_t i = 0; i < labels.size(); ++i) {
      out += i == 0 ? '[' : ',';
      AppendXml(out, XmlJsonString(labels[i]));
    }
    out += ']';
  }
  out += "</data>";
}

void AppendType(std::string& out, std::string_view type) {
  const bool plain = IsXml(type);
  out += plain ? "<data key=\"label\">" : "<data key=\"label-json\">";
  AppendXml(out, plain ? std::string(type) : XmlJsonString(type));
  out += "</data>";
}

void DeclareKeys(const GraphReader& graph, const OrderedGraph& ordered, GraphmlKeys& nodes, GraphmlKeys& edges,
                 std::string& out) {
  bool odd_labels = false, odd_types = false;
  for (NodeId node : ordered.nodes) {
    nodes.Add(SortedProperties(graph, node));
    const auto labels = SortedLabels(graph, node);
    odd_labels = odd_labels || !std::all_of(labels.begin(), labels.end(), IsPlainLabel);
  }
  for (const OrderedEdge& edge : ordered.edges) {
    edges.Add(SortedProperties(graph, edge.id));
    odd_types = odd_types || !IsXml(graph.NameOf(edge.type));
  }
  out += "  <key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>\n";
  if (odd_labels) out += "  <key id=\"labels-json\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>\n";
  out += "  <key id=\"label\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"/>\n";
  if (odd_types) out += "  <key id=\"label-json\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"/>\n";
  nodes.Declare(out);
  edges.Declare(out);
}

}  // namespace

void WriteGraphml(const GraphReader& graph, const GraphSelection& selection, const std::string& path) {
  const OrderedGraph ordered = Order(graph, selection);
  GraphmlKeys node_keys("node"), edge_keys("edge");
  OutputFile file(path);
  std::string& out = file.buffer();
  out +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  DeclareKeys(graph, ordered, node_keys, edge_keys, out);
  out += "  <graph id=\"papergraph\" edgedefault=\"directed\">\n";
  for (size_t i = 0; i < ordered.nodes.size(); ++i) {
    out += "    <node id=\"n" + std::to_string(i) + "\">";
    AppendLabels(out, SortedLabels(graph, ordered.nodes[i]));
    node_keys.Append(out, SortedProperties(graph, ordered.nodes[i]), graph);
    out += "</node>\n";
    file.Grown();
  }
  for (size_t i = 0; i < ordered.edges.size(); ++i) {
    const OrderedEdge& edge = ordered.edges[i];
    out += "    <edge id=\"e" + std::to_string(i) + "\" source=\"n" + std::to_string(edge.start) + "\" target=\"n" +
           std::to_string(edge.end) + "\">";
    AppendType(out, graph.NameOf(edge.type));
    edge_keys.Append(out, SortedProperties(graph, edge.id), graph);
    out += "</edge>\n";
    file.Grown();
  }
  out += "  </graph>\n</graphml>\n";
  file.Close();
}

}  // namespace papergraph::engine
