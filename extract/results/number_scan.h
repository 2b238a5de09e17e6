// Numbers in text with their units.
#pragma once

#include <string_view>
#include <vector>

#include "extract/results/units.h"
#include "extract/text/layout.h"

namespace papergraph::extract {

struct Number {
  Span span;                                    // with the unit
  double value = 0;                             // as written; a sign that is written counts
  bool signed_up = false, signed_down = false;  // "+4.0", "-2.1"
  bool decimal = false;                         // written with a point
  std::string_view unit;                        // as stored: "%", "points", "x", "dB"; empty when none
  UnitKind kind = UnitKind::kNone;
  bool range_start = false;  // the next number ends a range that this one opens: "5.2% - 8.0%"
  bool approximate = false;  // "10+", "约"
};

/// The numbers between two bytes that stand by themselves: not inside words ("Qwen3", "top-1"), dates or headings'
/// ordinals.
std::vector<Number> FindNumbers(std::string_view text, Span within, const Units& units);

}  // namespace papergraph::extract
