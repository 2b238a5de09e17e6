// csv: a folder of files with neo4j-admin's headers (CONTRACT.md), which `import` reads back to the same graph.
#include <filesystem>
#include <map>
#include <tuple>

#include "engine/json.h"
#include "engine/output/graph_order.h"
#include "engine/output/graphs.h"
#include "engine/output/output_file.h"
#include "engine/output/text.h"
#include "storage/error.h"

namespace papergraph::engine {
namespace {

std::string_view ScalarType(ValueKind kind) {
  switch (kind) {
    case ValueKind::kBool:
      return "boolean";
    case ValueKind::kInt:
      return "long";
    case ValueKind::kFloat:
      return "double";
    case ValueKind::kString:
      return "string";
    case ValueKind::kDate:
      return "date";
    case ValueKind::kTime:
      return "time";
    case ValueKind::kLocalTime:
      return "localtime";
    case ValueKind::kDateTime:
      return "datetime";
    case ValueKind::kLocalDateTime:
      return "localdatetime";
    case ValueKind::kDuration:
      return "duration";
    default:
      return "json";
  }
}

// The type of the column that can hold `value`. Lists of several kinds of items are JSON, which is ours alone.
std::string ColumnType(const Value& value) {
  if (value.kind() != ValueKind::kList) return std::string(ScalarType(value.kind()));
  const ValueList& items = value.as_list();
  if (items.empty()) return "string[]";
  for (const Value& item : items) {
    if (item.kind() != items[0].kind() || item.is_null()) return "json";
  }
  const std::string_view type = ScalarType(items[0].kind());
  return type == "json" ? "json" : std::string(type) + "[]";
}

// Backslashes before a `;` and at the end of an item are doubled, a `;` inside gets one: all others stay as they are.
void AppendItem(std::string& out, std::string_view text) {
  size_t backslashes = 0;
  for (char c : text) {
    if (c == ';') out.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out += c;
  }
  out.append(backslashes, '\\');
}

void AppendCell(std::string& out, const Value& value, const std::string& type, const GraphReader& graph) {
  std::string text;
  bool quote = false;
  if (type == "json") {
    AppendJson(text, value, graph);
  } else if (value.kind() == ValueKind::kList) {
    const ValueList& items = value.as_list();
    quote = items.empty();
    for (size_t i = 0; i < items.size(); ++i) {
      if (i) text += ';';
      std::string item;
      AppendText(item, items[i], graph);
      AppendItem(text, item);
    }
    if (items.size() == 1 && text.empty()) text = "\\";  // one empty string
  } else {
    AppendText(text, value, graph);
    quote = text.empty();
  }
  if (!quote && text.find_first_of(",\"\r\n") == text.npos) {
    out += text;
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void AppendHeaderCell(std::string& out, std::string_view name, std::string_view type) {
  std::string text(name);
  text += ':';
  text += type;
  if (text.find_first_of(",\"\r\n") == text.npos) {
    out += text;
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

// A property that holds values of several types has a column for each; a row fills one.
class ColumnSet {
 public:
  void Add(const std::vector<NamedProperty>& properties) {
    for (const auto& [name, value] : properties) columns_.emplace(std::pair(name, ColumnType(value)), 0);
  }
  void AppendHeader(std::string& out) {
    size_t next = 0;
    for (auto& [column, place] : columns_) {
      place = next++;
      out += ',';
      AppendHeaderCell(out, column.first, column.second);
    }
    out += '\n';
  }
  void AppendRow(std::string& out, const std::vector<NamedProperty>& properties, const GraphReader& graph) {
    cells_.assign(columns_.size(), {});
    for (const auto& [name, value] : properties) {
      const std::string type = ColumnType(value);
      AppendCell(cells_[columns_.at(std::pair(name, type))], value, type, graph);
    }
    for (const std::string& cell : cells_) {
      out += ',';
      out += cell;
    }
    out += '\n';
  }

 private:
  std::map<std::pair<std::string_view, std::string>, size_t> columns_;
  std::vector<std::string> cells_;
};

// A file name that any system can hold, whatever the label is called.
std::string FileName(std::string_view prefix, std::string_view name) {
  std::string text(prefix);
  for (char c : name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+';
    if (plain) {
      text += c;
    } else {
      constexpr char kHex[] = "0123456789ABCDEF";
      text += '%';
      text += kHex[static_cast<unsigned char>(c) >> 4];
      text += kHex[c & 15];
    }
  }
  return text.substr(0, 200);
}

std::string Folder(const std::string& path) {
  if (path.empty()) throw StoreError(StoreError::Kind::kIo, "CSV needs a folder to write to: -o FOLDER");
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw StoreError(StoreError::Kind::kIo, "cannot create " + path + ": " + error.message());
  return path;
}

void RefuseEmpty(std::string_view name, const char* what) {
  if (!name.empty()) return;
  throw StoreError(StoreError::Kind::kIo, std::string("CSV has no way to write the empty name of a ") + what +
                                              "; GraphML, JSON and Cypher have");
}

class UniqueNames {
 public:
  std::string Path(const std::string& folder, const std::string& name) {
    std::string lower = name;
    for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    const int count = used_[lower]++;
    return folder + "/" + name + (count ? "-" + std::to_string(count + 1) : "") + ".csv";
  }

 private:
  std::map<std::string, int> used_;  // some systems do not tell upper from lower case
};

}  // namespace

void WriteGraphCsv(const GraphReader& graph, const GraphSelection& selection, const std::string& path) {
  const std::string folder = Folder(path);
  const OrderedGraph ordered = Order(graph, selection);
  UniqueNames names;
  // Nodes with the same labels stand together in the order.
  for (size_t begin = 0; begin < ordered.nodes.size();) {
    const auto labels = SortedLabels(graph, ordered.nodes[begin]);
    ColumnSet columns;
    size_t end = begin;
    for (; end < ordered.nodes.size() && SortedLabels(graph, ordered.nodes[end]) == labels; ++end) {
      columns.Add(SortedProperties(graph, ordered.nodes[end]));
    }
    std::string joined, listed;
    for (std::string_view label : labels) {
      RefuseEmpty(label, "label");
      joined += joined.empty() ? std::string(label) : "+" + std::string(label);
      if (!listed.empty()) listed += ';';
      AppendItem(listed, label);
    }
    std::string label_cell;
    AppendCell(label_cell, Value::String(listed), "string", graph);
    OutputFile file(names.Path(folder, FileName(labels.empty() ? "nodes" : "nodes-", joined)));
    std::string& out = file.buffer();
    out += ":ID,:LABEL";
    columns.AppendHeader(out);
    for (size_t i = begin; i < end; ++i) {
      out += std::to_string(i) + "," + (labels.empty() ? std::string() : label_cell);
      columns.AppendRow(out, SortedProperties(graph, ordered.nodes[i]), graph);
      file.Grown();
    }
    file.Close();
    begin = end;
  }
  std::map<std::string_view, std::vector<const OrderedEdge*>> types;
  for (const OrderedEdge& edge : ordered.edges) types[graph.NameOf(edge.type)].push_back(&edge);
  for (const auto& [type, edges] : types) {
    RefuseEmpty(type, "type");
    ColumnSet columns;
    for (const OrderedEdge* edge : edges) columns.Add(SortedProperties(graph, edge->id));
    std::string type_cell;
    AppendCell(type_cell, Value::String(type), "string", graph);
    OutputFile file(names.Path(folder, FileName("edges-", type)));
    std::string& out = file.buffer();
    out += ":START_ID,:END_ID,:TYPE";
    columns.AppendHeader(out);
    for (const OrderedEdge* edge : edges) {
      out += std::to_string(edge->start) + ',' + std::to_string(edge->end) + ',' + type_cell;
      columns.AppendRow(out, SortedProperties(graph, edge->id), graph);
      file.Grown();
    }
    file.Close();
  }
}

}  // namespace papergraph::engine
