#include "extract/results/units.h"

#include <algorithm>

#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

UnitKind UnitKindNamed(std::string_view says) {
  return says == "share"    ? UnitKind::kShare
         : says == "points" ? UnitKind::kPoints
         : says == "score"  ? UnitKind::kScore
         : says == "times"  ? UnitKind::kTimes
         : says == "level"  ? UnitKind::kLevel
                            : UnitKind::kCount;
}

/// "分别", "点击" and the like are words.
bool OpensWordInHan(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kHanWords = {"分别", "分类", "分布", "分割", "分析", "分钟",
                                                                 "分辨", "分子", "分支", "点击", "点云", "点积"};
  return std::any_of(kHanWords.begin(), kHanWords.end(), [&](std::string_view word) { return text.starts_with(word); });
}

}  // namespace

Units::Units(const PhraseTable& table) {
  for (const PhraseTable::Row& row : table.rows()) {
    const std::string_view written = row.cell(0);
    by_first_[static_cast<unsigned char>(written[0])].push_back({written, row.cell(1), UnitKindNamed(row.cell(2))});
  }
  for (std::vector<Unit>& units : by_first_) {
    std::stable_sort(units.begin(), units.end(),
                     [](const Unit& a, const Unit& b) { return a.written.size() > b.written.size(); });
  }
}

const Unit* Units::At(std::string_view text) const {
  if (text.empty()) return nullptr;
  for (const Unit& unit : by_first_[static_cast<unsigned char>(text[0])]) {
    const size_t end = unit.written.size();
    if (!text.starts_with(unit.written)) continue;
    if (IsLetter(unit.written.back()) && end < text.size() && IsLetter(text[end])) continue;
    return unit.kind == UnitKind::kScore && OpensWordInHan(text) ? nullptr : &unit;
  }
  return nullptr;
}

}  // namespace papergraph::extract
