// Full-text indexes: what every graph here can say of them beside GraphReader and GraphWriter. An interface of its own,
// since few ask.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/graph_writer.h"

namespace papergraph {

/// An index as it was defined. GraphReader::Indexes has a full-text index under the first of its labels or types.
struct IndexDefinition : IndexInfo {
  // kFulltext alone:
  std::vector<LabelId> more_labels = {};  // nodes that have one of these are in it, too
  std::vector<TypeId> more_types = {};    // relationships of these, too
  std::string rules = {};                 // TermRules() of the program that made it; another's cannot be asked
};

/// An entity in whose text a term stands `count` times; the text has `length` terms.
struct Posting {
  uint32_t entity;  // node or relationship
  uint32_t count;
  uint32_t length;
  friend bool operator==(const Posting&, const Posting&) = default;
};

/// Of one index: the texts that have a term, and their lengths together.
struct TextTotals {
  uint64_t texts = 0, terms = 0;
  friend bool operator==(const TextTotals&, const TextTotals&) = default;
};

/// As GraphReader. storage/text_terms.h says what a term is. An index of another kind, or of other rules than this
/// program's, is empty.
class FullTextReader {
 public:
  virtual ~FullTextReader() = default;
  /// Those of the kind kFulltext, ascending by id.
  virtual std::vector<IndexDefinition> TextIndexes() const = 0;
  virtual TextTotals TotalsOf(uint32_t index) const = 0;
  /// postings[i]: where terms[i] stands, ascending by entity. The text of an entity are its strings and lists of
  /// strings under the properties of the index.
  virtual std::vector<std::vector<Posting>> FindTerms(uint32_t index, std::span<const std::string> terms) const = 0;
};

/// As GraphWriter. An index is true to every later write, as the other kinds are.
class FullTextWriter : public FullTextReader {
 public:
  /// Over the nodes that have any of these labels; returns its id. REQUIRES: at least one, none twice. Throws
  /// kConstraint for a name that is taken.
  virtual uint32_t CreateTextIndex(std::string_view name, std::span<const LabelId> labels,
                                   std::span<const PropertyId> properties) = 0;
  /// The same over the relationships of any of these types.
  virtual uint32_t CreateTextIndex(std::string_view name, std::span<const TypeId> types,
                                   std::span<const PropertyId> properties) = 0;
};

/// The same graph.
inline const FullTextReader& FullTextOf(const GraphReader& graph) { return dynamic_cast<const FullTextReader&>(graph); }
inline FullTextWriter& FullTextOf(GraphWriter& graph) { return dynamic_cast<FullTextWriter&>(graph); }

}  // namespace papergraph
