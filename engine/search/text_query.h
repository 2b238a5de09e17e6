// What a person types to search texts: words, "phrases", +words that must be there and -words that must not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/text_terms.h"

namespace papergraph::engine {

struct TextClause {
  enum class Need { kMay, kMust, kMustNot };
  Need need = Need::kMay;
  /// What a text must have to have the clause, each once.
  std::vector<std::string> terms;
  /// Not empty: these atoms stand one behind the other.
  std::vector<TextAtom> phrase;
};

/// A word without sign is one clause for each of its terms, any of which may be there. A quotation, and a word with a
/// sign, is one clause: its atoms in this order. What has no letter or digit is passed over; every text is a query.
std::vector<TextClause> ReadTextQuery(std::string_view query);

/// Whether a text whose atoms these are has the phrase; appends [first, last] of each place where it stands.
bool FindPhrase(const std::vector<TextAtom>& phrase, const std::vector<TextAtom>& atoms,
                std::vector<std::pair<uint32_t, uint32_t>>& places);

}  // namespace papergraph::engine
