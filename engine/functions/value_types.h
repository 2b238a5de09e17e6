// Whether a value is of a type: `IS ::` of ISO GQL.
#pragma once

#include "grammar/ast.h"
#include "storage/value.h"

namespace papergraph::engine {

/// Null is of every type that does not say NOT NULL.
bool IsOfType(const Value& value, const ast::ValueType& type);

}  // namespace papergraph::engine
