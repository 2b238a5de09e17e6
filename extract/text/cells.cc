#include "extract/text/cells.h"

#include <algorithm>

#include "extract/text/trim.h"

namespace papergraph::extract {

std::vector<Cell> CellsOf(std::string_view line, char separator, uint64_t column) {
  std::vector<Cell> cells;
  for (size_t begin = 0;;) {
    const size_t end = std::min(line.find(separator, begin), line.size());
    cells.push_back({Trimmed(line.substr(begin, end - begin), " \r"), column + begin});
    if (end == line.size()) return cells;
    begin = end + 1;
  }
}

}  // namespace papergraph::extract
