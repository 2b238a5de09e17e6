#include <map>
#include <string>
#include <vector>

#include "engine/functions/groups.h"
#include "engine/functions/unicode.h"
#include "engine/nearest.h"

namespace papergraph::engine {
namespace {

// Rows of one kind, found by name in any case, listed by name.
template <typename Row>
struct Table {
  explicit Table(std::initializer_list<std::span<const Row>> groups) {
    for (auto group : groups) {
      for (const Row& row : group) by_name.emplace(LowerAscii(row.name), &row);
    }
    for (const auto& [name, row] : by_name) rows.push_back(row);
  }
  const Row* Find(std::string_view name) const {
    const auto it = by_name.find(LowerAscii(name));
    return it == by_name.end() ? nullptr : it->second;
  }
  std::map<std::string, const Row*> by_name;
  std::vector<const Row*> rows;
};

const Table<Function>& AllFunctions() {
  static const Table<Function> table{StringFunctions(),   MathFunctions(),       ListFunctions(),
                                     EntityFunctions(),   ConversionFunctions(), TemporalFunctions(),
                                     TruncateFunctions(), DurationFunctions(),   ClockFunctions()};
  return table;
}

const Table<Aggregate>& AllAggregates() {
  static const Table<Aggregate> table{BasicAggregates(), StatisticAggregates()};
  return table;
}

}  // namespace

const Function* FindFunction(std::string_view name) { return AllFunctions().Find(name); }
const Aggregate* FindAggregate(std::string_view name) { return AllAggregates().Find(name); }
std::span<const Function* const> Functions() { return AllFunctions().rows; }
std::span<const Aggregate* const> Aggregates() { return AllAggregates().rows; }

std::string_view NearestFunction(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Function* function : Functions()) names.push_back(function->name);
  for (const Aggregate* aggregate : Aggregates()) names.push_back(aggregate->name);
  return Nearest(name, names);
}

}  // namespace papergraph::engine
