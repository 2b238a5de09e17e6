// What a sentence asks for -> the Cypher that a person would write for it.
#pragma once

#include <cstdint>

#include "engine/sentence/cypher_text.h"
#include "engine/sentence/meaning.h"
#include "engine/sentence/patterns.h"

namespace papergraph::engine {

/// How many rows are shown where order matters and the sentence says no number.
inline constexpr uint64_t kUsualLimit = 10;

/// One query, a clause a line. Throws QueryError UnknownPhrase for a question that has no meaning, without examples.
CypherText Compose(const Meaning& meaning, const GraphFacts& facts);

/// The questions about numbers (compose_results.cc): results, leaderboard, what beats something.
CypherText ComposeResults(const Meaning& meaning, const GraphFacts& facts);
CypherText ComposeBeats(const Meaning& meaning, const GraphFacts& facts);
CypherText ComposeBest(const Meaning& meaning, const GraphFacts& facts);

/// What is new (compose_trends.cc).
CypherText ComposeTrend(const Meaning& meaning, const GraphFacts& facts);
CypherText ComposeNews(const Meaning& meaning, const GraphFacts& facts);

/// What is near (compose_near.cc).
CypherText ComposeLike(const Meaning& meaning, const GraphFacts& facts);
CypherText ComposeNovelty(const Meaning& meaning, const GraphFacts& facts);

/// Papers by the words of their texts (compose_text.cc). REQUIRES: AsksForText.
bool AsksForText(const Meaning& meaning);
CypherText ComposeText(const Meaning& meaning, const GraphFacts& facts);

}  // namespace papergraph::engine
