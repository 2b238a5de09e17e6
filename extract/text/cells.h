// A line of a file of columns, as the vocabulary and the rule files of users are.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace papergraph::extract {

struct Cell {
  std::string_view text;  // of the line, without spaces and carriage returns around it
  uint64_t column = 1;    // where what stands between the separators begins, in bytes, counted from 1
};

/// The cells of a line that begins in `column`; an empty line has one.
std::vector<Cell> CellsOf(std::string_view line, char separator = '\t', uint64_t column = 1);

}  // namespace papergraph::extract
