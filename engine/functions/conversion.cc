#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "engine/functions/groups.h"
#include "engine/functions/temporal_values.h"
#include "engine/functions/unicode.h"

namespace papergraph::engine {
namespace conversion_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

// What a conversion gives: a value (null for a string that cannot be read), or nothing for a type it does not take.
using Converted = std::optional<Value>;

// [+-]digits[.digits][e[+-]digits], nothing else: no blanks, no hex, no "nan".
std::optional<double> ParseFloat(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits == "Infinity" || text == "NaN")
    return text == "NaN" ? std::nan("") : text[0] == '-' ? -INFINITY : INFINITY;
  if (digits.empty() || !((digits[0] >= '0' && digits[0] <= '9') || digits[0] == '.')) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // from_chars leaves the value alone: tell the very large from the very small by the exponent's sign.
    return text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos ? 0.0
           : text[0] == '-'                                                                       ? -INFINITY
                                                                                                  : INFINITY;
  }
  if (error != std::errc()) return std::nullopt;
  return value;
}

Value IntOfFloat(double value) {
  if (std::isnan(value)) return Value::Int(0);
  if (value >= 0x1p63) return Value::Int(INT64_MAX);
  if (value < -0x1p63) return Value::Int(INT64_MIN);
  return Value::Int(static_cast<int64_t>(value));
}

Converted AsInteger(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return value;
    case ValueKind::kInt:
      return value;
    case ValueKind::kFloat:
      return IntOfFloat(value.as_float());
    case ValueKind::kString: {
      std::string_view text = value.as_string();
      if (text.starts_with('+')) text.remove_prefix(1);
      int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error == std::errc() && end == text.data() + text.size()) return Value::Int(number);
      const auto real = ParseFloat(text);
      if (!real || std::isnan(*real) || *real >= 0x1p63 || *real < -0x1p63) return Value();
      return Value::Int(static_cast<int64_t>(*real));
    }
    default:
      return std::nullopt;
  }
}

Converted AsFloat(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kFloat:
      return value;
    case ValueKind::kInt:
      return Value::Float(static_cast<double>(value.as_int()));
    case ValueKind::kString: {
      const auto real = ParseFloat(value.as_string());
      return real ? Value::Float(*real) : Value();
    }
    default:
      return std::nullopt;
  }
}

Converted AsBoolean(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kBool:
      return value;
    case ValueKind::kInt:
      return Value::Bool(value.as_int() != 0);
    case ValueKind::kString: {
      const std::string text = ToLower(value.as_string());
      return text == "true" ? Value::Bool(true) : text == "false" ? Value::Bool(false) : Value();
    }
    default:
      return std::nullopt;
  }
}

Converted AsString(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kString:
      return value;
    case ValueKind::kBool:
      return Value::String(value.as_bool() ? "true" : "false");
    case ValueKind::kInt:
      return Value::String(std::to_string(value.as_int()));
    case ValueKind::kFloat:
      return Value::String(FloatText(value.as_float()));
    default:
      if (IsTemporal(value)) return Value::String(TemporalText(value));
      return std::nullopt;
  }
}

struct Conversion {
  std::string_view name;
  std::string_view takes;
  Converted (*convert)(const Value&);
};
constexpr Conversion kInteger{"toInteger", "a number, a boolean or a string", AsInteger};
constexpr Conversion kFloat{"toFloat", "a number or a string", AsFloat};
constexpr Conversion kBoolean{"toBoolean", "a boolean, an integer or a string", AsBoolean};
constexpr Conversion kString{"toString", "a string, a number, a boolean or a temporal value", AsString};

template <const Conversion& kConversion>
Value Convert(FunctionContext& context, Arguments arguments) {
  if (auto converted = kConversion.convert(arguments[0])) return *converted;
  WrongType(context, kConversion.name, kConversion.takes, arguments[0]);
}

template <const Conversion& kConversion>
Value ConvertOrNull(FunctionContext&, Arguments arguments) {
  return kConversion.convert(arguments[0]).value_or(Value());
}

