// One folding of text for index, linker and sentences, so that all three find the same names.
#pragma once

#include <string>
#include <string_view>

namespace papergraph {

/// NFKC, case folded, and only letters, digits and the marks + # kept: "GSM-8K", "gsm 8k" and "ＧＳＭ８Ｋ" are "gsm8k";
/// "C++" stays apart from "C". Bytes that are not UTF-8 are dropped. Empty when nothing is left.
std::string FoldName(std::string_view text);

/// NFKC and case folding alone: for comparing words where spaces matter.
std::string FoldCase(std::string_view text);

}  // namespace papergraph
