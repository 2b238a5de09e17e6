// What a title says the paper's own thing is: a model, a method, or something to test with.
#pragma once

#include <array>
#include <string_view>

namespace papergraph::extract {

/// What stands before "Technical Report", "Model Card" and the like: what the report is about, without a colon; empty
/// when the title has no such words, or opens with them.
std::string_view ReportedName(std::string_view title);

/// Votes by kind for the paper's own name `own`, with which `title` begins: a report is about a model; a subtitle that
/// ends in "Model" or "Dataset" says so; "Name: Can Agents ...?" asks what a benchmark answers. None (all 0) when the
/// title says nothing of it, or does not begin with the name.
std::array<float, 4> VotesOfTitle(std::string_view title, std::string_view own);

}  // namespace papergraph::extract