template <const Conversion& kConversion>
Value ConvertList(FunctionContext& context, Arguments arguments) {
  ValueList items;
  for (const Value& item : ListArgument(context, fmt::format("{}List", kConversion.name), arguments[0])) {
    items.push_back(kConversion.convert(item).value_or(Value()));
  }
  return Value::List(std::move(items));
}

Value TypeName(FunctionContext&, Arguments arguments) { return Value::String(NameOf(arguments[0].kind())); }

constexpr Function kFunctions[] = {
    {"toInteger", "toInteger(value :: INTEGER | FLOAT | BOOLEAN | STRING) :: INTEGER",
     "The value as an integer, cut towards zero; null for text that is no number.", "toInteger('42.9') = 42", 1, 1,
     true, true, Convert<kInteger>},
    {"toInt", "toInt(value :: INTEGER | FLOAT | BOOLEAN | STRING) :: INTEGER", "The older name of toInteger.",
     "toInt('7') = 7", 1, 1, true, true, Convert<kInteger>},
    {"toIntegerOrNull", "toIntegerOrNull(value :: ANY) :: INTEGER",
     "As toInteger, but null for a type that cannot be converted.", "toIntegerOrNull([1]) IS NULL", 1, 1, true, true,
     ConvertOrNull<kInteger>},
    {"toIntegerList", "toIntegerList(list :: LIST<ANY>) :: LIST<INTEGER>", "toIntegerOrNull of each element.",
     "toIntegerList(['1', 2.5]) = [1, 2]", 1, 1, true, true, ConvertList<kInteger>},
    {"toFloat", "toFloat(value :: INTEGER | FLOAT | STRING) :: FLOAT",
     "The value as a float; null for text that is no number.", "toFloat('1.5') = 1.5", 1, 1, true, true,
     Convert<kFloat>},
    {"toFloatOrNull", "toFloatOrNull(value :: ANY) :: FLOAT",
     "As toFloat, but null for a type that cannot be converted.", "toFloatOrNull(true) IS NULL", 1, 1, true, true,
     ConvertOrNull<kFloat>},
    {"toFloatList", "toFloatList(list :: LIST<ANY>) :: LIST<FLOAT>", "toFloatOrNull of each element.",
     "toFloatList(['1', 2]) = [1.0, 2.0]", 1, 1, true, true, ConvertList<kFloat>},
    {"toBoolean", "toBoolean(value :: BOOLEAN | INTEGER | STRING) :: BOOLEAN",
     "The value as a truth value; null for text that is neither 'true' nor 'false'.", "toBoolean('TRUE') = true", 1, 1,
     true, true, Convert<kBoolean>},
    {"toBooleanOrNull", "toBooleanOrNull(value :: ANY) :: BOOLEAN",
     "As toBoolean, but null for a type that cannot be converted.", "toBooleanOrNull(1.5) IS NULL", 1, 1, true, true,
     ConvertOrNull<kBoolean>},
    {"toBooleanList", "toBooleanList(list :: LIST<ANY>) :: LIST<BOOLEAN>", "toBooleanOrNull of each element.",
     "toBooleanList(['true', 0]) = [true, false]", 1, 1, true, true, ConvertList<kBoolean>},
    {"toString", "toString(value :: ANY) :: STRING", "The value as text; temporal values as ISO 8601 has them.",
     "toString(1.0) = '1.0'", 1, 1, true, true, Convert<kString>},
    {"toStringOrNull", "toStringOrNull(value :: ANY) :: STRING",
     "As toString, but null for a type that cannot be converted.", "toStringOrNull({}) IS NULL", 1, 1, true, true,
     ConvertOrNull<kString>},
    {"toStringList", "toStringList(list :: LIST<ANY>) :: LIST<STRING>", "toStringOrNull of each element.",
     "toStringList([1, 'a']) = ['1', 'a']", 1, 1, true, true, ConvertList<kString>},
    {"valueType", "valueType(value :: ANY) :: STRING", "The name of the value's type.", "valueType(1) = 'INTEGER'", 1,
     1, false, true, TypeName},
};

}  // namespace
}  // namespace conversion_functions

std::span<const Function> ConversionFunctions() { return conversion_functions::kFunctions; }

}  // namespace papergraph::engine
