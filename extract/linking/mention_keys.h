// By which forms a mention can be joined with others, looked at alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extract/entities/vocabulary.h"
#include "extract/findings.h"

namespace papergraph::extract {

/// One naming of a thing: by a paper in a source, or (paper empty) by what the vocabulary or a name's shape says of
/// another thing.
struct Naming {
  EntityKind kind = EntityKind::kMethod;
  bool own = false;  // the paper's own method: PROPOSES
  std::string name;
  std::vector<std::string> aliases;
  std::string paper;
  std::string source;  // with `start`: which of two spellings came first
  uint64_t start = 0;
  std::optional<double> parameters;
};

/// What a person decided about names: kept as data, stronger than every rule. Forms are folded (FoldName).
struct Decisions {
  using Form = std::pair<EntityKind, std::string>;
  std::map<Form, std::string> merged;  // form → how the thing that it is part of is called, as written by the person
  std::map<Form, std::string> apart;   // form → its spelling; it is a thing of its own, whatever else is said
};

/// Keys begin with the kind's letter, so that things of two kinds never meet:
///   "v:" an entry of the vocabulary, "f:" a form that means the same everywhere, "p:" one paper's own, "a:" an
///   acronym, "m:" and "s:" what a person merged or set apart.
struct MentionKeys {
  std::string fixed;  // decided without looking at others: "v:", "s:"; empty otherwise
  std::vector<std::string>
      strong;                     // "f:", "p:": joins all mentions that have it; of a fixed mention: leads others here
  std::vector<std::string> weak;  // "a:": joins what it can only mean in one way
  const VocabularyEntry* entry = nullptr;
};

MentionKeys KeysOf(const Naming& mention, const Vocabulary& vocabulary, const Decisions& decisions);

/// The key of one form: "v:" where the vocabulary knows it, "a:" for an acronym, else "f:".
std::string KeyOfForm(EntityKind kind, std::string_view form, const Vocabulary& vocabulary);

}  // namespace papergraph::extract
