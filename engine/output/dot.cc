// dot: Graphviz text. Shapes and colours by label, the type on the edge, the evidence as its tooltip, papers as links.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "engine/output/graph_order.h"
#include "engine/output/graphs.h"
#include "engine/output/output_file.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

struct NodeStyle {
  std::string_view label, shape, fill, line;
};
constexpr NodeStyle kNodeStyles[] = {
    {"Paper", "box", "#FFF8E1", "#F9A825"},         {"Method", "ellipse", "#E3F2FD", "#1976D2"},
    {"Benchmark", "hexagon", "#F3E5F5", "#8E24AA"}, {"Model", "component", "#E8F5E9", "#388E3C"},
    {"Domain", "folder", "#ECEFF1", "#607D8B"},     {"Result", "note", "#FFEBEE", "#E53935"},
};
// For labels that are not ours, in the order in which they come.
constexpr NodeStyle kOtherStyles[] = {
    {"", "ellipse", "#E0F7FA", "#0097A7"},       {"", "box", "#FBE9E7", "#D84315"},
    {"", "octagon", "#F1F8E9", "#689F38"},       {"", "house", "#FFF3E0", "#EF6C00"},
    {"", "parallelogram", "#EDE7F6", "#5E35B1"}, {"", "diamond", "#FCE4EC", "#C2185B"},
};

struct EdgeStyle {
  std::string_view type, color, style;
};
constexpr EdgeStyle kEdgeStyles[] = {
    {"PROPOSES", "#2E7D32", "bold"},        {"INTRODUCES", "#2E7D32", "bold"},    {"USES", "#1565C0", "solid"},
    {"COMPARES_WITH", "#757575", "dashed"}, {"EVALUATES_ON", "#8E24AA", "solid"}, {"TRAINS_ON", "#EF6C00", "solid"},
    {"MENTIONS", "#757575", "dotted"},      {"IN_DOMAIN", "#90A4AE", "solid"},    {"REPORTS", "#E53935", "solid"},
};
constexpr EdgeStyle kOtherEdge{"", "#546E7A", "solid"};
constexpr size_t kMostEdgeLabels = 90;  // beyond, names on edges only hide each other: colours and the legend remain

const EdgeStyle& StyleOf(std::string_view type) {
  for (const EdgeStyle& style : kEdgeStyles) {
    if (style.type == type) return style;
  }
  return kOtherEdge;
}

// A quoted string of DOT in which Graphviz finds no escape and no entity. `\n` alone breaks lines.
void AppendDot(std::string& out, std::string_view text, bool keep_lines = false) {
  out += '"';
  for (const char c : Harmless(text)) {
    if (AppendEntity(out, c)) continue;
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n' && keep_lines) {
      out += "\\n";
    } else {
      out += c == '\n' || c == '\t' ? ' ' : c;
    }
  }
  out += '"';
}

std::string Wrapped(std::string_view text, size_t width, size_t most_lines) {
  const std::string line = OneLine(text);
  auto lines = Wrap(line, width);
  std::string result;
  for (size_t i = 0; i < lines.size() && i < most_lines; ++i) {
    if (i) result += '\n';
    result += lines[i];
  }
  if (lines.size() > most_lines) result += "…";
  return result;
}

std::string Text(const Value& value, const GraphReader& graph) {
  std::string text;
  AppendText(text, value, graph);
  return text;
}

const Value* Find(const std::vector<NamedProperty>& properties, std::string_view name) {
  for (const auto& [key, value] : properties) {
    if (key == name) return &value;
  }
  return nullptr;
}

class Picture {
 public:
  Picture(const GraphReader& graph, const GraphSelection& selection, PictureLimits limits)
      : graph_(graph), ordered_(Order(graph, selection)) {
    total_nodes_ = ordered_.nodes.size();
    MergeParallel();
    total_edges_ = edges_.size();
    Cut(limits);
    cut_ = selection.cut || total_nodes_ > kept_nodes_ || total_edges_ > edges_.size();
  }

