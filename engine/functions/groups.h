// The groups of functions that the registry is made of, and what their code shares.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/functions/function.h"

namespace papergraph::engine {

// One for each file of functions; the rows live as long as the program.
std::span<const Function> StringFunctions();
std::span<const Function> MathFunctions();
std::span<const Function> ListFunctions();
std::span<const Function> EntityFunctions();
std::span<const Function> ConversionFunctions();
std::span<const Function> TemporalFunctions();
std::span<const Function> TruncateFunctions();
std::span<const Function> DurationFunctions();
std::span<const Function> ClockFunctions();
std::span<const Aggregate> BasicAggregates();
std::span<const Aggregate> StatisticAggregates();

/// A value whose type the function cannot take: TypeError InvalidArgumentValue.
[[noreturn]] void WrongType(const FunctionContext& context, std::string_view function, std::string_view expected,
                            const Value& got);

/// A value of the right type that is out of range: ArgumentError NumberOutOfRange.
[[noreturn]] void OutOfRange(const FunctionContext& context, const std::string& message);

/// The argument as what the function needs; WrongType otherwise.
std::string_view StringArgument(const FunctionContext& context, std::string_view function, const Value& value);
int64_t IntArgument(const FunctionContext& context, std::string_view function, const Value& value);
double NumberArgument(const FunctionContext& context, std::string_view function, const Value& value);
const ValueList& ListArgument(const FunctionContext& context, std::string_view function, const Value& value);

/// As toString prints a float: the shortest digits that read back as the same number, always with a point or an
/// exponent
/// ("1.0", "1.0E10", "1.0E-5", "NaN", "Infinity").
std::string FloatText(double value);

/// Throws EntityNotFound DeletedEntityAccess when the node or relationship is gone.
void RequireEntity(const GraphReader& graph, const Value& entity, Span span);

/// The next of a stream of numbers that depends on context.random_state alone (splitmix64).
uint64_t NextRandom(FunctionContext& context);

}  // namespace papergraph::engine
