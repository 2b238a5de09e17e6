// The parts of an English title: "Name: A Framework for Field via Technique".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/text/layout.h"

namespace papergraph::extract {

struct TitlePart {
  enum Opening : uint8_t { kStart, kSubtitle, kFor, kIn, kTo, kWith, kOther };
  Opening opening = kStart;  // what stands before it: nothing, a colon, "for", "in" and "on", "to", "via" and "with"
  std::vector<Span> words;   // without commas and the like; never empty
  Span span() const { return {words.front().begin, words.back().end}; }
};

/// In the order of the title. O(title).
std::vector<TitlePart> TitleParts(std::string_view title);

/// The field or task that a part names: what it opens with ("Efficient", "LLM-Based", "Accelerating") and the noun for
/// what was built ("Framework") left out; empty unless what remains ends as fields do (field_heads.tsv).
Span FieldOf(std::string_view title, const TitlePart& part);

/// The technique that a part tells of ("via Asymmetric Mixture-of-Transformers"), without articles; empty when it is a
/// single word, longer than six, or ends in a word that says nothing of how.
Span TechniqueOf(std::string_view title, const TitlePart& part);

}  // namespace papergraph::extract
