// One entry of a gathered property as a value.
#pragma once

#include "storage/graph_reader.h"

namespace papergraph {

/// Null where the entry is absent. REQUIRES: i < vector.valid.size().
inline Value ValueAt(const PropertyVector& vector, size_t i) {
  if (vector.valid[i] == 0) return {};
  switch (vector.form) {
    case PropertyVector::Form::kBool:
      return Value::Bool(vector.ints[i] != 0);
    case PropertyVector::Form::kInt:
      return Value::Int(vector.ints[i]);
    case PropertyVector::Form::kFloat:
      return Value::Float(vector.floats[i]);
    case PropertyVector::Form::kString:
      return Value::String(vector.strings[i]);
    case PropertyVector::Form::kValue:
      return vector.values[i];
    case PropertyVector::Form::kNone:
      break;
  }
  return {};
}

}  // namespace papergraph
