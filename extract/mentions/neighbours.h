// What stands around mentions: head nouns, enumerations, bold, quotes.
#pragma once

#include <vector>

#include "extract/mentions/mention.h"

namespace papergraph::extract {

/// Sets votes by head nouns ("数据集 A、B 和 C", "X 模型"), enumerations and marks. REQUIRES: mentions sorted by place.
void ReadNeighbours(const TextView& view, std::vector<NameMention>* mentions);

}  // namespace papergraph::extract
