// Plain sentences -> AST: "papers using GRPO on math benchmarks".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "grammar/error.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

/// Whether a statement's first word is a word with which Cypher begins (MATCH, CREATE, EXPLAIN MATCH, ...), so that it
/// is to be read as Cypher. Everything else is a sentence.
bool LooksLikeCypher(std::string_view text);

/// What the sentence means, as an AST whose spans point into `text`; the columns have readable names. A leading EXPLAIN
/// is kept as the statement's mode; WHY before the sentence asks for the edges that the answer rests on, each with
/// rule, evidence and place. Names and aliases are looked up in `graph`; `today` resolves "this month". Throws
/// QueryError kSyntaxError, detail UnknownPhrase or UnknownName, with the span of the word that was not understood, the
/// nearest names and three sentences that would work in the message. Never a guess. `notices`, when it is there, gets
/// what a person should know beside the rows.
ast::Statement ReadSentence(std::string_view text, const GraphReader& graph, Date today,
                            std::vector<std::string>* notices = nullptr);

}  // namespace papergraph::engine
