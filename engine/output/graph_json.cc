// json: CONTRACT.md, "JSON of the graph". One element a line.
#include "engine/json.h"
#include "engine/output/graph_order.h"
#include "engine/output/graphs.h"
#include "engine/output/output_file.h"

namespace papergraph::engine {

void WriteGraphJson(const GraphReader& graph, const GraphSelection& selection, const std::string& path) {
  const OrderedGraph ordered = Order(graph, selection);
  OutputFile file(path);
  std::string& out = file.buffer();
  out += "{\"nodes\":[";
  for (size_t i = 0; i < ordered.nodes.size(); ++i) {
    out += i ? ",\n" : "\n";
    out += "{\"_type\":\"node\",\"id\":" + std::to_string(i) + ",\"labels\":[";
    bool first = true;
    for (std::string_view label : SortedLabels(graph, ordered.nodes[i])) {
      if (!first) out += ',';
      first = false;
      AppendJsonString(out, label);
    }
    out += "],\"properties\":";
    AppendPropertiesJson(out, SortedProperties(graph, ordered.nodes[i]), graph);
    out += '}';
    file.Grown();
  }
  out += "],\n\"relationships\":[";
  for (size_t i = 0; i < ordered.edges.size(); ++i) {
    const OrderedEdge& edge = ordered.edges[i];
    out += i ? ",\n" : "\n";
    out += "{\"_type\":\"relationship\",\"id\":" + std::to_string(i) + ",\"type\":";
    AppendJsonString(out, graph.NameOf(edge.type));
    out += ",\"start\":" + std::to_string(edge.start) + ",\"end\":" + std::to_string(edge.end) + ",\"properties\":";
    AppendPropertiesJson(out, SortedProperties(graph, edge.id), graph);
    out += '}';
    file.Grown();
  }
  out += "]}\n";
  file.Close();
}

}  // namespace papergraph::engine
