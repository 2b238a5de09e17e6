// How many rows to expect, and the ways into a graph that a condition opens.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/optimizer/rules.h"
#include "engine/planner/pattern.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

struct PlanContext;

/// Selinger's guesses (SIGMOD 1979), where nothing better is known: equality 1/10, a range 1/3, a prefix 1/20.
inline constexpr double kEqualitySelectivity = 0.1;
inline constexpr double kRangeSelectivity = 1.0 / 3;
inline constexpr double kPrefixSelectivity = 0.05;

/// A way to the nodes of one pattern node.
struct AccessPath {
  enum class Kind { kAll, kLabel, kSeek, kSeekEach, kRange, kPrefix, kId, kIdEach };
  Kind kind = Kind::kAll;
  double rows = 0;  // nodes found
  std::string label;
  std::string property;
  uint32_t index = 0;
  ExprPtr key;           // kSeek, kSeekEach, kPrefix, kId, kIdEach
  ExprPtr lower, upper;  // kRange
  bool lower_inclusive = false, upper_inclusive = false;
  std::vector<size_t> covers;  // predicates that it makes true
};

/// The cheapest. `usable`: whether a predicate's other side can be computed before the node is found.
AccessPath ChooseAccess(const PatternNode& node, const std::vector<ExprPtr>& predicates,
                        const std::function<bool(const Expr&)>& usable, const PlanContext& context);

/// The cheapest way to a relationship of one type through an index on it; kAll where there is none. `label` is its
/// type.
AccessPath ChooseEdgeAccess(const PatternRel& rel, const std::vector<ExprPtr>& predicates,
                            const std::function<bool(const Expr&)>& usable, const PlanContext& context);

/// Whether the node's hint, if it has one, is followed.
bool MeetsHint(const PatternNode& node, const AccessPath& path);
bool IsIndexOf(const ast::Hint& hint, const IndexInfo& index, const GraphReader& graph);

/// Of the nodes with these labels, how many; of all where there are none.
double NodesWith(const std::vector<std::string>& labels, const PlanContext& context);
/// Relationships of these types at a node with these labels, seen in this direction.
double Degree(const std::vector<std::string>& labels, const Types& types, Flow flow, const PlanContext& context);
/// The share of nodes with these labels for which the predicate holds.
double SelectivityOf(const Expr& predicate, const PatternNode& node, const PlanContext& context);
/// The value of an expression that needs no row, if it can be known while planning.
const Value* KnownValue(const Expr& expr, const PlanContext& context);

}  // namespace papergraph::engine
