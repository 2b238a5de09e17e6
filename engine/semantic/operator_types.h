// The types that operators take and give, and the errors when that is known not to be.
#pragma once

#include "engine/semantic/checker.h"

namespace papergraph::engine {

/// Each throws SyntaxError InvalidArgumentType unless the type is unknown or as needed.
void RequireBoolean(const Type& type, Span span);
void RequireList(const Type& type, Span span);
/// TypeError for values without properties, SyntaxError for paths, as the TCK has it.
void RequireProperties(const Type& type, const ast::Name& key);
/// TypeError InvalidArgumentType.
void RequireSubscript(const Type& type, Span span);

/// Throws InvalidAggregation or NestedAggregation where no aggregate may stand.
void RequireAggregation(Aggregation aggregation, Span span);

/// `+x` and `-x`.
Type SignedType(const Type& operand, Span span);
/// Every operator of two sides but AND, OR, XOR.
Type BinaryType(ast::BinaryOp op, const Type& left, const Type& right, Span span);

}  // namespace papergraph::engine
