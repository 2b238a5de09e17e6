#include "cli/server/graph_values.h"

#include <fmt/format.h>

#include <unordered_map>

#include "storage/temporal_zone.h"

namespace papergraph::cli {
namespace {

class GraphWriter {
 public:
  GraphWriter(PackWriter& writer, const GraphReader* graph, Dialect dialect)
      : writer_(writer), graph_(graph), dialect_(dialect) {}

  void Write(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kNull:
        return writer_.Null();
      case ValueKind::kBool:
        return writer_.Bool(value.as_bool());
      case ValueKind::kInt:
        return writer_.Int(value.as_int());
      case ValueKind::kFloat:
        return writer_.Float(value.as_float());
      case ValueKind::kString:
        return writer_.String(value.as_string());
      case ValueKind::kList:
        writer_.List(value.as_list().size());
        for (const Value& item : value.as_list()) Write(item);
        return;
      case ValueKind::kMap:
        writer_.Map(value.as_map().size());
        for (const auto& [key, item] : value.as_map()) {
          writer_.String(key);
          Write(item);
        }
        return;
      case ValueKind::kNode:
        return WriteNode(value.as_node());
      case ValueKind::kRelationship:
        return WriteRelationship(value.as_relationship());
      case ValueKind::kPath:
        return WritePath(value.as_path());
      default:
        return WriteTemporal(value);
    }
  }

 private:
  void WriteTemporal(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kDate:
        writer_.Struct('D', 1);
        return writer_.Int(value.as_date().days);
      case ValueKind::kLocalTime:
        writer_.Struct('t', 1);
        return writer_.Int(value.as_local_time().nanos);
      case ValueKind::kTime:
        writer_.Struct('T', 2);
        writer_.Int(value.as_time().nanos);
        return writer_.Int(value.as_time().offset);
      case ValueKind::kLocalDateTime:
        writer_.Struct('d', 2);
        writer_.Int(value.as_local_date_time().seconds);
        return writer_.Int(value.as_local_date_time().nanos);
      case ValueKind::kDateTime: {
        const DateTime& moment = value.as_date_time();
        const bool named = !moment.zone.empty();
        writer_.Struct(static_cast<uint8_t>(dialect_.utc ? (named ? 'i' : 'I') : (named ? 'f' : 'F')), 3);
        writer_.Int(dialect_.utc ? moment.seconds : LocalOf(moment).seconds);
        writer_.Int(moment.nanos);
        return named ? writer_.String(moment.zone) : writer_.Int(moment.offset);
      }
      default: {
        const Duration& duration = value.as_duration();
        writer_.Struct('E', 4);
        writer_.Int(duration.months);
        writer_.Int(duration.days);
        writer_.Int(duration.seconds);
        return writer_.Int(duration.nanos);
      }
    }
  }

  void ElementId(char kind, uint32_t id) {
    if (dialect_.element_ids) writer_.String(fmt::format("{}{}", kind, id));
  }

  template <typename Id>
  void Properties(Id id) {
    const auto properties = graph_->PropertiesOf(id);
    writer_.Map(properties.size());
    for (const auto& [property, value] : properties) {
      writer_.String(graph_->NameOf(property));
      Write(value);
    }
  }

  void WriteNode(NodeId node) {
    writer_.Struct('N', dialect_.element_ids ? 4 : 3);
    writer_.Int(Raw(node));
    const auto labels = graph_->LabelsOf(node);
    writer_.List(labels.size());
    for (const LabelId label : labels) writer_.String(graph_->NameOf(label));
    Properties(node);
    ElementId('n', Raw(node));
  }

  void WriteRelationship(EdgeId edge) {
    const EdgeRecord record = graph_->EdgeOf(edge);
    writer_.Struct('R', dialect_.element_ids ? 8 : 5);
    writer_.Int(Raw(edge));
    writer_.Int(Raw(record.start));
    writer_.Int(Raw(record.end));
    writer_.String(graph_->NameOf(record.type));
    Properties(edge);
    ElementId('r', Raw(edge));
    ElementId('n', Raw(record.start));
    ElementId('n', Raw(record.end));
  }

  // Each node and relationship once; then the walk: a place among the relationships from 1, negative against its
  // direction, and a place among the nodes from 0, for each step.
  void WritePath(const Path& path) {
    std::vector<NodeId> nodes;
    std::vector<EdgeId> edges;
    std::unordered_map<uint32_t, int64_t> node_places, edge_places;
    const auto place = [](auto& places, auto& seen, auto id) {
      const auto [at, is_new] = places.try_emplace(Raw(id), static_cast<int64_t>(seen.size()));
      if (is_new) seen.push_back(id);
      return at->second;
    };
    std::vector<int64_t> walk;
    place(node_places, nodes, path.nodes[0]);
    for (size_t i = 0; i < path.edges.size(); ++i) {
      const int64_t edge = place(edge_places, edges, path.edges[i]) + 1;
      walk.push_back(graph_->EdgeOf(path.edges[i]).start == path.nodes[i] ? edge : -edge);
      walk.push_back(place(node_places, nodes, path.nodes[i + 1]));
    }
    writer_.Struct('P', 3);
    writer_.List(nodes.size());
    for (const NodeId node : nodes) WriteNode(node);
    writer_.List(edges.size());
    for (const EdgeId edge : edges) {
      writer_.Struct('r', dialect_.element_ids ? 4 : 3);
      writer_.Int(Raw(edge));
      writer_.String(graph_->NameOf(graph_->EdgeOf(edge).type));
      Properties(edge);
      ElementId('r', Raw(edge));
    }
    writer_.List(walk.size());
    for (const int64_t step : walk) writer_.Int(step);
  }

  PackWriter& writer_;
  const GraphReader* graph_;
  const Dialect dialect_;
};

}  // namespace

void PackValue(PackWriter& writer, const Value& value, const GraphReader* graph, Dialect dialect) {
  GraphWriter(writer, graph, dialect).Write(value);
}

}  // namespace papergraph::cli
