#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "engine/functions/groups.h"

namespace papergraph::engine {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Rows of one kind, found by name in any case, listed by name.
template <typename Row>
struct Table {
  explicit Table(std::initializer_list<std::span<const Row>> groups) {
    for (auto group : groups) {
      for (const Row& row : group) by_name.emplace(Lower(row.name), &row);
    }
    for (const auto& [name, row] : by_name) rows.push_back(row);
  }
  const Row* Find(std::string_view name) const {
    const auto it = by_name.find(Lower(name));
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

// Optimal string alignment: one for each letter inserted, deleted, replaced, or swapped with its neighbour.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

const Function* FindFunction(std::string_view name) { return AllFunctions().Find(name); }
const Aggregate* FindAggregate(std::string_view name) { return AllAggregates().Find(name); }
std::span<const Function* const> Functions() { return AllFunctions().rows; }
std::span<const Aggregate* const> Aggregates() { return AllAggregates().rows; }

std::string_view NearestFunction(std::string_view name) {
  if (name.size() > 64) return {};
  const std::string wanted = Lower(name);
  std::string_view nearest;
  size_t best = std::max<size_t>(1, wanted.size() / 3) + 1;
  auto offer = [&](const std::string& candidate, std::string_view written) {
    if (const size_t distance = Distance(wanted, candidate); distance < best) {
      best = distance;
      nearest = written;
    }
  };
  for (const auto& [key, row] : AllFunctions().by_name) offer(key, row->name);
  for (const auto& [key, row] : AllAggregates().by_name) offer(key, row->name);
  return nearest;
}

}  // namespace papergraph::engine
