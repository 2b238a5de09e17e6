// The sentence that shows a mention, with its bytes in the source.
#pragma once

#include "extract/findings.h"
#include "extract/mentions/mention.h"

namespace papergraph::extract {

constexpr size_t kLongestEvidence = 400;  // code points

/// The sentence around `mention`, or the clauses around it where the sentence is longer than kLongestEvidence. Holds
/// all of `mention`; of one that alone is longer, the beginning.
Evidence EvidenceFor(const TextView& view, Span mention);

}  // namespace papergraph::extract
