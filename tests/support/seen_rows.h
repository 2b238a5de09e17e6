// What a statement gave back.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"

namespace papergraph::engine {

struct SeenRows : RowSink {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  void Columns(const std::vector<std::string>& names, const GraphReader&) override { columns = names; }
  void Row(std::span<const Value> values) override { rows.emplace_back(values.begin(), values.end()); }
};

/// For results too long to keep.
struct LastRow : RowSink {
  std::vector<Value> row;
  size_t count = 0;
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> values) override {
    row.assign(values.begin(), values.end());
    ++count;
  }
};

/// For one row of one value.
struct OneValue : RowSink {
  Value value;
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> values) override { value = values[0]; }
};

/// Whether a plan or a message says this.
inline bool Has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace papergraph::engine
