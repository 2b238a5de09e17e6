#include "engine/import/csv_value.h"

#include <charconv>

#include "engine/json.h"
#include "storage/graph_writer.h"

namespace papergraph::engine {
namespace {

template <typename Number>
bool ReadNumber(std::string_view text, Number& number) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool SameIgnoringCase(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

template <typename T>
bool Take(std::optional<T> parsed, Value& value) {
  if (!parsed) return false;
  value = Value::Of(std::move(*parsed));
  return true;
}

std::string_view Describe(ColumnType type) {
  switch (type) {
    case ColumnType::kInt:
      return "a whole number of 64 bits";
    case ColumnType::kFloat:
      return "a number";
    case ColumnType::kBool:
      return "true or false";
    case ColumnType::kDate:
      return "a date like 2026-01-31";
    case ColumnType::kTime:
      return "a time like 21:40:32+01:00";
    case ColumnType::kLocalTime:
      return "a time like 21:40:32";
    case ColumnType::kDateTime:
      return "a datetime like 2026-01-31T21:40:32Z";
    case ColumnType::kLocalDateTime:
      return "a datetime like 2026-01-31T21:40:32";
    case ColumnType::kDuration:
      return "a duration like P1DT2H";
    default:
      return "a value";
  }
}

}  // namespace

Value CsvValues::String(std::string_view text) {
  if (text.size() > 32) return Value::String(text);
  uint64_t hash = 1469598103934665603ull;  // FNV-1a
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  Value& slot = recent_[(hash >> 20) % kRecent];
  if (slot.kind() != ValueKind::kString || slot.as_string() != text) slot = Value::String(text);
  return slot;
}

Value CsvValues::Scalar(const MappedFile& file, const CsvColumn& column, std::string_view text, size_t offset) {
  Value value;
  bool good = false;
  switch (column.type) {
    case ColumnType::kString:
      return String(text);
    case ColumnType::kInt: {
      int64_t number = 0;
      good = ReadNumber(text, number);
      value = Value::Int(number);
      break;
    }
    case ColumnType::kFloat: {
      double number = 0;
      good = ReadNumber(text, number);
      value = Value::Float(number);
      break;
    }
    case ColumnType::kBool:
      good = SameIgnoringCase(text, "true") || SameIgnoringCase(text, "false");
      value = Value::Bool(text.size() == 4);
      break;
    case ColumnType::kDate:
      good = Take(ParseDate(text), value);
      break;
    case ColumnType::kTime:
      good = Take(ParseTime(text), value);
      break;
    case ColumnType::kLocalTime:
      good = Take(ParseLocalTime(text), value);
      break;
    case ColumnType::kDateTime:
      good = Take(ParseDateTime(text), value);
      break;
    case ColumnType::kLocalDateTime:
      good = Take(ParseLocalDateTime(text), value);
      break;
    case ColumnType::kDuration:
      good = Take(ParseDuration(text), value);
      break;
    case ColumnType::kJson: {
      try {
        value = ParseJsonValue(text);
      } catch (const QueryError& error) {
        file.Fail(offset, error.what());
      }
      good = IsStorable(value);
      break;
    }
  }
  if (!good) {
    file.Fail(offset, "\"" + std::string(text.substr(0, 80)) + "\" for `" + column.name + "` is not " +
                          std::string(Describe(column.type)));
  }
  return value;
}

Value CsvValues::Read(const MappedFile& file, const CsvColumn& column, const CsvField& field) {
  if (field.text.empty()) {
    if (!field.quoted) return Value();
    if (column.is_array) return Value::List({});
    return column.type == ColumnType::kString ? String({}) : Value();
  }
  if (!column.is_array) return Scalar(file, column, field.text, field.offset);
  Split(field.text, items_);
  ValueList list;
  list.reserve(items_.size());
  for (const std::string& item : items_) list.push_back(Scalar(file, column, item, field.offset));
  return Value::List(std::move(list));
}

void CsvValues::Split(std::string_view text, std::vector<std::string>& items) {
  items.clear();
  items.emplace_back();
  if (text == "\\") return;
  size_t backslashes = 0;
  const auto end_item = [&](bool at_separator) {
    std::string& item = items.back();
    const bool escaped = at_separator && backslashes % 2 == 1;
    item.resize(item.size() - backslashes / 2 - (escaped ? 1 : 0));
    return escaped;
  };
  for (char c : text) {
    if (c == ';') {
      if (end_item(true)) {
        items.back() += ';';
      } else {
        items.emplace_back();
      }
      backslashes = 0;
      continue;
    }
    backslashes = c == '\\' ? backslashes + 1 : 0;
    items.back() += c;
  }
  end_item(false);
}

}  // namespace papergraph::engine
