#include "engine/output/graph_order.h"

#include <algorithm>
#include <numeric>

#include "engine/json.h"

namespace papergraph::engine {
namespace {

bool IsSet(std::string_view name) { return name == "sources" || name == "aliases"; }

template <typename Id>
std::vector<NamedProperty> Sorted(const GraphReader& graph, Id id) {
  std::vector<NamedProperty> result;
  for (auto& [property, value] : graph.PropertiesOf(id)) {
    const std::string_view name = graph.NameOf(property);
    if (IsSet(name) && value.kind() == ValueKind::kList) {
      ValueList items = value.as_list();
      std::stable_sort(items.begin(), items.end(),
                       [](const Value& a, const Value& b) { return papergraph::Order(a, b) < 0; });
      value = Value::List(std::move(items));
    }
    result.emplace_back(name, std::move(value));
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return result;
}

// What a node looks like without its neighbours.
struct Look {
  std::vector<std::string_view> labels;
  Value key;
  std::string properties;
};

Look LookOf(const GraphReader& graph, NodeId node) {
  Look look;
  look.labels = SortedLabels(graph, node);
  const auto properties = SortedProperties(graph, node);
  for (const auto& [name, value] : properties) {
    if (name == "id") look.key = value;
    if (name == "name" && look.key.is_null()) look.key = value;
  }
  AppendPropertiesJson(look.properties, properties, graph);
  return look;
}

std::strong_ordering CompareLooks(const Look& a, const Look& b) {
  if (const auto order = a.labels <=> b.labels; order != 0) return order;
  if (const auto order = papergraph::Order(a.key, b.key); order != 0) return order;
  return a.properties <=> b.properties;
}

// Sorts nodes into classes that look alike and splits the classes by what surrounds their members.
class Refinement {
 public:
  Refinement(const GraphReader& graph, std::vector<NodeId> nodes, const std::vector<EdgeId>& edges)
      : graph_(graph), nodes_(std::move(nodes)) {
    SortByLook();
    if (!AllAlone()) {
      Connect(edges);
      Refine();
    }
  }
  std::vector<NodeId> Nodes() && { return std::move(nodes_); }

 private:
  struct Link {
    uint32_t other;  // index into nodes_ before sorting: index_ maps ids
    std::string label;
  };

  void SortByLook() {
    std::vector<Look> looks;
    looks.reserve(nodes_.size());
    for (NodeId node : nodes_) looks.push_back(LookOf(graph_, node));
    order_.resize(nodes_.size());
    std::iota(order_.begin(), order_.end(), 0u);
    std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
      const auto order = CompareLooks(looks[a], looks[b]);
      return order != 0 ? order < 0 : a < b;
    });
    class_.resize(nodes_.size());
    for (uint32_t i = 0; i < order_.size(); ++i) {
      const bool same = i > 0 && CompareLooks(looks[order_[i - 1]], looks[order_[i]]) == 0;
      class_[order_[i]] = same ? class_[order_[i - 1]] : i;
    }
    Place();
  }

  // nodes_ in the present order.
  void Place() {
    sorted_.clear();
    for (uint32_t member : order_) sorted_.push_back(nodes_[member]);
  }

  bool AllAlone() {
    for (uint32_t i = 1; i < order_.size(); ++i) {
      if (class_[order_[i]] == class_[order_[i - 1]]) return false;
    }
    nodes_ = sorted_;
    return true;
  }

  // The links of nodes that do not stand alone yet.
  void Connect(const std::vector<EdgeId>& edges) {
    std::unordered_map<uint32_t, uint32_t> index;
    for (uint32_t i = 0; i < nodes_.size(); ++i) index.emplace(Raw(nodes_[i]), i);
    std::vector<uint32_t> sizes(nodes_.size(), 0);
    for (uint32_t member : class_) ++sizes[member];
    links_.resize(nodes_.size());
    for (EdgeId edge : edges) {
      const EdgeRecord record = graph_.EdgeOf(edge);
      const uint32_t start = index.at(Raw(record.start)), end = index.at(Raw(record.end));
      const bool wants_start = sizes[class_[start]] > 1, wants_end = sizes[class_[end]] > 1;
      if (!wants_start && !wants_end) continue;
      std::string label(graph_.NameOf(record.type));
      AppendPropertiesJson(label, SortedProperties(graph_, edge), graph_);
      if (wants_start) links_[start].push_back(Link{end, ">" + label});
      if (wants_end) links_[end].push_back(Link{start, "<" + label});
    }
  }

  static constexpr uint32_t kMostTwins = 2000;  // each costs a round over the whole graph

  using Signature = std::vector<std::pair<std::string_view, uint32_t>>;

  Signature SignatureOf(uint32_t node) const {
    Signature signature;
    for (const Link& link : links_[node]) signature.emplace_back(link.label, class_[link.other]);
    std::sort(signature.begin(), signature.end());
    return signature;
  }

  // One round over every class; true when any was split.
  bool Split() {
    bool split = false;
    std::vector<uint32_t> next = class_;
    for (uint32_t begin = 0; begin < order_.size();) {
      uint32_t end = begin + 1;
      while (end < order_.size() && class_[order_[end]] == class_[order_[begin]]) ++end;
      if (end - begin > 1) {
        std::vector<std::pair<Signature, uint32_t>> members;
        for (uint32_t i = begin; i < end; ++i) members.emplace_back(SignatureOf(order_[i]), order_[i]);
        std::sort(members.begin(), members.end());
        for (uint32_t i = 0; i < members.size(); ++i) {
          order_[begin + i] = members[i].second;
          const bool same = i > 0 && members[i].first == members[i - 1].first;
          next[members[i].second] = same ? next[members[i - 1].second] : begin + i;
          split = split || (i > 0 && !same);
        }
      }
      begin = end;
    }
    class_ = std::move(next);
    return split;
  }

