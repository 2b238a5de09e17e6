// Abbreviations and what they stand for: the letters of the short form open words of the long one, in order.
#pragma once

#include <cstddef>
#include <string_view>

namespace papergraph::extract {

/// Whether `brief` ("GRPO", "LoRA", "TTT-E2E") can stand for `full` ("Group Relative Policy Optimization"): every
/// letter of it is found in order, the first one opens the first word, and all words but small ones ("of", "and") have
/// a share.
bool Abbreviates(std::string_view brief, std::string_view full);

/// Where in `text`, which ends right before "(BRIEF)", its full name begins; npos when the words do not fit. At most as
/// many words back as the abbreviation has letters and three more.
size_t FullNameBefore(std::string_view text, std::string_view brief);

}  // namespace papergraph::extract
