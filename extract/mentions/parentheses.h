// What parentheses say about the name before them: its full form, its abbreviation, its Chinese or English form, its
// sizes.
#pragma once

#include <vector>

#include "extract/mentions/mention.h"

namespace papergraph::extract {

/// Joins "Chinese term (English Name, ABBR)" and "Full Name (ABBR)" into one mention with several forms, completes
/// sizes
/// ("Qwen3 (4B/8B)"), and leaves lists of examples alone. Mentions that became part of another are removed.
void ReadParentheses(const TextView& view, const Vocabulary& vocabulary, std::vector<NameMention>* mentions);

/// Where the Chinese term that ends at `end` begins: behind the last word that only leads up to a term ("提出了",
/// "基于", "的").
uint32_t TermBegin(std::string_view text, uint32_t end);

}  // namespace papergraph::extract
