#include "engine/output/bars.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace papergraph::engine {

bool IsCount(std::string_view column) { return column == "papers" || column.starts_with("count("); }

std::string Bar(int64_t count, int64_t most, size_t width) {
  // U+2589 to U+258F, from one eighth to seven.
  constexpr std::array<std::string_view, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (count == 0) return "";
  const double share = static_cast<double>(count) / static_cast<double>(most);
  const auto eighths = std::max<size_t>(1, static_cast<size_t>(std::lround(share * static_cast<double>(8 * width))));
  std::string bar;
  for (size_t i = 0; i < eighths / 8; ++i) bar += "█";
  return bar += kEighths[eighths % 8];
}

}  // namespace papergraph::engine
