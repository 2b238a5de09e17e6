// "The authors release X": who publishes what is named.
#pragma once

#include <cstdint>

#include "extract/mentions/mention.h"

namespace papergraph::extract {

/// Whether it is the paper that does what the cue right before a name says ("我们发布了", "论文整理并公开的"): it is
/// named in the clause before the cue, or nothing but a connective is.
bool IsPapersDoing(const TextView& view, Span cue);

/// Whether the name right behind the cue is what is published as a whole: not "提出了 GRPO 的变体", "开源了 Qwen3
/// 的训练代码".
bool IsWhatIsPublished(const TextView& view, Span cue, Span name);

}  // namespace papergraph::extract
