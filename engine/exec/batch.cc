#include "engine/exec/batch.h"

#include <algorithm>

namespace papergraph::engine {

namespace {

template <typename T>
void GatherVector(const std::vector<T>& source, std::span<const uint32_t> rows, std::vector<T>& out) {
  out.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) out[i] = source[rows[i]];
}

template <typename T>
void CompactVector(std::vector<T>& values, std::span<const uint32_t> rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != i) values[i] = std::move(values[rows[i]]);
  }
  values.resize(rows.size());
}

template <typename T>
void AppendVector(std::vector<T>& out, const std::vector<T>& source, size_t count) {
  out.insert(out.end(), source.begin(), source.begin() + static_cast<ptrdiff_t>(count));
}

}  // namespace

Value Column::Get(size_t row) const {
  switch (type) {
    case Type::kNull:
      return {};
    case Type::kNode:
      return nodes[row] == kNoNode ? Value() : Value::Node(nodes[row]);
    case Type::kEdge:
      return edges[row] == kNoEdge ? Value() : Value::Relationship(edges[row]);
    case Type::kBool:
      return valid[row] ? Value::Bool(ints[row] != 0) : Value();
    case Type::kInt:
      return valid[row] ? Value::Int(ints[row]) : Value();
    case Type::kFloat:
      return valid[row] ? Value::Float(floats[row]) : Value();
    case Type::kString:
      return valid[row] ? Value::String(strings[row]) : Value();
    case Type::kValue:
      return values[row];
  }
  return {};
}

bool Column::IsNull(size_t row) const {
  switch (type) {
    case Type::kNull:
      return true;
    case Type::kNode:
      return nodes[row] == kNoNode;
    case Type::kEdge:
      return edges[row] == kNoEdge;
    case Type::kValue:
      return values[row].is_null();
    default:
      return !valid[row];
  }
}

void Column::Reset(Type new_type) {
  type = new_type;
  nodes.clear();
  edges.clear();
  valid.clear();
  ints.clear();
  floats.clear();
  strings.clear();
  values.clear();
}

void Column::AppendValue(const Value& value) { values.push_back(value); }

void Column::MakeValues(size_t rows) {
  if (type == Type::kValue) return;
  std::vector<Value> all;
  all.reserve(rows);
  for (size_t i = 0; i < rows; ++i) all.push_back(Get(i));
  Reset(Type::kValue);
  values = std::move(all);
}

void Column::AppendFrom(const Column& other, size_t row, size_t rows_before) {
  AppendRepeated(other, row, 1, rows_before);
}

void Column::AppendRepeated(const Column& other, size_t row, size_t count, size_t rows_before) {
  if (rows_before == 0) Reset(other.type);
  if (type != other.type) {
    MakeValues(rows_before);
    values.insert(values.end(), count, other.Get(row));
    return;
  }
  switch (type) {
    case Type::kNull:
      break;
    case Type::kNode:
      nodes.insert(nodes.end(), count, other.nodes[row]);
      break;
    case Type::kEdge:
      edges.insert(edges.end(), count, other.edges[row]);
      break;
    case Type::kValue:
      values.insert(values.end(), count, other.values[row]);
      break;
    case Type::kBool:
    case Type::kInt:
      ints.insert(ints.end(), count, other.ints[row]);
      valid.insert(valid.end(), count, other.valid[row]);
      break;
    case Type::kFloat:
      floats.insert(floats.end(), count, other.floats[row]);
      valid.insert(valid.end(), count, other.valid[row]);
      break;
    case Type::kString:
      strings.insert(strings.end(), count, other.strings[row]);
      valid.insert(valid.end(), count, other.valid[row]);
      break;
  }
}

