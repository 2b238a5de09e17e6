#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "engine/functions/groups.h"

namespace papergraph::engine {
namespace math_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

// A function of one real number, by its name in the language.
template <double (*kCall)(double)>
Value Real(FunctionContext& context, Arguments arguments) {
  return Value::Float(kCall(NumberArgument(context, "a mathematical function", arguments[0])));
}

double Cot(double x) { return 1 / std::tan(x); }
double Coth(double x) { return 1 / std::tanh(x); }
double Haversin(double x) { return (1 - std::cos(x)) / 2; }
double Degrees(double x) { return x * (180 / std::numbers::pi); }
double Radians(double x) { return x * (std::numbers::pi / 180); }

// The library's overload set has no address of its own.
double Sin(double x) { return std::sin(x); }
double Cos(double x) { return std::cos(x); }
double Tan(double x) { return std::tan(x); }
double Asin(double x) { return std::asin(x); }
double Acos(double x) { return std::acos(x); }
double Atan(double x) { return std::atan(x); }
double Sinh(double x) { return std::sinh(x); }
double Cosh(double x) { return std::cosh(x); }
double Tanh(double x) { return std::tanh(x); }
double Sqrt(double x) { return std::sqrt(x); }
double Exp(double x) { return std::exp(x); }
double Log(double x) { return std::log(x); }
double Log10(double x) { return std::log10(x); }
double Ceil(double x) { return std::ceil(x); }
double Floor(double x) { return std::floor(x); }

Value Atan2(FunctionContext& context, Arguments arguments) {
  return Value::Float(
      std::atan2(NumberArgument(context, "atan2", arguments[0]), NumberArgument(context, "atan2", arguments[1])));
}

Value Abs(FunctionContext& context, Arguments arguments) {
  if (arguments[0].kind() != ValueKind::kInt)
    return Value::Float(std::fabs(NumberArgument(context, "abs", arguments[0])));
  const int64_t value = arguments[0].as_int();
  if (value == std::numeric_limits<int64_t>::min()) {
    throw RuntimeError(ErrorType::kArithmeticError, "IntegerOverflow", context.call,
                       fmt::format("abs({}) is no 64 bit integer; use toFloat()", value));
  }
  return Value::Int(value < 0 ? -value : value);
}

Value Sign(FunctionContext& context, Arguments arguments) {
  const double value = NumberArgument(context, "sign", arguments[0]);
  return Value::Int(value > 0 ? 1 : value < 0 ? -1 : 0);
}

Value IsNaN(FunctionContext& context, Arguments arguments) {
  return Value::Bool(std::isnan(NumberArgument(context, "isNaN", arguments[0])));
}

// Halves: away from zero (HALF_UP), towards it, to the even neighbour; UP and DOWN are away from and towards zero.
std::optional<double> RoundTo(double value, std::string_view mode) {
  const double whole = std::trunc(value);
  const double rest = std::fabs(value - whole);
  const double away = whole + std::copysign(1.0, value);
  if (mode == "UP") return rest > 0 ? away : whole;
  if (mode == "DOWN") return whole;
  if (mode == "CEILING") return std::ceil(value);
  if (mode == "FLOOR") return std::floor(value);
  if (mode == "HALF_UP") return rest >= 0.5 ? away : whole;
  if (mode == "HALF_DOWN") return rest > 0.5 ? away : whole;
  if (mode == "HALF_EVEN") return rest > 0.5 || (rest == 0.5 && std::fmod(whole, 2) != 0) ? away : whole;
  return std::nullopt;
}

// round(x) takes halves towards positive infinity; with a precision the default mode is HALF_UP.
Value Round(FunctionContext& context, Arguments arguments) {
  const double value = NumberArgument(context, "round", arguments[0]);
  if (!std::isfinite(value)) return Value::Float(value);
  if (arguments.size() == 1) {
    const double down = std::floor(value);
    return Value::Float(value - down >= 0.5 ? down + 1 : down);
  }
  const int64_t precision = IntArgument(context, "round", arguments[1]);
  if (precision < 0) OutOfRange(context, fmt::format("round() takes a precision of 0 or more, got {}", precision));
  const std::string_view mode = arguments.size() == 3 ? StringArgument(context, "round", arguments[2]) : "HALF_UP";
  std::string upper(mode);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  if (!RoundTo(0, upper)) {
    throw RuntimeError(
        ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
        fmt::format("`{}` is no way to round; there are UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN",
                    mode));
  }
  // Beyond 17 digits a double has nothing to round. The decimal text decides halves: 2.675 is a half though its double
  // lies below.
  if (precision > 17) return Value::Float(value);
  const double scale = std::pow(10.0, static_cast<double>(precision));
  double scaled = value * scale;
  if (!std::isfinite(scaled) || std::fabs(scaled) >= 0x1p52) return Value::Float(value);
  const double near = std::round(scaled * 2) / 2;
  if (std::fabs(scaled - near) <= std::fabs(scaled) * 4 * std::numeric_limits<double>::epsilon()) scaled = near;
  return Value::Float(*RoundTo(scaled, upper) / scale);
}

Value Rand(FunctionContext& context, Arguments) {
  return Value::Float(static_cast<double>(NextRandom(context) >> 11) * 0x1p-53);
}

Value Pi(FunctionContext&, Arguments) { return Value::Float(std::numbers::pi); }
Value E(FunctionContext&, Arguments) { return Value::Float(std::numbers::e); }

constexpr Function kFunctions[] = {
    {"abs", "abs(x :: INTEGER | FLOAT) :: INTEGER | FLOAT", "The number without its sign.", "abs(-3) = 3", 1, 1, true,
     true, Abs},
    {"sign", "sign(x :: INTEGER | FLOAT) :: INTEGER", "1, 0 or -1.", "sign(-2.5) = -1", 1, 1, true, true, Sign},
    {"ceil", "ceil(x :: FLOAT) :: FLOAT", "The next whole number upwards.", "ceil(1.2) = 2.0", 1, 1, true, true,
     Real<Ceil>},
    {"ceiling", "ceiling(x :: FLOAT) :: FLOAT", "The next whole number upwards.", "ceiling(1.2) = 2.0", 1, 1, true,
     true, Real<Ceil>},
    {"floor", "floor(x :: FLOAT) :: FLOAT", "The next whole number downwards.", "floor(-1.2) = -2.0", 1, 1, true, true,
     Real<Floor>},
    {"round", "round(x :: FLOAT, precision = 0 :: INTEGER, mode = 'HALF_UP' :: STRING) :: FLOAT",
     "The nearest number with `precision` digits behind the point.", "round(3.14159, 2) = 3.14", 1, 3, true, true,
     Round},
    {"isNaN", "isNaN(x :: FLOAT) :: BOOLEAN", "Whether the float is not a number.", "isNaN(0.0 / 0.0)", 1, 1, true,
     true, IsNaN},
    {"rand", "rand() :: FLOAT", "A random number from 0 up to but not 1.", "rand() < 1", 0, 0, false, false, Rand},
    {"sqrt", "sqrt(x :: FLOAT) :: FLOAT", "The square root.", "sqrt(16) = 4.0", 1, 1, true, true, Real<Sqrt>},
    {"exp", "exp(x :: FLOAT) :: FLOAT", "e to the power x.", "exp(0) = 1.0", 1, 1, true, true, Real<Exp>},
    {"log", "log(x :: FLOAT) :: FLOAT", "The natural logarithm.", "log(1) = 0.0", 1, 1, true, true, Real<Log>},
    {"ln", "ln(x :: FLOAT) :: FLOAT", "The natural logarithm.", "ln(1) = 0.0", 1, 1, true, true, Real<Log>},
    {"log10", "log10(x :: FLOAT) :: FLOAT", "The logarithm to base 10.", "log10(1000) = 3.0", 1, 1, true, true,
     Real<Log10>},
    {"e", "e() :: FLOAT", "The base of the natural logarithm.", "log(e()) = 1.0", 0, 0, false, true, E},
    {"pi", "pi() :: FLOAT", "The ratio of a circle's circumference to its diameter.", "cos(pi()) = -1.0", 0, 0, false,
     true, Pi},
    {"sin", "sin(radians :: FLOAT) :: FLOAT", "The sine.", "sin(0) = 0.0", 1, 1, true, true, Real<Sin>},
    {"cos", "cos(radians :: FLOAT) :: FLOAT", "The cosine.", "cos(0) = 1.0", 1, 1, true, true, Real<Cos>},
    {"tan", "tan(radians :: FLOAT) :: FLOAT", "The tangent.", "tan(0) = 0.0", 1, 1, true, true, Real<Tan>},
    {"cot", "cot(radians :: FLOAT) :: FLOAT", "The cotangent.", "cot(pi() / 4) > 0.999", 1, 1, true, true, Real<Cot>},
    {"asin", "asin(x :: FLOAT) :: FLOAT", "The arcsine in radians.", "asin(0) = 0.0", 1, 1, true, true, Real<Asin>},
    {"acos", "acos(x :: FLOAT) :: FLOAT", "The arccosine in radians.", "acos(1) = 0.0", 1, 1, true, true, Real<Acos>},
    {"atan", "atan(x :: FLOAT) :: FLOAT", "The arctangent in radians.", "atan(0) = 0.0", 1, 1, true, true, Real<Atan>},
    {"atan2", "atan2(y :: FLOAT, x :: FLOAT) :: FLOAT", "The angle of the point (x, y) in radians.",
     "atan2(0, 1) = 0.0", 2, 2, true, true, Atan2},
    {"sinh", "sinh(x :: FLOAT) :: FLOAT", "The hyperbolic sine.", "sinh(0) = 0.0", 1, 1, true, true, Real<Sinh>},
    {"cosh", "cosh(x :: FLOAT) :: FLOAT", "The hyperbolic cosine.", "cosh(0) = 1.0", 1, 1, true, true, Real<Cosh>},
    {"tanh", "tanh(x :: FLOAT) :: FLOAT", "The hyperbolic tangent.", "tanh(0) = 0.0", 1, 1, true, true, Real<Tanh>},
    {"coth", "coth(x :: FLOAT) :: FLOAT", "The hyperbolic cotangent.", "coth(1) > 1.3", 1, 1, true, true, Real<Coth>},
    {"haversin", "haversin(radians :: FLOAT) :: FLOAT", "Half of 1 - cos(x).", "haversin(0) = 0.0", 1, 1, true, true,
     Real<Haversin>},
    {"degrees", "degrees(radians :: FLOAT) :: FLOAT", "Radians as degrees.", "degrees(pi()) = 180.0", 1, 1, true, true,
     Real<Degrees>},
    {"radians", "radians(degrees :: FLOAT) :: FLOAT", "Degrees as radians.", "radians(180) = pi()", 1, 1, true, true,
     Real<Radians>},
};

}  // namespace
}  // namespace math_functions

std::span<const Function> MathFunctions() { return math_functions::kFunctions; }

}  // namespace papergraph::engine
