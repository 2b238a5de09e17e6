// Latin words of a text as names are written: "Qwen2.5-Math-7B", "τ-bench", "HumanEval+", "IA³".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/text/layout.h"

namespace papergraph::extract {

struct Word {
  Span span;
  bool glued = false;  // one space and nothing else stands between it and the word before
};

/// In the order of the text. O(text).
std::vector<Word> FindWords(std::string_view text);

/// What a word's letters look like.
struct WordShape {
  int upper = 0, lower = 0, digits = 0, hyphens = 0;
  bool first_upper = false;
  bool inner_upper =
      false;  // an upper-case letter behind a lower-case one, or two in a row before lower case: "LoRA", "SegFormer"
  bool all_upper() const { return upper >= 2 && lower == 0; }
};

WordShape ShapeOf(std::string_view word);

/// "7B", "1.5B", "0.6b", "671B-A37B", "235B-A22B", "350M": a count of parameters in billions; 0 when it is none.
double SizeOf(std::string_view word);

/// Where the size of a name begins: 6 for "Qwen3-8B" (behind the hyphen); npos when it ends in none (variants may
/// follow: "Qwen3-8B-Instruct").
size_t FindSize(std::string_view name, double* billions);

}  // namespace papergraph::extract