void Column::AppendAll(const Column& other, size_t count, size_t rows_before) {
  if (rows_before == 0) Reset(other.type);
  if (type != other.type) {
    MakeValues(rows_before);
    for (size_t i = 0; i < count; ++i) values.push_back(other.Get(i));
    return;
  }
  switch (type) {
    case Type::kNull:
      break;
    case Type::kNode:
      AppendVector(nodes, other.nodes, count);
      break;
    case Type::kEdge:
      AppendVector(edges, other.edges, count);
      break;
    case Type::kValue:
      AppendVector(values, other.values, count);
      break;
    case Type::kBool:
    case Type::kInt:
      AppendVector(ints, other.ints, count);
      AppendVector(valid, other.valid, count);
      break;
    case Type::kFloat:
      AppendVector(floats, other.floats, count);
      AppendVector(valid, other.valid, count);
      break;
    case Type::kString:
      AppendVector(strings, other.strings, count);
      AppendVector(valid, other.valid, count);
      break;
  }
}

void Column::Gather(const Column& source, std::span<const uint32_t> rows) {
  if (type != source.type) Reset(source.type);
  switch (type) {
    case Type::kNull:
      break;
    case Type::kNode:
      GatherVector(source.nodes, rows, nodes);
      break;
    case Type::kEdge:
      GatherVector(source.edges, rows, edges);
      break;
    case Type::kValue:
      GatherVector(source.values, rows, values);
      break;
    case Type::kBool:
    case Type::kInt:
      GatherVector(source.ints, rows, ints);
      GatherVector(source.valid, rows, valid);
      break;
    case Type::kFloat:
      GatherVector(source.floats, rows, floats);
      GatherVector(source.valid, rows, valid);
      break;
    case Type::kString:
      GatherVector(source.strings, rows, strings);
      GatherVector(source.valid, rows, valid);
      break;
  }
}

void Column::AppendGather(const Column& source, std::span<const uint32_t> rows, size_t rows_before) {
  if (rows_before == 0) {
    Gather(source, rows);
    return;
  }
  if (type != source.type || type == Type::kValue) {
    MakeValues(rows_before);
    for (uint32_t row : rows) values.push_back(source.Get(row));
    return;
  }
  for (uint32_t row : rows) AppendFrom(source, row, 1);
}

uint64_t Column::Bytes(size_t rows) const {
  switch (type) {
    case Type::kNull:
      return 0;
    case Type::kNode:
    case Type::kEdge:
      return rows * 4;
    case Type::kString:
      return rows * 17;
    case Type::kBool:
    case Type::kInt:
    case Type::kFloat:
      return rows * 9;
    case Type::kValue:
      break;
  }
  // Shared content is counted where it is held, by its size; nested lists and maps by their first level.
  uint64_t bytes = rows * sizeof(Value);
  for (const Value& value : values) {
    if (value.kind() == ValueKind::kString) bytes += 32 + value.as_string().size();
    if (value.kind() == ValueKind::kList) bytes += 32 + value.as_list().size() * sizeof(Value);
    if (value.kind() == ValueKind::kMap) bytes += 32 + value.as_map().size() * 64;
    if (value.kind() == ValueKind::kPath) bytes += 64 + value.as_path().nodes.size() * 8;
  }
  return bytes;
}

void Batch::Keep(std::span<const uint32_t> rows, std::span<const Slot> live) {
  if (rows.size() == size) return;
  for (Slot slot : live) {
    Column& column = (*this)[slot];
    switch (column.type) {
      case Column::Type::kNull:
        break;
      case Column::Type::kNode:
        CompactVector(column.nodes, rows);
        break;
      case Column::Type::kEdge:
        CompactVector(column.edges, rows);
        break;
      case Column::Type::kValue:
        CompactVector(column.values, rows);
        break;
      case Column::Type::kBool:
      case Column::Type::kInt:
        CompactVector(column.ints, rows);
        CompactVector(column.valid, rows);
        break;
      case Column::Type::kFloat:
        CompactVector(column.floats, rows);
        CompactVector(column.valid, rows);
        break;
      case Column::Type::kString:
        CompactVector(column.strings, rows);
        CompactVector(column.valid, rows);
        break;
    }
  }
  size = rows.size();
}

}  // namespace papergraph::engine
