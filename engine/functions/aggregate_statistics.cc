#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/functions/groups.h"

namespace papergraph::engine {
namespace statistic_aggregates {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

template <typename State>
std::unique_ptr<AggregateState> Make(FunctionContext& context) {
  return std::make_unique<State>(context.call);
}

double Number(Span span, std::string_view function, const Value& value) {
  if (value.is_number()) return value.as_number();
  throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentValue", span,
                     fmt::format("{}() takes numbers, not {}", function, NameOf(value.kind())));
}

// Welford's recurrence: one pass, no cancellation between large squares.
template <bool kPopulation>
class Deviation : public AggregateState {
 public:
  explicit Deviation(Span span) : span_(span) {}
  void Add(Arguments arguments) override {
    const double value = Number(span_, kPopulation ? "stDevP" : "stDev", arguments[0]);
    const double delta = value - mean_;
    mean_ += delta / ++count_;
    squares_ += delta * (value - mean_);
  }
  Value Finish() override {
    const double degrees = kPopulation ? count_ : count_ - 1;
    return Value::Float(degrees > 0 ? std::sqrt(squares_ / degrees) : 0.0);
  }

 private:
  Span span_;
  double count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

// Both percentiles keep all values and sort once at the end.
template <bool kContinuous>
class Percentile : public AggregateState {
 public:
  explicit Percentile(Span span) : span_(span) {}

  void Add(Arguments arguments) override {
    constexpr std::string_view kName = kContinuous ? "percentileCont" : "percentileDisc";
    Number(span_, kName, arguments[0]);
    if (values_.empty()) {
      percentile_ = Number(span_, kName, arguments[1]);
      if (!(percentile_ >= 0 && percentile_ <= 1)) {
        throw RuntimeError(ErrorType::kArgumentError, "NumberOutOfRange", span_,
                           fmt::format("{}() takes a percentile from 0.0 to 1.0, got {}", kName, percentile_));
      }
    }
    values_.push_back(arguments[0]);
  }

  Value Finish() override {
    if (values_.empty()) return Value();
    std::sort(values_.begin(), values_.end(), [](const Value& a, const Value& b) { return Order(a, b) < 0; });
    const auto count = static_cast<double>(values_.size());
    if constexpr (kContinuous) {
      const double position = percentile_ * (count - 1);
      const auto below = static_cast<size_t>(position);
      const size_t above = std::min(below + 1, values_.size() - 1);
      const double low = values_[below].as_number(), high = values_[above].as_number();
      const double part = position - static_cast<double>(below);
      return Value::Float(part == 0 ? low : low + (high - low) * part);
    } else {
      const double rank = std::ceil(percentile_ * count);
      return values_[rank < 1 ? 0 : static_cast<size_t>(rank) - 1];
    }
  }

 private:
  Span span_;
  double percentile_ = 0;
  ValueList values_;
};

constexpr Aggregate kAggregates[] = {
    {"stDev", "stDev(value :: FLOAT) :: FLOAT", "The standard deviation of a sample.",
     "UNWIND [1, 3] AS x RETURN stDev(x) > 1.414", 1, Make<Deviation<false>>},
    {"stDevP", "stDevP(value :: FLOAT) :: FLOAT", "The standard deviation of the whole population.",
     "UNWIND [1, 3] AS x RETURN stDevP(x) = 1.0", 1, Make<Deviation<true>>},
    {"percentileCont", "percentileCont(value :: FLOAT, percentile :: FLOAT) :: FLOAT",
     "The percentile, interpolated between two values.", "UNWIND [1, 2] AS x RETURN percentileCont(x, 0.5) = 1.5", 2,
     Make<Percentile<true>>},
    {"percentileDisc", "percentileDisc(value :: FLOAT, percentile :: FLOAT) :: FLOAT",
     "The smallest value with at least that part of the values at or below it.",
     "UNWIND [1, 2] AS x RETURN percentileDisc(x, 0.5) = 1", 2, Make<Percentile<false>>},
};

}  // namespace
}  // namespace statistic_aggregates

std::span<const Aggregate> StatisticAggregates() { return statistic_aggregates::kAggregates; }

}  // namespace papergraph::engine
