// A RowSink that can take many rows at once, as columns.
#pragma once

#include <span>

#include "engine/result.h"

namespace papergraph::engine {

struct Column;  // engine/exec/batch.h

class ColumnSink : public RowSink {
 public:
  /// `count` rows, in each of `columns`: what Row for each of them would do, without a value for each cell.
  virtual void Rows(std::span<const Column* const> columns, size_t count) = 0;
};

}  // namespace papergraph::engine
