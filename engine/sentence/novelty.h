// What a sentence about new things needs of the text and the graph beside its names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/sentence/meaning.h"
#include "engine/sentence/tokens.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

/// `is there anything like "GRPO on AIME 2024"`: the quotation is no name but names and words: its atoms take its
/// place.
void OpenQuotedIdea(std::string_view text, std::vector<Atom>& atoms);

/// What a person should know beside the rows: that "this month" begins behind the newest paper, whether any paper has
/// all of an idea, what the best is measured by.
void AddNotices(const Meaning& meaning, const GraphReader& graph, std::string_view text,
                std::vector<std::string>& notices);

}  // namespace papergraph::engine
