// A data file of phrases (extract/data/*.tsv) that can be found in text in one pass.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/mentions/name_trie.h"

namespace papergraph::extract {

/// The phrases are in the first column; what the other columns mean is said in the file. Lines that begin with # are
/// comments. Immutable: any number of threads may read it.
class PhraseTable {
 public:
  struct Row {
    std::vector<std::string_view> cells;  // views of the compiled-in text
    std::string_view cell(size_t column) const { return column < cells.size() ? cells[column] : std::string_view(); }
  };
  struct Hit {
    uint32_t begin = 0, end = 0;  // bytes of the text
    uint32_t row = 0;
  };

  /// REQUIRES: a compiled-in file of that base name; an unknown one is an empty table.
  /// `more`: further rows; a phrase of theirs takes the place of all rows that the file has for it.
  explicit PhraseTable(std::string_view file, const std::vector<Row>& more = {});

  /// All phrases of the text from left to right: the longest at each place, and none inside another; one hit for each
  /// row of a phrase.
  std::vector<Hit> FindAll(const FoldedText& text) const;
  /// The longest phrase that begins at folded byte `at`; nullptr when none.
  const Row* At(const FoldedText& text, size_t at, uint32_t* end) const;
  /// The row of exactly this phrase (spaces, hyphens and case do not count); nullptr when unknown.
  const Row* Find(std::string_view phrase) const;
  const Row& row(uint32_t index) const { return rows_[index]; }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  std::vector<Row> rows_;
  NameTrie trie_;
};

}  // namespace papergraph::extract
