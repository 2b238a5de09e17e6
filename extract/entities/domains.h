// Fields and tasks of a paper: what its section on the area of application lists.
#pragma once

#include <string>
#include <vector>

#include "extract/mentions/mention.h"

namespace papergraph::extract {

struct DomainMention {
  std::string name;    // canonical where known, English where said, else as written
  std::string folded;  // FoldName(name)
  std::vector<std::string> aliases;
  Span span;  // of the passage
  const VocabularyEntry* entry = nullptr;
  std::string rule;
  double certainty = 0;
};

/// Reads one passage: the domain section as a list of fields ("NLP - 大模型推理 (LLM Reasoning)、..."), a title or
/// abstract only for fields that the vocabulary knows. Empty for other sections.
std::vector<DomainMention> FindDomains(const TextView& view, const Vocabulary& vocabulary);

}  // namespace papergraph::extract
