// A sentence cut into atoms: words, single Chinese characters, quoted pieces, commas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/span.h"

namespace papergraph::engine {

/// The smallest piece that a phrase or a name can begin or end with.
struct Atom {
  enum class Kind { kWord, kHan, kQuoted, kComma, kMark };
  Kind kind = Kind::kWord;
  Span span{};          // bytes of the sentence; of a quoted piece: what stands between the quotes
  std::string folded;   // FoldCase of these bytes
  bool joined = false;  // nothing stands between this atom and the one before
};

/// Words are runs between spaces ("GPT-4o", "2026-01-15", "C++") without brackets and sentence marks at their ends; a
/// possessive 's is an atom of its own, so is each Chinese, Japanese or Korean character. Marks at the end of a
/// sentence are left out.
std::vector<Atom> CutIntoAtoms(std::string_view text, uint32_t begin);

}  // namespace papergraph::engine
