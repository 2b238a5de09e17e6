// Section headings of a report: "### 1. 应用领域", "1. **应用领域**：", "**一、应用领域**", "## 1) Application Area"
// ...
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "extract/document.h"

namespace papergraph::extract {

struct SectionHeading {
  SectionKind kind = SectionKind::kOther;
  std::string heading;  // without number and marks
  int depth = 0;        // how many #; 0: known by its number or bold alone
  bool loose = false;   // the words head parts of sections, too: it opens a section where it is not below another
  size_t text_from = 0;  // in the line: where the section's own text begins ("1. 应用领域：NLP"); the line's end when
                         // it has none there
};

/// What heading `line` (without its newline) is; nullopt when it is none. Lines that begin with more than three spaces
/// or a bullet never are. A heading with # whose words are unknown is kOther; the caller knows whether its depth makes
/// it a section.
std::optional<SectionHeading> ReadSectionHeading(std::string_view line);

}  // namespace papergraph::extract
