// Reader: the daily report, a Markdown page of many papers in five sections each.
#pragma once

#include <string_view>
#include <vector>

#include "extract/document.h"
#include "extract/ingest.h"

namespace papergraph::extract {

bool IsDailyReport(std::string_view bytes);

/// A paper goes from its "## 📄 title" heading to the next. Its id is in the line of the link; the date stands at the
/// head of the page. Sections are known by their words, in Chinese (also traditional) or English, whatever their
/// number, depth, order and marks.
void ReadDailyReport(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics);

}  // namespace papergraph::extract
