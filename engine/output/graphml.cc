// graphml: http://graphml.graphdrawing.org, as yEd, Gephi and networkx read it. Lists are JSON text.
#include <map>

#include "engine/json.h"
#include "engine/output/graph_order.h"
#include "engine/output/graphs.h"
#include "engine/output/output_file.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

// Also removes what XML 1.0 cannot hold, written or escaped.
void AppendXml(std::string& out, std::string_view text) {
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\xef\xbf\xbd";
        } else {
          out += c;
        }
    }
  }
}

// GraphML's types, and ours beside it where that says less.
struct Type {
  std::string_view graphml, ours;
};
Type TypeOf(const Value& value) {
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
    default:
      return {"string", ""};
  }
}

// What is told apart: a property that holds several kinds of values has several keys of the same attr.name.
class Keys {
 public:
  explicit Keys(std::string_view domain) : domain_(domain) {}

  void Add(const std::vector<NamedProperty>& properties) {
    for (const auto& [name, value] : properties) {
      const Type type = TypeOf(value);
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
      AppendXml(out, name);
      out += "\" attr.type=\"";
      out += graphml;
      out += '"';
      if (!ours.empty()) out += " papergraph.type=\"" + std::string(ours) + '"';
      out += "/>\n";
    }
  }
  void Append(std::string& out, const std::vector<NamedProperty>& properties, const GraphReader& graph) const {
    for (const auto& [name, value] : properties) {
      const Type type = TypeOf(value);
      std::string text;
      if (value.kind() == ValueKind::kList) {
        AppendJson(text, value, graph);
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

}  // namespace

void WriteGraphml(const GraphReader& graph, const GraphSelection& selection, const std::string& path) {
  const OrderedGraph ordered = Order(graph, selection);
  Keys node_keys("node"), edge_keys("edge");
  for (NodeId node : ordered.nodes) node_keys.Add(SortedProperties(graph, node));
  for (const OrderedEdge& edge : ordered.edges) edge_keys.Add(SortedProperties(graph, edge.id));
  OutputFile file(path);
  std::string& out = file.buffer();
  out +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "  <key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>\n"
      "  <key id=\"label\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"/>\n";
  node_keys.Declare(out);
  edge_keys.Declare(out);
  out += "  <graph id=\"papergraph\" edgedefault=\"directed\">\n";
  for (size_t i = 0; i < ordered.nodes.size(); ++i) {
    out += "    <node id=\"n" + std::to_string(i) + "\"><data key=\"labels\">";
    for (std::string_view label : SortedLabels(graph, ordered.nodes[i])) {
      out += ':';
      AppendXml(out, label);
    }
    out += "</data>";
    node_keys.Append(out, SortedProperties(graph, ordered.nodes[i]), graph);
    out += "</node>\n";
    file.Grown();
  }
  for (size_t i = 0; i < ordered.edges.size(); ++i) {
    const OrderedEdge& edge = ordered.edges[i];
    out += "    <edge id=\"e" + std::to_string(i) + "\" source=\"n" + std::to_string(edge.start) + "\" target=\"n" +
           std::to_string(edge.end) + "\"><data key=\"label\">";
    AppendXml(out, graph.NameOf(edge.type));
    out += "</data>";
    edge_keys.Append(out, SortedProperties(graph, edge.id), graph);
    out += "</edge>\n";
    file.Grown();
  }
  out += "  </graph>\n</graphml>\n";
  file.Close();
}

}  // namespace papergraph::engine
