// The first line of a table: what each column is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/import/csv_reader.h"

namespace papergraph::engine {

enum class ColumnType : uint8_t {
  kString,
  kInt,
  kFloat,
  kBool,
  kDate,
  kTime,
  kLocalTime,
  kDateTime,
  kLocalDateTime,
  kDuration,
  kJson,  // ours: what no other type can hold
};

/// "string", "long", "date", ... in any case; nullopt when it is none.
std::optional<ColumnType> FindColumnType(std::string_view name);

struct CsvColumn {
  enum class Role : uint8_t { kProperty, kId, kStart, kEnd, kLabels, kType, kIgnored };
  Role role = Role::kProperty;
  std::string name;   // of the property; of an id column empty when it is none
  std::string space;  // of ids
  ColumnType type = ColumnType::kString;
  bool is_array = false;
};

/// Throws ImportFault at the column that cannot be read.
std::vector<CsvColumn> ReadHeader(const MappedFile& file, const std::vector<CsvField>& fields);

/// Whether this is a table of edges: it has :START_ID.
bool IsEdgeTable(const std::vector<CsvColumn>& columns);

}  // namespace papergraph::engine
