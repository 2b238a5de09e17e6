#include "engine/functions/temporal_values.h"

#include "engine/functions/groups.h"
namespace papergraph::engine {
std::optional<Value> TemporalArithmetic(ast::BinaryOp, const Value&, const Value&, Span) { return std::nullopt; }
Value TemporalComponent(const Value&, std::string_view, Span) { return Value(); }
std::string TemporalText(const Value&) { return {}; }
std::span<const Function> TemporalFunctions() { return {}; }
std::span<const Function> ClockFunctions() { return {}; }
}  // namespace papergraph::engine