  std::string Draw() {
    out_ =
        "digraph papergraph {\n"
        "  graph [rankdir=\"LR\", ranksep=\"1.1\", nodesep=\"0.18\", fontname=\"Helvetica,Arial,sans-serif\", "
        "fontsize=\"13\", "
        "bgcolor=\"white\", pad=\"0.3\", labelloc=\"t\", charset=\"UTF-8\"";
    if (cut_) {
      out_ += ", label=";
      AppendDot(out_, Notice());
    }
    out_ +=
        "];\n"
        "  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=\"11\", style=\"filled\", margin=\"0.12,0.06\", "
        "height=\"0.3\"];\n"
        "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=\"8\", arrowsize=\"0.6\"];\n";
    for (uint32_t i = 0; i < ordered_.nodes.size(); ++i) {
      if (kept_[i]) Node(i);
    }
    for (const OrderedEdge& edge : edges_) Edge(edge);
    Legend();
    out_ += "}\n";
    return std::move(out_);
  }

 private:
  // Several edges of one type between the same two (one a source) are one line.
  void MergeParallel() {
    for (const OrderedEdge& edge : ordered_.edges) {
      const bool same = !edges_.empty() && edges_.back().start == edge.start && edges_.back().end == edge.end &&
                        edges_.back().type == edge.type;
      if (!same) edges_.push_back(edge);
    }
  }

  // Keeps the nodes with most edges, and then as many edges as allowed.
  void Cut(PictureLimits limits) {
    kept_.assign(ordered_.nodes.size(), true);
    kept_nodes_ = ordered_.nodes.size();
    if (limits.nodes > 0 && kept_nodes_ > limits.nodes) {
      std::vector<uint32_t> degree(kept_nodes_, 0), by_degree(kept_nodes_);
      for (const OrderedEdge& edge : edges_) ++degree[edge.start], ++degree[edge.end];
      std::iota(by_degree.begin(), by_degree.end(), 0u);
      std::stable_sort(by_degree.begin(), by_degree.end(),
                       [&](uint32_t a, uint32_t b) { return degree[a] > degree[b]; });
      for (size_t i = limits.nodes; i < by_degree.size(); ++i) kept_[by_degree[i]] = false;
      kept_nodes_ = limits.nodes;
      std::erase_if(edges_, [&](const OrderedEdge& edge) { return !kept_[edge.start] || !kept_[edge.end]; });
    }
    if (limits.edges > 0 && edges_.size() > limits.edges) edges_.resize(limits.edges);
  }

  std::string Notice() const {
    return std::to_string(kept_nodes_) + " of " + std::to_string(total_nodes_) + " nodes and " +
           std::to_string(edges_.size()) + " of " + std::to_string(total_edges_) +
           " edges are shown: the nodes with most edges. Ask for less with --query.";
  }

  const NodeStyle& StyleOfNode(NodeId node) {
    const auto labels = SortedLabels(graph_, node);
    for (const NodeStyle& style : kNodeStyles) {
      if (std::find(labels.begin(), labels.end(), style.label) != labels.end()) return Used(style.label, style);
    }
    const std::string_view label = labels.empty() ? std::string_view() : labels[0];
    const auto found = legend_.find(label);
    if (found != legend_.end()) return *found->second;
    return Used(label, kOtherStyles[others_++ % std::size(kOtherStyles)]);
  }
  const NodeStyle& Used(std::string_view label, const NodeStyle& style) {
    legend_.emplace(label, &style);
    return style;
  }

  std::string Caption(NodeId node, const std::vector<NamedProperty>& properties) const {
    const Value* title = Find(properties, "title");
    const Value* id = Find(properties, "id");
    if (title) {
      return (id ? OneLine(Text(*id, graph_)) + "\n" : std::string()) + Wrapped(Text(*title, graph_), 36, 3);
    }
    const Value* metric = Find(properties, "metric");
    const Value* number = Find(properties, "value");
    if (metric && number) {
      const Value* unit = Find(properties, "unit");
      return Wrapped(Text(*metric, graph_), 24, 2) + "\n" + Text(*number, graph_) +
             (unit && !unit->is_null() ? " " + Text(*unit, graph_) : std::string());
    }
    for (const char* key : {"name", "id"}) {
      if (const Value* value = Find(properties, key)) return Wrapped(Text(*value, graph_), 28, 3);
    }
    for (const auto& [key, value] : properties) {
      if (value.kind() == ValueKind::kString) return Wrapped(value.as_string(), 28, 3);
    }
    const auto labels = SortedLabels(graph_, node);
    return labels.empty() ? "node" : std::string(labels[0]);
  }

