// Reader: leaderboards in JSON, rows of (task, dataset, metric, model, value, paper).
#pragma once

#include <string_view>
#include <vector>

#include "extract/document.h"
#include "extract/ingest.h"

namespace papergraph::extract {

/// Whether the keys of its beginning are those of a leaderboard.
bool IsLeaderboardJson(std::string_view bytes);

/// Rows are objects with `dataset`, `model`, `value` and `paper` (an arXiv number or a link with one), and may have
/// `task`, `metric`, `paper_title`, `paper_date`; in arrays, or objects around them. Also the evaluation tables of
/// Papers with Code (task, datasets, sota.rows with `model_name`, `metrics`, `paper_url`; subtasks and subdatasets).
/// Rows without an arXiv number or without a number are left out with one remark each; a row of another shape refuses
/// the file.
void ReadLeaderboardJson(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics);

}  // namespace papergraph::extract
