// Which benchmark a number was measured on: the nearest "X on B" within the clause before anything further away.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/results/scene.h"

namespace papergraph::extract {

/// Benchmarks of some text that a number without its own may belong to.
struct Scope {
  int benchmark = -1;             // the only one
  std::vector<uint32_t> several;  // all; more than one: numbers need an order to be told apart
};

/// The benchmarks among `places` (in the order of the text) between two bytes.
Scope BenchmarksBetween(const std::vector<Place>& places, uint32_t begin, uint32_t end);

/// What the text before the sentence leaves over.
struct Inheritance {
  Scope item;       // the item's head, or earlier sentences of the item
  int recent = -1;  // of the last number
  Scope parent;     // of the item that opens a list
  Scope section;    // of the section's first item
};

struct BenchmarkChoice {
  static constexpr int kNone = -1;     // nothing says which
  static constexpr int kUnnamed = -2;  // the text says which, and it is no benchmark that was found
  int entity = kNone;
  bool inherited = false;  // from before the sentence
  bool scoped = false;     // from the item's head or its earlier sentences
  bool ahead = false;      // the words behind the number lead to it
  bool attached = false;   // named right before the number: "B: 48.6%", "B (56.3%)"
};

BenchmarkChoice BenchmarkFor(const Scene& scene, size_t number, Span clause, const Inheritance& before);

}  // namespace papergraph::extract
