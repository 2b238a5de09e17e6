// Names in running text: known ones, and what only looks like a name.
#pragma once

#include <string_view>
#include <vector>

#include "extract/mentions/mention.h"

namespace papergraph::extract {

/// Known names, variants of them, and words that have the shape of a name, from left to right without overlap.
std::vector<NameMention> FindNames(const TextView& view, const Vocabulary& vocabulary);

/// The vocabulary's entries for a whole text ("GRPO", "组相对策略优化"), by kind; false when it knows none.
bool LookUp(std::string_view text, const Vocabulary& vocabulary, std::array<const VocabularyEntry*, 4>* known);

/// Whether the text is in not_names.tsv and can be no part of a name either.
bool IsNoName(std::string_view text);

/// Whether it is in not_names.tsv, be it a word that may open a name: "Real-World".
bool IsNoNameAlone(std::string_view text);

/// Adds what the end of an English name says: "Bench", "-1K", "Attention", "-7B".
void VoteByEnding(std::string_view name, std::array<float, 4>* votes);

/// For NameMention::votes.
constexpr size_t Index(EntityKind kind) { return static_cast<size_t>(kind); }

}  // namespace papergraph::extract
