// Conditions -> MATCH and WHERE: the part of the Cypher that says which papers are meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/sentence/cypher_text.h"
#include "engine/sentence/meaning.h"

namespace papergraph::engine {

/// What of the graph decides how a sentence is written in Cypher.
struct GraphFacts {
  bool text_dates = false;  // papers have their date as a string ("2026-01-15"), not as a date
  bool authors = false;     // some paper has authors
  bool upvotes = false;
  bool evidence_texts = false;  // there is a full-text index on relationships
  std::vector<std::string>
      lower_metrics{};  // metrics of its results of which less is more, as they are written; sorted
};

/// The far end of a pattern: what stands behind `-[e:`, and what must hold of it.
struct PatternEnd {
  std::string types;  // "USES|PROPOSES"; empty: any
  CypherText rest;    // "]->(:Method {name: 'GRPO'})"
  CypherText where;   // empty: nothing more
};

/// Puts conditions together as MATCH clauses on the paper `p`, one a condition, so that one edge may fulfil two of
/// them.
class PatternWriter {
 public:
  /// `whole` is the cause of what no single word causes. `edge_count` is known from a first run (see edges()).
  PatternWriter(const GraphFacts& facts, Span whole, size_t edge_count)
      : facts_(facts), whole_(whole), edge_count_(edge_count) {}

  /// Adds all of an AND. Throws QueryError UnknownPhrase for a combination that has no meaning.
  void AddPaperConditions(const std::vector<Condition>& parts);
  void AddPaperCondition(const Condition& condition);
  /// A MATCH clause of its own; `pattern` stands behind "MATCH ".
  void AddMatch(CypherText pattern, CypherText where = {});
  void AddWhere(CypherText predicate);

  /// The name of a new edge, whose evidence is part of the answer: "e" when it is the only one.
  std::string NewEdge();
  size_t edges() const { return edges_; }
  /// "p" once, "p:Paper" the first time.
  std::string Paper();

  /// The MATCH clauses, with WHERE; alternatives of several kinds as OPTIONAL MATCH and WITH (which carries `carried`).
  CypherText Clauses(std::vector<std::string> carried);
  /// All names that NewEdge gave.
  const std::vector<std::string>& edge_names() const { return edge_names_; }
  /// The evidence of all edges, `UNWIND` before the result when there are several; empty when there is none.
  struct Evidence {
    CypherText clause;       // "UNWIND [e1, e2] AS e"
    std::string expression;  // "collect(DISTINCT e.evidence)"
  };
  Evidence CollectEvidence() const;

  /// One end for all of these named conditions (any of them), when one pattern can say that.
  static bool EndOf(const std::vector<const Condition*>& any, std::string_view variable, PatternEnd& out);
  /// The node alone, without the edge: "(:Method {name: 'GRPO'})", family members included; begins with what stands
  /// behind an edge or a node: "-[:VARIANT_OF*0..]->(:Model {name: 'Qwen3'})".
  static CypherText NodeOf(const Entity& entity, std::string_view variable, CypherText& where);
  static CypherText DateOf(const Condition& condition, const GraphFacts& facts);
  [[noreturn]] static void Refuse(Span span, std::string_view why);

 private:
  CypherText Predicate(const Condition& condition);
  CypherText NotThere(const Condition& condition);
  CypherText Formula(const Condition& condition);
  CypherText AuthorOf(const Condition& condition) const;

  const GraphFacts& facts_;
  Span whole_;
  size_t edge_count_;
  size_t edges_ = 0;
  bool paper_named_ = false;
  std::vector<std::string> edge_names_;
  struct MatchClause {
    CypherText pattern, where;
  };
  std::vector<MatchClause> matches_;
  CypherText where_;
  std::vector<const Condition*> alternatives_;  // ORs that need OPTIONAL MATCH
  std::vector<MatchClause> optionals_;
};

}  // namespace papergraph::engine
