// cypher: a script that rebuilds the graph when it is run (`papergraph shell -f`, :source, cypher-shell).
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/output/graph_order.h"
#include "engine/output/graphs.h"
#include "engine/output/output_file.h"
#include "engine/output/text.h"
#include "storage/full_text.h"

namespace papergraph::engine {
namespace {

// While the script runs, nodes carry a label and a number by which edges find them: names in backticks that nothing in
// the graph has.
struct Marks {
  std::string label, number;
};

// "`text`", "`text 2`", ...: the first that is free.
template <typename IsTaken>
std::string FreeName(const std::string& text, IsTaken is_taken) {
  std::string name = text;
  for (int i = 2; is_taken(name); ++i) name = text + " " + std::to_string(i);
  return "`" + name + "`";
}

Marks FreeMarks(const GraphReader& graph, const OrderedGraph& ordered) {
  Marks marks;
  marks.label = FreeName("papergraph import", [&](const std::string& name) {
    const auto label = graph.FindLabel(name);
    const auto indexes = graph.Indexes();
    return (label && graph.NodeCount(*label) > 0) ||
           std::any_of(indexes.begin(), indexes.end(), [&](const IndexInfo& index) { return index.name == name; });
  });
  marks.number = FreeName("papergraph number", [&](const std::string& name) {
    const auto property = graph.FindProperty(name);
    return property && std::any_of(ordered.nodes.begin(), ordered.nodes.end(),
                                   [&](NodeId node) { return !graph.NodeProperty(node, *property).is_null(); });
  });
  return marks;
}

constexpr size_t kRowsAStatement = 200;

void AppendLiteral(std::string& out, const Value& value);

// What is not finite has no literal in openCypher.
void AppendFloatLiteral(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "(0.0 / 0.0)";
  } else if (std::isinf(value)) {
    out += value > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
  } else {
    AppendFloat(out, value);
  }
}

template <typename T>
void AppendCall(std::string& out, std::string_view function, const T& value) {
  out += function;
  out += '(';
  AppendQuoted(out, ToString(value));
  out += ')';
}

void AppendLiteral(std::string& out, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case ValueKind::kInt:
      // The least integer has no literal: the minus is an operator.
      if (value.as_int() == std::numeric_limits<int64_t>::min()) {
        out += "(-9223372036854775807 - 1)";
      } else {
        out += std::to_string(value.as_int());
      }
      return;
    case ValueKind::kFloat:
      AppendFloatLiteral(out, value.as_float());
      return;
    case ValueKind::kString:
      AppendQuoted(out, value.as_string());
      return;
    case ValueKind::kList: {
      out += '[';
      bool first = true;
      for (const Value& item : value.as_list()) {
        if (!first) out += ", ";
        first = false;
        AppendLiteral(out, item);
      }
      out += ']';
      return;
    }
    case ValueKind::kDate:
      AppendCall(out, "date", value.as_date());
      return;
    case ValueKind::kTime:
      AppendCall(out, "time", value.as_time());
      return;
    case ValueKind::kLocalTime:
      AppendCall(out, "localtime", value.as_local_time());
      return;
    case ValueKind::kDateTime:
      AppendCall(out, "datetime", value.as_date_time());
      return;
    case ValueKind::kLocalDateTime:
      AppendCall(out, "localdatetime", value.as_local_date_time());
      return;
    case ValueKind::kDuration:
      AppendCall(out, "duration", value.as_duration());
      return;
    default:
      out += "null";
      return;  // nothing else can be stored
  }
}

void AppendProperties(std::string& out, const std::vector<NamedProperty>& properties) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : properties) {
    if (!first) out += ", ";
    first = false;
    AppendName(out, name);
    out += ": ";
    AppendLiteral(out, value);
  }
  out += '}';
}

std::string LabelsText(const GraphReader& graph, NodeId node) {
  std::string text;
  for (std::string_view label : SortedLabels(graph, node)) {
    text += ':';
    AppendName(text, label);
  }
  return text;
}

void WriteNodes(const GraphReader& graph, const OrderedGraph& ordered, const Marks& marks, OutputFile& file) {
  std::string& out = file.buffer();
  for (size_t begin = 0; begin < ordered.nodes.size();) {
    const std::string labels = LabelsText(graph, ordered.nodes[begin]);
    out += "UNWIND [\n";
    size_t at = begin;
    for (; at < ordered.nodes.size() && at < begin + kRowsAStatement; ++at) {
      if (LabelsText(graph, ordered.nodes[at]) != labels) break;
      if (at > begin) out += ",\n";
      out += "  [" + std::to_string(at) + ", ";
      AppendProperties(out, SortedProperties(graph, ordered.nodes[at]));
      out += ']';
    }
    out += "\n] AS row CREATE (n:";
    out += marks.label;
    out += labels;
    out += ") SET n = row[1], n.";
    out += marks.number;
    out += " = row[0];\n";
    file.Grown();
    begin = at;
  }
}

