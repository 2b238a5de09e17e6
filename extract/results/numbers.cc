#include "extract/results/numbers.h"

namespace papergraph::extract {

std::vector<ResultFinding> FindResults(const PaperMentions&, const std::vector<Entity>&,
                                       const std::vector<EntityFinding>&) {
  return {};
}

}  // namespace papergraph::extract
