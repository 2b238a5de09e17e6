// GraphView: a part of a graph as Boost.Graph sees graphs: dense vertices, flat arrays of arcs.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "storage/graph_reader.h"

namespace papergraph::engine {

/// Which way the arcs of a view lead: as stored, against it, or both (every edge is two arcs then, a self-loop, too).
enum class ViewDirection : uint8_t { kOut, kIn, kBoth };

/// The part of a graph that a view shows: nodes with at least one of the labels, and the edges of the types between
/// them.
struct ViewSelection {
  std::optional<std::vector<LabelId>> labels{};  // nullopt: every node
  std::optional<std::vector<TypeId>> types{};    // nullopt: every type
  ViewDirection direction = ViewDirection::kOut;
  bool simple = false;    // no self-loops, and of parallel arcs only the one with the smallest edge id
  bool in_edges = false;  // in_edges() may be asked: twice the memory
  bool edge_ids = true;   // false: the arcs have no `edge`, for who asks for Heads alone. REQUIRES: !simple, !in_edges
};

/// The nodes of a selection, ascending.
std::vector<NodeId> SelectedNodes(const GraphReader& graph, const ViewSelection& selection);
/// Its types that have edges, ascending.
std::vector<TypeId> SelectedTypes(const GraphReader& graph, const ViewSelection& selection);

/// One arc of a view: `source` and `target` in the view's direction, `edge` the edge of the graph that it is.
struct ViewEdge {
  uint32_t source;
  uint32_t target;
  EdgeId edge;
  friend auto operator<=>(const ViewEdge&, const ViewEdge&) = default;
};

/// Vertices are 0 .. n-1 in the order of their node ids. The arcs of a vertex are in the order of (type, neighbour,
/// edge), with kBoth first those that are stored as out-edges; in a simple view in the order of the neighbour. Built
/// once in O(nodes + edges) and immutable: any number of threads may read one. Does not need the reader afterwards.
/// Models VertexListGraph, EdgeListGraph, IncidenceGraph, AdjacencyGraph and, with in_edges, BidirectionalGraph.
class GraphView {
 public:
  static constexpr uint32_t kNoVertex = std::numeric_limits<uint32_t>::max();

  /// `check_interrupt` (may be empty) is called now and then; what it throws comes through.
  GraphView(const GraphReader& graph, const ViewSelection& selection,
            const std::function<void()>& check_interrupt = {});

  uint32_t vertex_count() const { return static_cast<uint32_t>(nodes_.size()); }
  uint32_t arc_count() const { return static_cast<uint32_t>(out_.heads.size()); }
  /// The nodes by vertex, ascending.
  std::span<const NodeId> nodes() const { return nodes_; }
  /// kNoVertex for a node that the view does not show.
  uint32_t VertexOf(NodeId node) const { return Raw(node) < vertex_of_.size() ? vertex_of_[Raw(node)] : kNoVertex; }

  /// The vertices to which the arcs of `vertex` lead: the fast way for loops of our own.
  std::span<const uint32_t> Heads(uint32_t vertex) const { return out_.Of(vertex); }

  /// Arcs grouped by the vertex at one of their ends.
  struct Arcs {
    std::vector<uint32_t> offsets;  // vertex_count + 1
    std::vector<uint32_t> heads;    // the vertex at the other end
    std::vector<EdgeId> edges;
    std::span<const uint32_t> Of(uint32_t vertex) const {
      return std::span(heads).subspan(offsets[vertex], offsets[vertex + 1] - offsets[vertex]);
    }
  };
  const Arcs& out_arcs() const { return out_; }
  /// Empty without ViewSelection::in_edges.
  const Arcs& in_arcs() const { return in_; }

 private:
  void CollectArcs(const GraphReader& graph, const ViewSelection& selection,
                   const std::function<void()>& check_interrupt);
  void ReverseArcs();

  std::vector<NodeId> nodes_;
  std::vector<uint32_t> vertex_of_;  // by node id
  Arcs out_;
  Arcs in_;
};

/// The arcs that leave (kIncoming: reach) one vertex.
template <bool kIncoming>
class IncidentArcIterator : public boost::iterator_facade<IncidentArcIterator<kIncoming>, ViewEdge,
                                                          boost::random_access_traversal_tag, ViewEdge> {
 public:
  IncidentArcIterator() = default;
  IncidentArcIterator(const GraphView::Arcs* arcs, uint32_t vertex, uint32_t position)
      : arcs_(arcs), vertex_(vertex), position_(position) {}

 private:
  friend class boost::iterator_core_access;
  ViewEdge dereference() const {
    const uint32_t other = arcs_->heads[position_];
    return kIncoming ? ViewEdge{other, vertex_, arcs_->edges[position_]}
                     : ViewEdge{vertex_, other, arcs_->edges[position_]};
  }
  bool equal(const IncidentArcIterator& other) const { return position_ == other.position_; }
  void increment() { ++position_; }
  void decrement() { --position_; }
  void advance(std::ptrdiff_t n) { position_ = static_cast<uint32_t>(position_ + n); }
  std::ptrdiff_t distance_to(const IncidentArcIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.position_) - position_;
  }

