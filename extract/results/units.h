// What stands right behind a number: "%", "points", "x", "ms", or a counting word that says that it is no score.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/text/phrase_table.h"

namespace papergraph::extract {

enum class UnitKind : uint8_t { kNone, kShare, kPoints, kScore, kTimes, kLevel, kCount };

struct Unit {
  std::string_view written, stored;
  UnitKind kind = UnitKind::kNone;
};

/// The rows of units.tsv, with those of users, by their first byte. Units are compared as they stand: "×" and "%" are
/// no letters, and "X" is not "x1".
class Units {
 public:
  explicit Units(const PhraseTable& table);
  /// The longest unit that opens `text`; null when none.
  const Unit* At(std::string_view text) const;

 private:
  std::array<std::vector<Unit>, 256> by_first_;  // the longest first
};

}  // namespace papergraph::extract
