#include <fmt/format.h>

#include <optional>

#include "engine/functions/groups.h"
#include "engine/functions/operators.h"
#include "engine/functions/temporal_values.h"

namespace papergraph::engine {
namespace {

__extension__ using Wide = __int128;
using Arguments = std::span<const Value>;

template <typename State>
std::unique_ptr<AggregateState> Make(FunctionContext& context) {
  return std::make_unique<State>(context.call);
}

[[noreturn]] void WrongElement(Span span, std::string_view function, const Value& value) {
  throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentValue", span,
                     fmt::format("{}() takes numbers or durations, not {}", function, NameOf(value.kind())));
}

class Count : public AggregateState {
 public:
  explicit Count(Span) {}
  void Add(Arguments) override { ++count_; }
  Value Finish() override { return Value::Int(count_); }

 private:
  int64_t count_ = 0;
};

class Collect : public AggregateState {
 public:
  explicit Collect(Span) {}
  void Add(Arguments arguments) override { items_.push_back(arguments[0]); }
  Value Finish() override { return Value::List(std::move(items_)); }

 private:
  ValueList items_;
};

template <bool kGreatest>
class Extreme : public AggregateState {
 public:
  explicit Extreme(Span) {}
  void Add(Arguments arguments) override {
    if (best_.is_null() || (kGreatest ? Order(arguments[0], best_) > 0 : Order(arguments[0], best_) < 0))
      best_ = arguments[0];
  }
  Value Finish() override { return best_; }

 private:
  Value best_;
};

// The sum of integers is exact however they are ordered: it may leave 64 bits on the way, not at the end.
class Total {
 public:
  Total(Span span, std::string_view function) : span_(span), function_(function) {}

  void Add(const Value& value) {
    if (value.kind() == ValueKind::kDuration ? count_ > duration_count_ : duration_count_ > 0) {
      WrongElement(span_, function_, value);
    }
    ++count_;
    switch (value.kind()) {
      case ValueKind::kInt:
        whole_ += value.as_int();
        break;
      case ValueKind::kFloat:
        AddFloat(value.as_float());
        break;
      case ValueKind::kDuration:
        duration_ = duration_count_++ == 0 ? value : *TemporalArithmetic(ast::BinaryOp::kAdd, duration_, value, span_);
        break;
      default:
        WrongElement(span_, function_, value);
    }
  }

  int64_t count() const { return count_; }
  Span span() const { return span_; }
  bool is_duration() const { return duration_count_ > 0; }
  const Value& duration() const { return duration_; }
  double as_float() const { return real_ + lost_ + static_cast<double>(whole_); }

  Value Finish() const {
    if (is_duration()) return duration_;
    if (has_float_) return Value::Float(as_float());
    if (whole_ > INT64_MAX || whole_ < INT64_MIN) {
      throw RuntimeError(ErrorType::kArithmeticError, "IntegerOverflow", span_,
                         fmt::format("{}() is no 64 bit integer; use toFloat() on what is summed", function_));
    }
    return Value::Int(static_cast<int64_t>(whole_));
  }

 private:
  // Neumaier's compensated sum: what an addition rounds away is kept apart.
  void AddFloat(double value) {
    has_float_ = true;
    const double sum = real_ + value;
    const double lost =
        (real_ < 0 ? -real_ : real_) >= (value < 0 ? -value : value) ? (real_ - sum) + value : (value - sum) + real_;
    if (lost == lost && lost - lost == 0) lost_ += lost;  // not when infinite
    real_ = sum;
  }

  Span span_;
  std::string_view function_;
  int64_t count_ = 0;
  int64_t duration_count_ = 0;
  bool has_float_ = false;
  Wide whole_ = 0;
  double real_ = 0;
  double lost_ = 0;
  Value duration_;
};

class Sum : public AggregateState {
 public:
  explicit Sum(Span span) : total_(span, "sum") {}
  void Add(Arguments arguments) override { total_.Add(arguments[0]); }
  Value Finish() override { return total_.Finish(); }

 private:
  Total total_;
};

class Average : public AggregateState {
 public:
  explicit Average(Span span) : total_(span, "avg") {}
  void Add(Arguments arguments) override { total_.Add(arguments[0]); }
  Value Finish() override {
    if (total_.count() == 0) return Value();
    if (total_.is_duration()) {
      return *TemporalArithmetic(ast::BinaryOp::kDivide, total_.duration(), Value::Int(total_.count()), total_.span());
    }
    return Value::Float(total_.as_float() / static_cast<double>(total_.count()));
  }

 private:
  Total total_;
};

constexpr Aggregate kAggregates[] = {
    {"count", "count(value :: ANY) :: INTEGER", "How many values are not null; count(*) counts rows.",
     "UNWIND [1, null, 2] AS x RETURN count(x) = 2", 1, Make<Count>},
    {"collect", "collect(value :: ANY) :: LIST<ANY>", "The values that are not null, as a list.",
     "UNWIND [1, null, 2] AS x RETURN collect(x) = [1, 2]", 1, Make<Collect>},
    {"sum", "sum(value :: INTEGER | FLOAT | DURATION) :: INTEGER | FLOAT | DURATION",
     "The sum of the values; 0 of none.", "UNWIND [1, 2] AS x RETURN sum(x) = 3", 1, Make<Sum>},
    {"avg", "avg(value :: INTEGER | FLOAT | DURATION) :: FLOAT | DURATION",
     "The arithmetic mean of the values; null of none.", "UNWIND [1, 2] AS x RETURN avg(x) = 1.5", 1, Make<Average>},
    {"min", "min(value :: ANY) :: ANY", "The smallest value in the order of ORDER BY; null of none.",
     "UNWIND [2, 1] AS x RETURN min(x) = 1", 1, Make<Extreme<false>>},
    {"max", "max(value :: ANY) :: ANY", "The greatest value in the order of ORDER BY; null of none.",
     "UNWIND [2, 1] AS x RETURN max(x) = 2", 1, Make<Extreme<true>>},
};

}  // namespace

std::span<const Aggregate> BasicAggregates() { return kAggregates; }

}  // namespace papergraph::engine
