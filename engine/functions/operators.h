// What the operators of expressions do with values: arithmetic, concatenation, subscripts, string predicates.
// Equality and order are in storage/value.h. All throw RuntimeError with `span` (TypeError InvalidArgumentType,
// ArithmeticError DivisionByZero, ArgumentError NumberOutOfRange, ... as the TCK names them).
#pragma once

#include <string_view>

#include "grammar/ast.h"
#include "grammar/error.h"
#include "storage/graph_reader.h"
#include "storage/value.h"

namespace papergraph::engine {

/// + - * / % ^, with numbers, strings, lists, temporal values and durations. Null in, null out.
Value Arithmetic(ast::BinaryOp op, const Value& left, const Value& right, Span span);
Value Negate(const Value& value, Span span);
/// STARTS WITH, ENDS WITH, CONTAINS, =~ (RE2, whole match). Null when a side is no string.
Value StringPredicate(ast::BinaryOp op, const Value& left, const Value& right, Span span);
/// `element IN list`, three-valued.
Value In(const Value& element, const Value& list, Span span);
/// `object[index]`: lists by number (negative from the end), maps and entities by name.
Value Subscript(const GraphReader& graph, const Value& object, const Value& index, Span span);
/// `object[from..to]`; an absent bound is nullptr.
Value Slice(const Value& object, const Value* from, const Value* to, Span span);
/// `object.key` for maps, nodes, relationships and the components of temporal values. Null of null.
Value PropertyOf(const GraphReader& graph, const Value& object, std::string_view key, Span span);
/// Boolean operators see only booleans and null. REQUIRES nothing; throws TypeError InvalidArgumentType.
Ternary ToTernary(const Value& value, Span span);
inline Value ToValue(Ternary t) { return t ? Value::Bool(*t) : Value(); }

}  // namespace papergraph::engine
