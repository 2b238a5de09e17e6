#include "engine/functions/groups.h"
#include "engine/functions/total.h"

namespace papergraph::engine {
namespace basic_aggregates {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

template <typename State>
std::unique_ptr<AggregateState> Make(FunctionContext& context) {
  return std::make_unique<State>(context.call);
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

class Sum : public AggregateState {
 public:
  explicit Sum(Span span) : total_(span, "sum") {}
  void Add(Arguments arguments) override { total_.Add(arguments[0]); }
  Value Finish() override { return total_.Sum(); }

 private:
  Total total_;
};

class Average : public AggregateState {
 public:
  explicit Average(Span span) : total_(span, "avg") {}
  void Add(Arguments arguments) override { total_.Add(arguments[0]); }
  Value Finish() override { return total_.Mean(); }

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
}  // namespace basic_aggregates

std::span<const Aggregate> BasicAggregates() { return basic_aggregates::kAggregates; }

}  // namespace papergraph::engine
