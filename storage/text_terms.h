// The terms of a text: what a full-text index keeps and what a query asks it for.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/value.h"

namespace papergraph {

/// A word, or one character of a script that is written without spaces.
struct TextAtom {
  std::string folded;   // NFKC, case folded (text_fold.h); no zero byte, at most kMostTermBytes
  uint32_t begin, end;  // its bytes in the text
  bool is_character;    // Han, Hiragana, Katakana
};

inline constexpr size_t kMostTermBytes = 100;

/// The atoms of a text in order. Words are those of Unicode's word boundaries (UAX #29, by ICU) that have a letter or a
/// digit. Any bytes are taken; what is not UTF-8 is no word. Any number of threads. Throws StoreError kIo when ICU has
/// no data.
std::vector<TextAtom> AtomsOf(std::string_view text);

/// A term and where its atoms stand: [first, last] in the list of atoms.
struct TextTerm {
  std::string term;
  uint32_t first, last;
};

/// Each word; and of each run of characters without anything between them all pairs, or the one where it is alone.
/// Not ICU's words there: its dictionary cuts a run by what stands around a word, and differently from one version to
/// the next, so that a query would miss the text that it was copied from. A pair is there whenever the text has it.
std::vector<TextTerm> TermsOf(const std::vector<TextAtom>& atoms);

/// How often each term stands in the strings of some properties, taken together.
struct TermCounts {
  std::map<std::string, uint32_t> counts;
  uint32_t length = 0;  // all of them

  /// A string, or the strings of a list; anything else has no terms.
  void Add(const Value& value);
};

/// By which rules this program makes terms: an index keeps the name, so that another version's entries are not mixed
/// with its own. "1 icu 72".
std::string_view TermRules();

}  // namespace papergraph
