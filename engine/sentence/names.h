// The names of a graph in a sentence: found whole, or the nearest ones.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sentence/tokens.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

/// One node that a name can mean.
struct NamedNode {
  NodeId node{};
  std::string label{};  // Method, Model, Benchmark, Domain, Paper; another label of the graph
  std::string name{};   // `name`; of a paper its `id`; empty: any node of the label ("papers introducing benchmarks")
  bool exact = false;   // the sentence has one of its written forms letter by letter
  bool family = false;  // others are VARIANT_OF or PART_OF it
};

/// What a name in a sentence means: any of some nodes.
struct Entity {
  Span span{};
  std::vector<NamedNode> nodes;  // never empty; by node id
  bool Has(std::string_view label) const;
};

/// Looks names up in one graph for one sentence. One thread. Everything it is given outlives it.
class Names {
 public:
  Names(const GraphReader& graph, std::string_view text, std::span<const Atom> atoms)
      : graph_(graph), text_(text), atoms_(atoms) {}

  struct Found {
    Entity entity;
    size_t next;  // the atom behind the name
  };
  /// The longest name that begins at `at`: of a node (its name or an alias), or a paper's id, or its title in quotation
  /// marks.
  std::optional<Found> At(size_t at) const;

  /// An author's name, or a part of it (whole words), that begins at `at`: all authors who are called so, as they are
  /// written.
  struct Authors {
    std::vector<std::string> names;
    Span span;
    size_t next;
    bool whole;  // it is all of a name
  };
  std::optional<Authors> AuthorsAt(size_t at) const;

  /// Authors whose names differ from `written` in few letters.
  std::vector<std::string> NearAuthors(std::string_view written, size_t most) const;

  /// Whether a full-text index has texts of papers.
  bool HasTexts() const;

  /// Names in the graph near `written`: differing in few letters, then those that begin like it. Looks at no more names
  /// than kMostNames.
  std::vector<std::string> Near(std::string_view written, size_t most) const;

  static constexpr size_t kMostNames = 200'000;

 private:
  std::optional<NamedNode> Describe(NodeId node, std::string_view written) const;
  std::vector<NamedNode> PapersCalled(std::string_view written, bool quoted) const;
  std::set<std::string> AllAuthors() const;
  Value PropertyOf(NodeId node, std::string_view name) const;

  const GraphReader& graph_;
  std::string_view text_;
  std::span<const Atom> atoms_;
};

}  // namespace papergraph::engine
