// Mentions: where in a paper's text something is named, and what it looks like there.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.h"
#include "extract/entities/vocabulary.h"
#include "extract/mentions/name_trie.h"
#include "extract/text/layout.h"
#include "extract/text/phrases.h"
#include "extract/text/plain_text.h"

namespace papergraph::extract {

/// A passage with all that is computed about it once.
struct TextView {
  const Passage* passage = nullptr;
  std::shared_ptr<const PlainText> plain;  // null: it is read as it is written
  std::string_view text;                   // as it is read
  FoldedText folded;
  Layout layout;
  const Phrases* phrases = nullptr;
  Phrases::Hits hits;    // of `phrases`
  bool english = false;  // next to no Chinese characters

  const std::vector<PhraseTable::Hit>& HitsOf(PhraseKind kind) const { return hits[static_cast<size_t>(kind)]; }
  /// The bytes of the passage that `span` of `text` is read from.
  Span WrittenAt(Span span) const {
    return plain == nullptr ? span : Span{plain->WrittenBegin(span.begin), plain->WrittenEnd(span.end)};
  }
  const PhraseTable::Row& RowOf(PhraseKind kind, const PhraseTable::Hit& hit) const {
    return phrases->table(kind).row(hit.row);
  }
};

/// `passage` and `phrases` live as long as the view. `traditional`: the paper is in traditional characters.
TextView View(const Passage& passage, const Phrases& phrases = Phrases::BuiltIn(), bool traditional = false);

/// How a mention was found; its name is part of the finding's `rule`.
enum class Shape : uint8_t {
  kKnown,      // a form of the vocabulary
  kVariant,    // a known name and more: "Qwen3-8B", "SWE-bench Java"
  kSized,      // "Foo-7B"
  kCamel,      // "GraphLocator"
  kAcronym,    // "CIG"
  kMixed,      // letters, digits, hyphens: "Fission-GRPO", "CheBI-20"
  kTerm,       // a Chinese term with its English name in parentheses, or the reverse
  kPhrase,     // capitalised English words with a head noun: "Landmark Pooling"
  kPlain,      // one capitalised word where a name is expected
  kHeading,    // the bold head of an item of the innovations
  kTitle,      // the part of the title before the colon
  kDescribed,  // words in lower case where the text says that they are a technique
};

std::string_view NameOf(Shape shape);

struct NameMention {
  uint32_t passage = 0;
  Span span;         // bytes of the passage
  Span whole{};      // of a completed name, with what completes it ("Qwen3 (4B/8B"); else empty
  std::string text;  // as written, or completed ("Qwen3-8B" for the 8B of "Qwen3 (4B/8B)")
  Shape shape = Shape::kKnown;
  std::array<const VocabularyEntry*, 4> known = {};  // by EntityKind
  const VocabularyEntry* family = nullptr;           // kVariant: what it varies
  std::array<float, 4> votes = {};                   // for each EntityKind, from shape and neighbours
  std::vector<std::string> forms;                    // further forms said here: full name, Chinese
  int list = -1;                                     // mentions of one enumeration share it
  Span list_span;                                    // of the enumeration, or of the mention
  bool bold = false, lead = false, quoted = false, in_paren = false, example = false;
  bool announced = false;   // right behind "we propose", "名为"
  bool peripheral = false;  // in an item on input, output, hardware or code
  bool backed = false;      // in one enumeration with a sure name
  bool weak = false;        // counts only when something else supports it
};

/// All mentions of one passage in the order of the text.
std::vector<NameMention> FindMentions(const TextView& view, uint32_t passage, const Vocabulary& vocabulary);

}  // namespace papergraph::extract
