// For statements whose rows nobody looks at.
#pragma once

#include <benchmark/benchmark.h>

#include <span>
#include <string>
#include <vector>

#include "engine/result.h"

namespace papergraph::engine {

class NoRows : public RowSink {
 public:
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> values) override { benchmark::DoNotOptimize(values.data()); }
};

}  // namespace papergraph::engine
