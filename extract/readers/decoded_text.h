// Text that is decoded piece by piece, with the bytes of the source that each piece came from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "extract/document.h"

namespace papergraph::extract {

/// Lines are joined: each run of blanks is one space, none at the ends. What is written there is found again through
/// Passage::SourceOffset.
class DecodedText {
 public:
  /// `text` stands for the bytes [from, to) of the source: in step when they are as many. REQUIRES: behind all before.
  void Append(std::string_view text, uint64_t from, uint64_t to);

  /// All of it; `kind` and nothing else of the passage is set besides.
  Passage Take(SectionKind kind);

  const std::string& text() const { return passage_.text; }

 private:
  void Put(char c, uint64_t source);
  void Drift(uint64_t source);

  Passage passage_;
  uint64_t end_ = 0;    // source byte behind the last character
  bool blank_ = false;  // a space is to come, when something follows
  uint64_t blank_at_ = 0;
};

/// The bytes [from, to) of the text as a passage of the same kind.
Passage PartOf(const Passage& passage, size_t from, size_t to);

/// The TeX that abstracts of arXiv have: `\%`, `\&`, `\_`, `\#`, `\$` stand for their signs, `\times` for ×, marks of
/// letters (`\textbf{…}`, `\emph{…}`) and the `$` around formulas are left out. The way back to the source is kept.
Passage WithoutTex(const Passage& passage);

}  // namespace papergraph::extract
