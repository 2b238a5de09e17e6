#include "extract/document.h"

#include <algorithm>

namespace papergraph::extract {

std::string_view NameOf(SectionKind kind) {
  switch (kind) {
    case SectionKind::kTitle:
      return "title";
    case SectionKind::kDomain:
      return "domain";
    case SectionKind::kContribution:
      return "contribution";
    case SectionKind::kUsage:
      return "usage";
    case SectionKind::kInnovation:
      return "innovation";
    case SectionKind::kResults:
      return "results";
    case SectionKind::kAbstract:
      return "abstract";
    case SectionKind::kOther:
      return "other";
  }
  return "other";
}

uint64_t Passage::SourceOffset(size_t offset) const {
  const auto after = std::upper_bound(breaks.begin(), breaks.end(), offset,
                                      [](size_t at, const auto& drift) { return at < drift.first; });
  if (after == breaks.begin()) return start + offset;
  const auto& drift = *std::prev(after);
  return drift.second + (offset - drift.first);
}

}  // namespace papergraph::extract
