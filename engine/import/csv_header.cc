#include "engine/import/csv_header.h"

#include <algorithm>
#include <optional>

namespace papergraph::engine {
namespace {

struct TypeName {
  std::string_view name;
  ColumnType type;
};
constexpr TypeName kTypes[] = {
    {"string", ColumnType::kString},     {"char", ColumnType::kString},
    {"int", ColumnType::kInt},           {"long", ColumnType::kInt},
    {"short", ColumnType::kInt},         {"byte", ColumnType::kInt},
    {"float", ColumnType::kFloat},       {"double", ColumnType::kFloat},
    {"boolean", ColumnType::kBool},      {"date", ColumnType::kDate},
    {"time", ColumnType::kTime},         {"localtime", ColumnType::kLocalTime},
    {"datetime", ColumnType::kDateTime}, {"localdatetime", ColumnType::kLocalDateTime},
    {"duration", ColumnType::kDuration}, {"json", ColumnType::kJson},
};

// "ID(Paper)" -> true, with the space; "ID" too, with none.
bool TakeRole(std::string_view text, std::string_view word, std::string& space) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  if (text.empty()) return true;
  if (!text.starts_with('(') || !text.ends_with(')')) return false;
  space = text.substr(1, text.size() - 2);
  return true;
}

// `{id-type:long}` behind an id column.
std::string TakeOptions(std::string_view& text) {
  const size_t brace = text.find('{');
  if (brace == text.npos || !text.ends_with('}')) return {};
  std::string options(text.substr(brace + 1, text.size() - brace - 2));
  text = text.substr(0, brace);
  return options;
}

CsvColumn ReadColumn(const MappedFile& file, const CsvField& field) {
  CsvColumn column;
  std::string_view text = field.text;
  const std::string options = TakeOptions(text);
  const size_t colon = text.rfind(':');
  if (colon == text.npos) {
    column.name = text;
    if (column.name.empty())
      file.Fail(field.offset, "a column without a name; write name, name:type, :ID, :START_ID …");
    return column;
  }
  column.name = text.substr(0, colon);
  std::string_view kind = text.substr(colon + 1);
  using Role = CsvColumn::Role;
  if (TakeRole(kind, "ID", column.space)) {
    column.role = Role::kId;
  } else if (TakeRole(kind, "START_ID", column.space)) {
    column.role = Role::kStart;
  } else if (TakeRole(kind, "END_ID", column.space)) {
    column.role = Role::kEnd;
  } else if (kind == "LABEL") {
    column.role = Role::kLabels;
  } else if (kind == "TYPE") {
    column.role = Role::kType;
  } else if (kind == "IGNORE") {
    column.role = Role::kIgnored;
  } else {
    if (kind.ends_with("[]")) {
      column.is_array = true;
      kind.remove_suffix(2);
    }
    const auto type = FindColumnType(kind);
    if (!type || (column.is_array && *type == ColumnType::kJson)) {
      file.Fail(field.offset, "`" + std::string(kind) +
                                  "` is no type; known are string, int, long, float, double, boolean, date, time, "
                                  "localtime, datetime, localdatetime, duration, each also with []");
    }
    column.type = *type;
    return column;
  }
  if (column.role == Role::kId && options.starts_with("id-type:")) {
    const auto type = FindColumnType(std::string_view(options).substr(8));
    if (!type || (*type != ColumnType::kInt && *type != ColumnType::kString)) {
      file.Fail(field.offset, "an id is a string, an int or a long");
    }
    column.type = *type;
  }
  return column;
}

}  // namespace

std::optional<ColumnType> FindColumnType(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  for (const TypeName& type : kTypes) {
    if (type.name == lower) return type.type;
  }
  return std::nullopt;
}

std::vector<CsvColumn> ReadHeader(const MappedFile& file, const std::vector<CsvField>& fields) {
  std::vector<CsvColumn> columns;
  for (const CsvField& field : fields) {
    CsvColumn column = ReadColumn(file, field);
    const bool unique = column.role != CsvColumn::Role::kProperty && column.role != CsvColumn::Role::kIgnored;
    const bool again =
        std::any_of(columns.begin(), columns.end(), [&](const CsvColumn& other) { return other.role == column.role; });
    if (unique && again) file.Fail(field.offset, "the header has two such columns");
    columns.push_back(std::move(column));
  }
  return columns;
}

bool IsEdgeTable(const std::vector<CsvColumn>& columns) {
  return std::any_of(columns.begin(), columns.end(),
                     [](const CsvColumn& column) { return column.role == CsvColumn::Role::kStart; });
}

}  // namespace papergraph::engine
