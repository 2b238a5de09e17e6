// The part of a text that shows why it was found.
#pragma once

#include <string>
#include <vector>

#include "engine/search/text_query.h"
#include "storage/value.h"

namespace papergraph::engine {

/// Of the sentences of `texts` (strings) the one that has the most of the clauses, the first of equals, on one line and
/// with the words in «», as `why` marks them; of a long sentence the part around the first of them, between "…". Empty
/// when nothing was found.
std::string SnippetOf(const std::vector<Value>& texts, const std::vector<TextClause>& clauses);

}  // namespace papergraph::engine
