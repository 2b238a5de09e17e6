// Numbers: what is measured, how much, of what, on what, against what.
#pragma once

#include <vector>

#include "extract/entities/entity.h"
#include "extract/findings.h"

namespace papergraph::extract {

/// The results that the paper reports, with the names of `findings` of the same paper: `entities[i]` is the entity of
/// `findings[i]`. Only numbers tied to a named benchmark and a named subject.
std::vector<ResultFinding> FindResults(const PaperMentions& found, const std::vector<PaperEntity>& entities,
                                       const std::vector<EntityFinding>& findings);

}  // namespace papergraph::extract