  void Node(uint32_t i) {
    const NodeId node = ordered_.nodes[i];
    const auto properties = SortedProperties(graph_, node);
    const NodeStyle& style = StyleOfNode(node);
    out_ += "  \"n" + std::to_string(i) + "\" [label=";
    AppendDot(out_, Caption(node, properties), true);
    out_ += ", shape=\"" + std::string(style.shape) + "\", fillcolor=\"" + std::string(style.fill) + "\", color=\"" +
            std::string(style.line) + '"';
    if (style.shape == "box") out_ += ", style=\"filled,rounded\"";
    const Value* about = Find(properties, "summary");
    if (!about) about = Find(properties, "evidence");
    if (!about) about = Find(properties, "aliases");
    out_ += ", tooltip=";
    AppendDot(out_, about ? OneLine(Text(*about, graph_)) : Caption(node, properties));
    // Only what a browser opens as a page: a link that runs something must not come from a file that was read.
    const Value* url = Find(properties, "url");
    if (url && url->kind() == ValueKind::kString &&
        (url->as_string().starts_with("https://") || url->as_string().starts_with("http://"))) {
      out_ += ", URL=";
      AppendDot(out_, url->as_string());
      out_ += ", target=\"_blank\"";
    }
    out_ += "];\n";
  }

  void Edge(const OrderedEdge& edge) {
    const std::string_view type = graph_.NameOf(edge.type);
    const EdgeStyle& style = StyleOf(type);
    edge_legend_.emplace(type, &style);
    const auto properties = SortedProperties(graph_, edge.id);
    const Value* evidence = Find(properties, "evidence");
    const std::string hint = evidence ? OneLine(Text(*evidence, graph_)) : std::string(type);
    out_ += "  \"n" + std::to_string(edge.start) + "\" -> \"n" + std::to_string(edge.end) + "\" [color=\"" +
            std::string(style.color) + "\", style=\"" + std::string(style.style) + '"';
    if (edges_.size() <= kMostEdgeLabels) {
      out_ += ", label=";
      AppendDot(out_, type);
      out_ += ", fontcolor=\"" + std::string(style.color) + '"';
    }
    for (const char* tooltip : {"edgetooltip", "labeltooltip"}) {
      out_ += std::string(", ") + tooltip + "=";
      AppendDot(out_, hint);
    }
    out_ += "];\n";
  }

  // An HTML-like label: a row for each label and each type that is in the picture.
  void Legend() {
    if (legend_.empty()) return;
    out_ +=
        "  \"legend\" [shape=\"plaintext\", style=\"\", fontsize=\"10\", tooltip=\"legend\", label=<"
        "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"3\" CELLPADDING=\"3\">";
    for (const auto& [label, style] : legend_) {
      out_ += "<TR><TD BGCOLOR=\"" + std::string(style->fill) + "\" BORDER=\"1\" COLOR=\"" + std::string(style->line) +
              "\" WIDTH=\"26\"> </TD><TD ALIGN=\"LEFT\">";
      AppendHtml(label.empty() ? "node" : label);
      out_ += "</TD></TR>";
    }
    for (const auto& [type, style] : edge_legend_) {
      const bool broken = style->style == "dashed" || style->style == "dotted";
      out_ += "<TR><TD><FONT COLOR=\"" + std::string(style->color) + "\">" + (broken ? "╌╌▸" : "──▸") +
              "</FONT></TD><TD ALIGN=\"LEFT\">";
      AppendHtml(type);
      out_ += "</TD></TR>";
    }
    out_ += "</TABLE>>];\n";
  }
  void AppendHtml(std::string_view text) {
    for (const char c : OneLine(text)) {
      if (!AppendEntity(out_, c)) out_ += c;
    }
  }

  const GraphReader& graph_;
  OrderedGraph ordered_;
  std::vector<OrderedEdge> edges_;
  std::vector<bool> kept_;
  size_t kept_nodes_ = 0, total_nodes_ = 0, total_edges_ = 0;
  bool cut_ = false;
  std::map<std::string_view, const NodeStyle*> legend_;
  std::map<std::string_view, const EdgeStyle*> edge_legend_;
  size_t others_ = 0;
  std::string out_;
};

}  // namespace

std::string DotText(const GraphReader& graph, const GraphSelection& selection, PictureLimits limits) {
  return Picture(graph, selection, limits).Draw();
}

void WriteDot(const GraphReader& graph, const GraphSelection& selection, const std::string& path) {
  const std::string text = DotText(graph, selection);
  OutputFile file(path);
  file.Write(text);
  file.Close();
}

}  // namespace papergraph::engine
