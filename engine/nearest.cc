#include "engine/nearest.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace papergraph::engine {
namespace {

/// Code points, ASCII letters in lower case. Bytes that are not UTF-8 stand for themselves.
std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80 && !points.empty()) {
      points.back() = (points.back() << 6) | (byte & 0x3F);
    } else {
      points.push_back(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
  }
  return points;
}

size_t Distance(const std::u32string& a, const std::u32string& b, size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  // Three rows of the table of distances between prefixes (optimal string alignment).
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    size_t least = row[0];
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  return Distance(CodePoints(a), CodePoints(b), limit);
}

size_t TolerableDistance(std::string_view name) { return std::clamp<size_t>(CodePoints(name).size() / 3, 1, 3); }

std::string_view Nearest(std::string_view name, std::span<const std::string_view> candidates) {
  size_t limit = TolerableDistance(name);
  std::string_view best;
  for (std::string_view candidate : candidates) {
    const size_t distance = EditDistance(name, candidate, limit);
    if (distance > limit) continue;
    best = candidate;
    if (distance == 0) break;
    limit = distance - 1;
  }
  return best;
}

}  // namespace papergraph::engine
