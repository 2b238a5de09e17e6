// What is found in one paper, before anything is known of other papers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "extract/document.h"

namespace papergraph::extract {

enum class EntityKind : uint8_t { kDomain, kMethod, kBenchmark, kModel };

/// Where it is written: the sentence (or the part of it, at most 400 characters) that names the entity.
struct Evidence {
  std::string text;    // verbatim, decoded
  uint64_t start = 0;  // bytes of the source
  uint64_t end = 0;
  SectionKind section = SectionKind::kOther;
};

/// One entity of a paper and its role: at most one for each (kind, entity, edge).
struct EntityFinding {
  EntityKind kind = EntityKind::kMethod;
  std::string name;                  // canonical where known, else as written
  std::vector<std::string> aliases;  // other forms written here or known: abbreviation, full name, Chinese
  std::string edge;                  // "USES", "PROPOSES", ...
  Evidence evidence;                 // holds `name` or one of `aliases`
  std::string rule;                  // the rule that decided
  double confidence = 0;
  std::optional<double> parameters;  // models: billions
};

/// One number.
struct ResultFinding {
  std::string metric;
  double value = 0;
  std::string unit;
  std::string kind;  // "absolute", "delta", "relative"
  std::optional<double> baseline_value;
  // Names of findings of the same paper.
  std::string benchmark;
  std::vector<std::string> subjects;
  std::vector<std::string> baselines;
  Evidence evidence;
  std::string rule;
  double confidence = 0;
};

struct PaperFindings {
  std::vector<EntityFinding> entities;
  std::vector<ResultFinding> results;
};

class Vocabulary;  // extract/entities/vocabulary.h

/// All that one paper's text says. A pure function: the same text and vocabulary give the same findings in the same
/// order.
PaperFindings FindFacts(const PaperText& paper, const Vocabulary& vocabulary);

}  // namespace papergraph::extract
