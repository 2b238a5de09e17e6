// The end of what WHY asks: a row for each edge that an answer rests on.
#pragma once

#include <string_view>

#include "engine/sentence/cypher_text.h"

namespace papergraph::engine {

/// A row for each edge `e`: which, to what, the sentence, by which rule, where in which file. `carried` are the other
/// variables that `columns` ("p.id AS paper, ") and `order` ("p.date DESC, paper, ") speak of.
void AddReasons(CypherText& out, std::string_view carried, std::string_view columns, std::string_view order,
                Span whole);

/// WITH clauses that keep `carried` and `e`, and add `words`: the longest form of `thing` (one of `carried`) that
/// stands in the evidence of `e`, in any case, as it is written there; or ''. Plain openCypher: a copy works elsewhere.
void AddWords(CypherText& out, std::string_view carried, std::string_view thing, Span whole);

/// ", e.rule AS rule, ...": where the edge `e` comes from.
std::string_view OriginColumns();

/// The evidence of `e` with `words` in «», as the column `evidence`.
std::string_view MarkedEvidence();

}  // namespace papergraph::engine
