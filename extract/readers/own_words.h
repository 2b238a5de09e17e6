// What of a pasted text is the paper speaking for itself. Abstracts of the daily JSON come from a comment field:
// besides abstracts there are bots that list similar papers, posts, greetings, link lists and whole README files.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/document.h"

namespace papergraph::extract {

/// The parts [from, to) of `text` that the paper says of itself, ascending, trimmed; empty when nothing is. Links and
/// their labels
/// ("Code: https://…") are left out. Decided by shape, not by who wrote it. REQUIRES: UTF-8.
std::vector<std::pair<size_t, size_t>> OwnWords(std::string_view text, std::string_view title);

/// `text` with one blank for each run of blanks and line ends, and none at either end.
std::string OneLine(std::string_view text);

/// The abstract among `passages` in one line; empty where there is none. What a paper without a contribution in one
/// sentence has for its `summary`.
std::string AbstractOf(const std::vector<Passage>& passages);

}  // namespace papergraph::extract
