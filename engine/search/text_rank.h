// Which texts of a full-text index answer a query, and how well.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/search/text_query.h"
#include "storage/full_text.h"

namespace papergraph::engine {

struct TextHit {
  uint32_t entity;  // node or relationship
  double score;
};

/// The strings that the index has of the entity, in the order of its properties.
std::vector<Value> TextsOf(const GraphReader& graph, const IndexDefinition& index, uint32_t entity);

/// Ascending by entity. A text answers when it has every clause that must be there, or any clause where none must, and
/// none that must not. The score is the sum of BM25 over the terms of the clauses that it has (Robertson and Zaragoza,
/// "The Probabilistic Relevance Framework", 2009; k1 1.2, b 0.75, with Lucene's ln(1 + (N - n + 0.5) / (n + 0.5)),
/// which is never negative). `check_interrupt` is called now and then.
std::vector<TextHit> RankTexts(const GraphReader& graph, const IndexDefinition& index,
                               const std::vector<TextClause>& clauses, const std::function<void()>& check_interrupt);

}  // namespace papergraph::engine