  void Refine() {
    for (uint32_t first = 0, twins = 0; twins < kMostTwins;) {
      while (Split()) {
      }
      // Twins: set the first of the first class apart and go on, so that its neighbours follow it.
      uint32_t twin = first + 1;
      while (twin < order_.size() && class_[order_[twin]] != class_[order_[twin - 1]]) ++twin;
      if (twin >= order_.size()) break;
      uint32_t end = twin;
      while (end < order_.size() && class_[order_[end]] == class_[order_[twin - 1]]) ++end;
      const bool alone = links_[order_[twin]].empty();  // without edges they are all the same
      for (uint32_t i = twin; i < end; ++i) class_[order_[i]] = alone ? i : twin;
      first = alone ? end - 1 : twin - 1;
      twins += alone ? 0 : 1;
    }
    Place();
    nodes_ = sorted_;
  }

  const GraphReader& graph_;
  std::vector<NodeId> nodes_;
  std::vector<NodeId> sorted_;
  std::vector<uint32_t> order_;  // indexes into nodes_, as they will be written
  std::vector<uint32_t> class_;  // of each node: the first place of its class in order_
  std::vector<std::vector<Link>> links_;
};

// What sets parallel edges apart.
struct EdgeLook {
  Value source, offset;
  std::string properties;
};

EdgeLook LookOf(const GraphReader& graph, EdgeId edge) {
  EdgeLook look;
  const auto properties = SortedProperties(graph, edge);
  for (const auto& [name, value] : properties) {
    if (name == "source") look.source = value;
    if (name == "start") look.offset = value;
  }
  AppendPropertiesJson(look.properties, properties, graph);
  return look;
}

bool Before(const EdgeLook& a, const EdgeLook& b) {
  if (const auto order = papergraph::Order(a.source, b.source); order != 0) return order < 0;
  if (const auto order = papergraph::Order(a.offset, b.offset); order != 0) return order < 0;
  return a.properties < b.properties;
}

void SortEdges(const GraphReader& graph, std::vector<OrderedEdge>& edges) {
  std::vector<uint32_t> types(graph.TypeCount());
  std::iota(types.begin(), types.end(), 0u);
  std::sort(types.begin(), types.end(),
            [&](uint32_t a, uint32_t b) { return graph.NameOf(TypeId{a}) < graph.NameOf(TypeId{b}); });
  std::vector<uint32_t> rank(types.size());
  for (uint32_t i = 0; i < types.size(); ++i) rank[types[i]] = i;
  const auto key = [&](const OrderedEdge& edge) { return std::tuple(edge.start, rank[Raw(edge.type)], edge.end); };
  std::sort(edges.begin(), edges.end(), [&](const OrderedEdge& a, const OrderedEdge& b) {
    return std::tuple(key(a), Raw(a.id)) < std::tuple(key(b), Raw(b.id));
  });
  for (size_t begin = 0; begin < edges.size();) {
    size_t end = begin + 1;
    while (end < edges.size() && key(edges[end]) == key(edges[begin])) ++end;
    if (end - begin > 1) {
      std::vector<std::pair<EdgeLook, OrderedEdge>> parallel;
      for (size_t i = begin; i < end; ++i) parallel.emplace_back(LookOf(graph, edges[i].id), edges[i]);
      std::stable_sort(parallel.begin(), parallel.end(),
                       [](const auto& a, const auto& b) { return Before(a.first, b.first); });
      for (size_t i = begin; i < end; ++i) edges[i] = parallel[i - begin].second;
    }
    begin = end;
  }
}

}  // namespace

std::vector<NamedProperty> SortedProperties(const GraphReader& graph, NodeId node) { return Sorted(graph, node); }
std::vector<NamedProperty> SortedProperties(const GraphReader& graph, EdgeId edge) { return Sorted(graph, edge); }

std::vector<std::string_view> SortedLabels(const GraphReader& graph, NodeId node) {
  std::vector<std::string_view> names;
  for (LabelId label : graph.LabelsOf(node)) names.push_back(graph.NameOf(label));
  std::sort(names.begin(), names.end());
  return names;
}

void AppendPropertiesJson(std::string& out, const std::vector<NamedProperty>& properties, const GraphReader& graph) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : properties) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, name);
    out += ':';
    AppendJson(out, value, graph);
  }
  out += '}';
}

OrderedGraph Order(const GraphReader& graph, const GraphSelection& selection) {
  std::vector<NodeId> nodes = selection.nodes;
  for (EdgeId edge : selection.edges) {
    const EdgeRecord record = graph.EdgeOf(edge);
    nodes.push_back(record.start);
    nodes.push_back(record.end);
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  OrderedGraph ordered;
  ordered.nodes = Refinement(graph, std::move(nodes), selection.edges).Nodes();
  std::vector<uint32_t> position(graph.NodeIdLimit());
  for (uint32_t i = 0; i < ordered.nodes.size(); ++i) position[Raw(ordered.nodes[i])] = i;
  for (EdgeId edge : selection.edges) {
    const EdgeRecord record = graph.EdgeOf(edge);
    ordered.edges.push_back(OrderedEdge{edge, position[Raw(record.start)], position[Raw(record.end)], record.type});
  }
  SortEdges(graph, ordered.edges);
  return ordered;
}

}  // namespace papergraph::engine
