// What the words around a number say of it: a level, a change and which way, the level before; and of which measure.
#pragma once

#include <cstdint>
#include <string>

#include "extract/results/scene.h"

namespace papergraph::extract {

struct Reading {
  std::string kind = "absolute";
  double sign = 1;
  bool from = false;        // the level before a change
  bool ends = false;        // the level after a change: "提升至"
  bool arrow = false;       // ... because an arrow leads to the level after it
  uint32_t at = 0;          // where the deciding word begins
  bool after = false;       // the deciding word stands behind the number
  bool convincing = false;  // words say that it is a result
  std::string rule;
};

/// `within`: the clause of the number, or its parentheses.
Reading ReadNumber(const Scene& scene, size_t number, Span within);

struct Metric {
  std::string name;
  bool here = false;    // named in the clause
  bool beside = false;  // named right before or behind the number
};

/// The measure of the number: what is right behind it, else the last one before it in the clause, else in the sentence.
Metric MetricFor(const Scene& scene, size_t number, Span clause);

}  // namespace papergraph::extract