void WriteEdges(const GraphReader& graph, const OrderedGraph& ordered, const Marks& marks, OutputFile& file) {
  std::string& out = file.buffer();
  std::vector<std::vector<const OrderedEdge*>> by_type(graph.TypeCount());
  for (const OrderedEdge& edge : ordered.edges) by_type[Raw(edge.type)].push_back(&edge);
  std::vector<std::pair<std::string_view, const std::vector<const OrderedEdge*>*>> types;
  for (uint32_t type = 0; type < by_type.size(); ++type) types.emplace_back(graph.NameOf(TypeId{type}), &by_type[type]);
  std::sort(types.begin(), types.end());
  for (const auto& [name, edges] : types) {
    for (size_t begin = 0; begin < edges->size(); begin += kRowsAStatement) {
      out += "UNWIND [\n";
      for (size_t at = begin; at < edges->size() && at < begin + kRowsAStatement; ++at) {
        const OrderedEdge& edge = *(*edges)[at];
        if (at > begin) out += ",\n";
        out += "  [" + std::to_string(edge.start) + ", " + std::to_string(edge.end) + ", ";
        AppendProperties(out, SortedProperties(graph, edge.id));
        out += ']';
      }
      out += "\n] AS row MATCH (a:";
      out += marks.label;
      out += " {";
      out += marks.number;
      out += ": row[0]}), (b:";
      out += marks.label;
      out += " {";
      out += marks.number;
      out += ": row[1]}) CREATE (a)-[r:";
      AppendName(out, name);
      out += "]->(b) SET r = row[2];\n";
      file.Grown();
    }
  }
}

}  // namespace

std::vector<std::string> SchemaStatements(const GraphReader& graph) {
  std::vector<std::string> statements;
  auto indexes = graph.Indexes();
  std::sort(indexes.begin(), indexes.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  const auto texts = FullTextOf(graph).TextIndexes();
  for (const IndexInfo& index : indexes) {
    const bool fulltext = index.kind == IndexInfo::Kind::kFulltext;
    const bool constraint = !fulltext && index.kind != IndexInfo::Kind::kRange;
    std::string& out = statements.emplace_back();
    out += constraint ? "CREATE CONSTRAINT " : fulltext ? "CREATE FULLTEXT INDEX " : "CREATE INDEX ";
    AppendName(out, index.name);
    out += index.type ? " IF NOT EXISTS FOR ()-[n:" : " IF NOT EXISTS FOR (n:";
    AppendName(out, index.type ? graph.NameOf(*index.type) : graph.NameOf(index.label));
    const auto append_more = [&](const auto& names) {
      for (const auto id : names) {
        out += '|';
        AppendName(out, graph.NameOf(id));
      }
    };
    for (const IndexDefinition& text : texts) {
      if (text.id != index.id) continue;
      append_more(text.more_labels);
      append_more(text.more_types);
    }
    out += index.type ? "]-()" : ")";
    out += constraint ? " REQUIRE (" : fulltext ? " ON EACH [" : " ON (";
    for (size_t i = 0; i < index.properties.size(); ++i) {
      out += i ? ", n." : "n.";
      AppendName(out, graph.NameOf(index.properties[i]));
    }
    out += fulltext ? ']' : ')';
    if (constraint) out += index.kind == IndexInfo::Kind::kUnique ? " IS UNIQUE" : " IS NOT NULL";
  }
  return statements;
}

void WriteGraphCypher(const GraphReader& graph, const GraphSelection& selection, const std::string& path) {
  const OrderedGraph ordered = Order(graph, selection);
  OutputFile file(path);
  std::string& out = file.buffer();
  const Marks marks = FreeMarks(graph, ordered);
  const auto& [mark, number] = marks;
  for (const std::string& statement : SchemaStatements(graph)) out += statement + ";\n";
  out += "CREATE CONSTRAINT " + mark + " IF NOT EXISTS FOR (n:" + mark + ") REQUIRE n." + number + " IS UNIQUE;\n";
  WriteNodes(graph, ordered, marks, file);
  WriteEdges(graph, ordered, marks, file);
  out += "DROP CONSTRAINT " + mark + " IF EXISTS;\n";
  out += "MATCH (n:" + mark + ") REMOVE n:" + mark + ", n." + number + ";\n";
  file.Close();
}

}  // namespace papergraph::engine
