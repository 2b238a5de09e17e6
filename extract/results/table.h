// Tables in Markdown whose columns say what their numbers are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/results/scene.h"

namespace papergraph::extract {

/// A number of a table.
struct TableNumber {
  Number number;
  uint32_t benchmark = 0;          // entity
  std::vector<uint32_t> subjects;  // entities
  bool own = false;                // "Ours": the paper's own thing, too
  std::string metric;
};

/// Whether the item is a row of a table ("| a | b |").
bool IsTableRow(const TextView& view, size_t item);

/// Where the first cell of the row that begins at item.begin ends; item.begin when it is no row.
uint32_t FirstCellEnd(std::string_view text, Span item);

/// Position of the first item behind the table that begins at `item`; `item` where none begins: a table has a row of
/// headers, a row of dashes, and rows.
size_t TableEnd(const TextView& view, size_t item);

/// The numbers of the table of items [first, last) whose benchmark and subject are clear: benchmarks as headers of
/// columns and names as heads of rows, the other way round, or both in the row beside columns of measures. `places`: of
/// the passage, in the order of the text.
std::vector<TableNumber> ReadTable(const TextView& view, size_t first, size_t last, const std::vector<Place>& places);

}  // namespace papergraph::extract
