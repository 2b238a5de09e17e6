// Fields of a paper that lists none: what its English title and abstract are about.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "extract/entities/domains.h"

namespace papergraph::extract {

/// Fields with the position of the view that shows each, the surest first. Read are the title and the abstract (any
/// passage where the paper has neither): fields by their names, by words that imply them (field_cues.tsv), by the
/// benchmarks named, and by what an English title is for. Several signs add up; one word in passing is not enough.
std::vector<std::pair<uint32_t, DomainMention>> FindEnglishFields(const std::vector<TextView>& views,
                                                                  const Vocabulary& vocabulary);

}  // namespace papergraph::extract
