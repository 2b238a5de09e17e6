// Reader: the daily JSON, arrays of papers with title, links and English abstract.
#pragma once

#include <string_view>
#include <vector>

#include "extract/document.h"
#include "extract/ingest.h"

namespace papergraph::extract {

bool IsDailyJson(std::string_view bytes);

/// One element is one paper: `title`, `paper_url`, `authors`, `scraped_date`, `details.abstract`,
/// `details.github_links` (and their usual other names). Several arrays may follow each other or lie in objects; a
/// paper may occur several times. Only title and abstract become passages, and of the abstract only what the paper says
/// of itself (own_words.h).
void ReadDailyJson(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics);

}  // namespace papergraph::extract
