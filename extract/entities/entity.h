// Entities of one paper: mentions that name the same thing, joined, with their kind.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "extract/mentions/mention.h"

namespace papergraph::extract {

struct PaperEntity {
  EntityKind kind = EntityKind::kMethod;
  std::string name;  // canonical where known
  std::vector<std::string> aliases;
  std::vector<uint32_t> mentions;          // positions in PaperMentions::mentions, in the order of the text
  const VocabularyEntry* entry = nullptr;  // of `kind`; null: not known
  bool generic = false;
  bool title = false;    // the name before the title's colon
  bool of_own = false;   // begins with that name: "Foo-L" of "Foo"
  bool strong = false;   // shape and neighbours leave little doubt that it is a name
  double certainty = 0;  // that it is a name and of this kind, 0 to 1
};

/// A paper's text with everything that was found in it. The strings of `views` belong to the PaperText.
struct PaperMentions {
  std::vector<TextView> views;
  std::vector<NameMention> mentions;  // by passage, then place
};

/// Joins mentions by vocabulary entry, by folded form, and by the forms that parentheses gave; decides kinds; leaves
/// out what is not convincing enough. In the order of first mention.
std::vector<PaperEntity> JoinMentions(std::string_view title, const PaperMentions& found);

/// `form` as a name is written: Markdown marks and lone quotes left out, a bracket that it was cut before closed
/// ("Qwen2.5 系列（0.5B"); empty where its brackets fit together in no way.
std::string TidyForm(std::string_view form);

/// The own name in a title "Name: what it does"; empty when there is none.
std::string OwnNameInTitle(std::string_view title);

/// What the own name stands for, where the title says it right behind: "TTL: Test-Time Learning for ..."; else empty.
std::string FullNameInTitle(std::string_view title);

}  // namespace papergraph::extract
