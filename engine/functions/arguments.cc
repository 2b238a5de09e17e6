#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "engine/functions/groups.h"

namespace papergraph::engine {

void WrongType(const FunctionContext& context, std::string_view function, std::string_view expected, const Value& got) {
  throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentValue", context.call,
                     fmt::format("{}() takes {}, not {}", function, expected, NameOf(got.kind())));
}

void OutOfRange(const FunctionContext& context, const std::string& message) {
  throw RuntimeError(ErrorType::kArgumentError, "NumberOutOfRange", context.call, message);
}

std::string_view StringArgument(const FunctionContext& context, std::string_view function, const Value& value) {
  if (value.kind() != ValueKind::kString) WrongType(context, function, "a string", value);
  return value.as_string();
}

int64_t IntArgument(const FunctionContext& context, std::string_view function, const Value& value) {
  if (value.kind() != ValueKind::kInt) WrongType(context, function, "an integer", value);
  return value.as_int();
}

double NumberArgument(const FunctionContext& context, std::string_view function, const Value& value) {
  if (!value.is_number()) WrongType(context, function, "a number", value);
  return value.as_number();
}

const ValueList& ListArgument(const FunctionContext& context, std::string_view function, const Value& value) {
  if (value.kind() != ValueKind::kList) WrongType(context, function, "a list", value);
  return value.as_list();
}

std::string FloatText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  const double size = std::fabs(value);
  char buffer[64];
  // Plain digits between a thousandth and ten million, as Java and so the standard's examples write them.
  const auto format = size >= 1e-3 && size < 1e7 ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr;
  std::string text(buffer, end);
  if (format == std::chars_format::fixed) return text.find('.') == std::string::npos ? text + ".0" : text;
  const size_t e = text.find('e');
  std::string mantissa = text.substr(0, e);
  if (mantissa.find('.') == std::string::npos) mantissa += ".0";
  return fmt::format("{}E{}", mantissa, std::stoi(text.substr(e + 1)));
}

void RequireEntity(const GraphReader& graph, const Value& entity, Span span) {
  const bool is_node = entity.kind() == ValueKind::kNode;
  if (is_node ? graph.HasNode(entity.as_node()) : graph.HasEdge(entity.as_relationship())) return;
  throw RuntimeError(ErrorType::kEntityNotFound, "DeletedEntityAccess", span,
                     fmt::format("this {} was deleted by the statement; read what you need of it before DELETE",
                                 is_node ? "node" : "relationship"));
}

uint64_t NextRandom(FunctionContext& context) {
  uint64_t z = (context.random_state += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

}  // namespace papergraph::engine
