// What follows from a name alone: the family, series or field that a thing belongs to, and a model's size.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/entities/vocabulary.h"
#include "extract/findings.h"

namespace papergraph::extract {

/// One step up: (thing)-[edge]->(kind: name).
struct Belonging {
  std::string edge;  // "PART_OF", "VARIANT_OF", "IN_DOMAIN"
  EntityKind kind;
  std::string name;
};

/// From the vocabulary's entry (null when unknown) and, where that says nothing, from the name's shape: "Qwen9-8B" is a
/// variant of "Qwen9", "HMMT 2031" a part of "HMMT", "XYZ-Math-bench" is in the domain Mathematical Reasoning
/// (extract/data/name_domains.tsv).
std::vector<Belonging> BelongingsOf(EntityKind kind, std::string_view name, const VocabularyEntry* entry,
                                    const Vocabulary& vocabulary);

/// Billions of parameters; nullopt when neither entry nor name say.
std::optional<double> ParametersOf(EntityKind kind, std::string_view name, const VocabularyEntry* entry);

}  // namespace papergraph::extract