  const GraphView::Arcs* arcs_ = nullptr;
  uint32_t vertex_ = 0;
  uint32_t position_ = 0;
};

/// All arcs, by source.
class ArcIterator : public boost::iterator_facade<ArcIterator, ViewEdge, boost::forward_traversal_tag, ViewEdge> {
 public:
  ArcIterator() = default;
  ArcIterator(const GraphView::Arcs* arcs, uint32_t position) : arcs_(arcs), position_(position) { FindVertex(); }

 private:
  friend class boost::iterator_core_access;
  ViewEdge dereference() const { return {vertex_, arcs_->heads[position_], arcs_->edges[position_]}; }
  bool equal(const ArcIterator& other) const { return position_ == other.position_; }
  void increment() {
    ++position_;
    FindVertex();
  }
  void FindVertex() {
    while (position_ < arcs_->heads.size() && arcs_->offsets[vertex_ + 1] <= position_) ++vertex_;
  }

  const GraphView::Arcs* arcs_ = nullptr;
  uint32_t vertex_ = 0;
  uint32_t position_ = 0;
};

// What Boost.Graph finds by argument-dependent lookup; its names, not ours.

using VertexRange = std::pair<boost::counting_iterator<uint32_t>, boost::counting_iterator<uint32_t>>;
using OutArcIterator = IncidentArcIterator<false>;
using InArcIterator = IncidentArcIterator<true>;

inline VertexRange vertices(const GraphView& g) {
  return {boost::counting_iterator<uint32_t>(0), boost::counting_iterator<uint32_t>(g.vertex_count())};
}
inline size_t num_vertices(const GraphView& g) { return g.vertex_count(); }

inline std::pair<ArcIterator, ArcIterator> edges(const GraphView& g) {
  return {ArcIterator(&g.out_arcs(), 0), ArcIterator(&g.out_arcs(), g.arc_count())};
}
inline size_t num_edges(const GraphView& g) { return g.arc_count(); }

inline uint32_t source(const ViewEdge& e, const GraphView&) { return e.source; }
inline uint32_t target(const ViewEdge& e, const GraphView&) { return e.target; }

inline std::pair<OutArcIterator, OutArcIterator> out_edges(uint32_t v, const GraphView& g) {
  const auto& arcs = g.out_arcs();
  return {OutArcIterator(&arcs, v, arcs.offsets[v]), OutArcIterator(&arcs, v, arcs.offsets[v + 1])};
}
inline size_t out_degree(uint32_t v, const GraphView& g) { return g.Heads(v).size(); }

/// REQUIRES: ViewSelection::in_edges. So do in_degree and degree.
inline std::pair<InArcIterator, InArcIterator> in_edges(uint32_t v, const GraphView& g) {
  const auto& arcs = g.in_arcs();
  return {InArcIterator(&arcs, v, arcs.offsets[v]), InArcIterator(&arcs, v, arcs.offsets[v + 1])};
}
inline size_t in_degree(uint32_t v, const GraphView& g) { return g.in_arcs().Of(v).size(); }
inline size_t degree(uint32_t v, const GraphView& g) { return out_degree(v, g) + in_degree(v, g); }

inline std::pair<const uint32_t*, const uint32_t*> adjacent_vertices(uint32_t v, const GraphView& g) {
  const auto heads = g.Heads(v);
  return {heads.data(), heads.data() + heads.size()};
}

inline boost::typed_identity_property_map<uint32_t> get(boost::vertex_index_t, const GraphView&) { return {}; }
inline uint32_t get(boost::vertex_index_t, const GraphView&, uint32_t v) { return v; }

}  // namespace papergraph::engine

namespace boost {

template <>
struct graph_traits<papergraph::engine::GraphView> {
  struct traversal_category : vertex_list_graph_tag,
                              edge_list_graph_tag,
                              bidirectional_graph_tag,
                              adjacency_graph_tag {};
  using vertex_descriptor = uint32_t;
  using edge_descriptor = papergraph::engine::ViewEdge;
  using directed_category = bidirectional_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  using vertex_iterator = counting_iterator<uint32_t>;
  using edge_iterator = papergraph::engine::ArcIterator;
  using out_edge_iterator = papergraph::engine::OutArcIterator;
  using in_edge_iterator = papergraph::engine::InArcIterator;
  using adjacency_iterator = const uint32_t*;
  using vertices_size_type = size_t;
  using edges_size_type = size_t;
  using degree_size_type = size_t;
  static vertex_descriptor null_vertex() { return papergraph::engine::GraphView::kNoVertex; }
};

template <>
struct graph_traits<const papergraph::engine::GraphView> : graph_traits<papergraph::engine::GraphView> {};

template <>
struct property_map<papergraph::engine::GraphView, vertex_index_t> {
  using type = typed_identity_property_map<uint32_t>;
  using const_type = type;
};
template <>
struct property_map<const papergraph::engine::GraphView, vertex_index_t>
    : property_map<papergraph::engine::GraphView, vertex_index_t> {};

}  // namespace boost
