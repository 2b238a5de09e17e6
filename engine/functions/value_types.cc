#include "engine/functions/value_types.h"

#include <algorithm>

#include "storage/graph_writer.h"

namespace papergraph::engine {

bool IsOfType(const Value& value, const ast::ValueType& type) {
  using Kind = ast::ValueType::Kind;
  if (type.kind == Kind::kUnion) {
    if (value.is_null() && type.not_null) return false;
    return std::any_of(type.parts.begin(), type.parts.end(),
                       [&](const ast::ValueType& part) { return IsOfType(value, part); });
  }
  if (type.kind == Kind::kNothing) return false;
  if (value.is_null()) return !type.not_null;
  switch (type.kind) {
    case Kind::kAny:
      return true;
    case Kind::kBoolean:
      return value.kind() == ValueKind::kBool;
    case Kind::kString:
      return value.kind() == ValueKind::kString;
    case Kind::kInteger:
      return value.kind() == ValueKind::kInt;
    case Kind::kFloat:
      return value.kind() == ValueKind::kFloat;
    case Kind::kDate:
      return value.kind() == ValueKind::kDate;
    case Kind::kLocalTime:
      return value.kind() == ValueKind::kLocalTime;
    case Kind::kZonedTime:
      return value.kind() == ValueKind::kTime;
    case Kind::kLocalDateTime:
      return value.kind() == ValueKind::kLocalDateTime;
    case Kind::kZonedDateTime:
      return value.kind() == ValueKind::kDateTime;
    case Kind::kDuration:
      return value.kind() == ValueKind::kDuration;
    case Kind::kNode:
      return value.kind() == ValueKind::kNode;
    case Kind::kRelationship:
      return value.kind() == ValueKind::kRelationship;
    case Kind::kMap:
      return value.kind() == ValueKind::kMap;
    case Kind::kPath:
      return value.kind() == ValueKind::kPath;
    case Kind::kPropertyValue:
      return IsStorable(value);
    case Kind::kList:
      return value.kind() == ValueKind::kList &&
             std::all_of(value.as_list().begin(), value.as_list().end(),
                         [&](const Value& item) { return IsOfType(item, type.parts[0]); });
    default:
      return false;
  }
}

}  // namespace papergraph::engine
