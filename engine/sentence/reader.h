// Atoms -> what the sentence asks for.
#pragma once

#include <span>
#include <string_view>

#include "engine/sentence/meaning.h"
#include "engine/sentence/names.h"
#include "engine/sentence/tokens.h"

namespace papergraph::engine {

/// Reads one sentence. Throws QueryError kSyntaxError, detail UnknownPhrase or UnknownName, with the nearest names.
Meaning ReadMeaning(std::string_view text, Span whole, std::span<const Atom> atoms, const Names& names, Date today);

}  // namespace papergraph::engine
