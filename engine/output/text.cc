#include "engine/output/text.h"

#include <charconv>
#include <cmath>

namespace papergraph::engine {
namespace {

void AppendInner(std::string& out, const Value& value, const GraphReader& graph) {
  if (value.kind() == ValueKind::kString) {
    AppendQuoted(out, value.as_string());
  } else {
    AppendText(out, value, graph);
  }
}

template <typename Id>
void AppendProperties(std::string& out, Id id, const GraphReader& graph) {
  const auto properties = graph.PropertiesOf(id);
  if (properties.empty()) return;
  bool first = true;
  for (const auto& [property, value] : properties) {
    out += first ? " {" : ", ";
    first = false;
    AppendName(out, graph.NameOf(property));
    out += ": ";
    AppendInner(out, value, graph);
  }
  out += '}';
}

void AppendLabels(std::string& out, NodeId node, const GraphReader& graph) {
  for (LabelId label : graph.LabelsOf(node)) {
    out += ':';
    AppendName(out, graph.NameOf(label));
  }
}

void AppendNode(std::string& out, NodeId node, const GraphReader& graph) {
  out += '(';
  AppendLabels(out, node, graph);
  AppendProperties(out, node, graph);
  out += ')';
}

// In a path a person wants to see who is connected: the node's name where it has one, else all that it has.
void AppendStation(std::string& out, NodeId node, const GraphReader& graph) {
  for (const std::string_view key : {"name", "id", "title"}) {
    const auto property = graph.FindProperty(key);
    if (!property) continue;
    const Value value = graph.NodeProperty(node, *property);
    if (value.is_null()) continue;
    out += '(';
    AppendLabels(out, node, graph);
    out += " {";
    out += key;
    out += ": ";
    AppendInner(out, value, graph);
    out += "})";
    return;
  }
  AppendNode(out, node, graph);
}

void AppendRelationship(std::string& out, EdgeId edge, const GraphReader& graph) {
  out += "[:";
  AppendName(out, graph.NameOf(graph.EdgeOf(edge).type));
  AppendProperties(out, edge, graph);
  out += ']';
}

void AppendPath(std::string& out, const Path& path, const GraphReader& graph) {
  AppendStation(out, path.nodes[0], graph);
  for (size_t i = 0; i < path.edges.size(); ++i) {
    const EdgeRecord edge = graph.EdgeOf(path.edges[i]);
    const bool forward = edge.start == path.nodes[i];
    out += forward ? "-[:" : "<-[:";
    AppendName(out, graph.NameOf(edge.type));
    out += forward ? "]->" : "]-";
    AppendStation(out, path.nodes[i + 1], graph);
  }
}

bool IsPlainName(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) return false;
  }
  return true;
}

}  // namespace

void AppendFloat(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "Infinity" : "-Infinity";
  } else {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    const std::string_view text(buffer, static_cast<size_t>(end - buffer));
    out += text;
    if (text.find_first_of(".e") == text.npos) out += ".0";
  }
}

void AppendQuoted(std::string& out, std::string_view text) {
  out += '"';
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          AppendUnicodeEscape(out, static_cast<unsigned char>(c));
        } else if (const uint32_t hidden = HiddenCode(text, at)) {
          AppendUnicodeEscape(out, hidden);
          at += HiddenLength(hidden) - 1;
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void AppendName(std::string& out, std::string_view name) {
  if (IsPlainName(name)) {
    out += name;
    return;
  }
  out += '`';
  for (char c : name) {
    out += c;
    if (c == '`') out += '`';
  }
  out += '`';
}

void AppendText(std::string& out, const Value& value, const GraphReader& graph) {
  switch (value.kind()) {
    case ValueKind::kNull:
      out += "null";
      return;
    case ValueKind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case ValueKind::kInt:
      out += std::to_string(value.as_int());
      return;
    case ValueKind::kFloat:
      AppendFloat(out, value.as_float());
      return;
    case ValueKind::kString:
      out += value.as_string();
      return;
    case ValueKind::kList: {
      out += '[';
      bool first = true;
      for (const Value& item : value.as_list()) {
        if (!first) out += ", ";
        first = false;
        AppendInner(out, item, graph);
      }
      out += ']';
      return;
    }
    case ValueKind::kMap: {
      out += '{';
      bool first = true;
      for (const auto& [key, item] : value.as_map()) {
        if (!first) out += ", ";
        first = false;
        AppendName(out, key);
        out += ": ";
        AppendInner(out, item, graph);
      }
      out += '}';
      return;
    }
    case ValueKind::kNode:
      AppendNode(out, value.as_node(), graph);
      return;
    case ValueKind::kRelationship:
      AppendRelationship(out, value.as_relationship(), graph);
      return;
    case ValueKind::kPath:
      AppendPath(out, value.as_path(), graph);
      return;
    case ValueKind::kDate:
      out += ToString(value.as_date());
      return;
    case ValueKind::kTime:
      out += ToString(value.as_time());
      return;
    case ValueKind::kLocalTime:
      out += ToString(value.as_local_time());
      return;
    case ValueKind::kDateTime:
      out += ToString(value.as_date_time());
      return;
    case ValueKind::kLocalDateTime:
      out += ToString(value.as_local_date_time());
      return;
    case ValueKind::kDuration:
      out += ToString(value.as_duration());
      return;
  }
}

bool AppendEntity(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return true;
    case '<':
      out += "&lt;";
      return true;
    case '>':
      out += "&gt;";
      return true;
    case '"':
      out += "&quot;";
      return true;
    default:
      return false;
  }
}

std::string DescribeStats(const Stats& stats) {
  std::string text;
  const auto add = [&](uint64_t count, const char* one, const char* many, const char* what) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + ' ' + (count == 1 ? one : many) + ' ' + what;
  };
  add(stats.nodes_created, "node", "nodes", "created");
  add(stats.nodes_deleted, "node", "nodes", "deleted");
  add(stats.relationships_created, "relationship", "relationships", "created");
  add(stats.relationships_deleted, "relationship", "relationships", "deleted");
  add(stats.properties_set, "property", "properties", "set");
  add(stats.labels_added, "label", "labels", "added");
  add(stats.labels_removed, "label", "labels", "removed");
  return text;
}

}  // namespace papergraph::engine
