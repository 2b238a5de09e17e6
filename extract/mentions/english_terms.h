// Names that English text gives without the shape of a name: in titles, and in lower case behind verbs.
#pragma once

#include <vector>

#include "extract/mentions/mention.h"

namespace papergraph::extract {

/// In an English title words are capitalised whether they are names or not. Keeps what is known or has the letters of a
/// name, and the technique that the title says it works by ("via Asymmetric Mixture-of-Transformers"); leaves out the
/// rest.
void ReadTitle(const TextView& view, std::vector<NameMention>* mentions);

/// Techniques in lower case where a verb expects one: "we introduce pair-aware reasoning selection", "outperforms
/// offline distillation and conventional prompting". Adds mentions of shape kDescribed; none over a name that was
/// found. O(text).
void ReadDescribed(const TextView& view, std::vector<NameMention>* mentions);

}  // namespace papergraph::extract
