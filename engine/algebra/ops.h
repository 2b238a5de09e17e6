// Every operator of a plan as a plain struct that describes itself through Fields(): input plans, slots that it reads
// (Slot), slots that it fills (Out), expressions, and details. Printing, liveness and rewriting walk these; a new
// operator is a struct here, a line in the variant, and a Make in exec/.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "engine/algebra/expr.h"

namespace papergraph::engine {

struct Procedure;
struct PlanNode;
using Plan = std::unique_ptr<PlanNode>;

inline constexpr uint64_t kUnbounded = std::numeric_limits<uint64_t>::max();

enum class Flow : uint8_t { kOut, kIn, kBoth };

/// Which relationships: any, or of these types.
struct Types {
  bool any = true;
  std::vector<std::string> names;
  friend bool operator==(const Types&, const Types&) = default;
};

/// A condition that each relationship of a variable-length pattern meets; `edge` and `node` (the one that it leads to)
/// are locals while it runs.
struct EdgeCondition {
  Slot edge;
  ExprPtr predicate;
};

struct Assign {
  Out slot;
  ExprPtr expr;
};

struct AggregateItem {
  Out slot;
  ExprPtr call;      // kAggregate
  Slot weight = {};  // count(*) where a row stands for as many as this says
};

/// A way to run that a rule chose; plans show it where it is on.
struct Mark {
  std::string_view text;
  bool on = false;
};

/// Variables of which something is computed once a node, not once a row.
struct OncePer {
  std::vector<Slot> nodes;
};

/// Of the groups only those are given that can be among the first `skip` + `limit` by this item.
struct TopGroups {
  size_t item = 0;
  bool descending = false;
  ExprPtr skip;   // may be null
  ExprPtr limit;  // null: all groups are given
};

struct SortKey {
  ExprPtr expr;
  bool descending = false;
};

namespace ops {

/// The row from outside: of Apply, of a subplan; at the start of a statement one row without columns.
struct Argument {
  static constexpr std::string_view kName = "Argument";
  auto Fields() { return std::tie(); }
};

// ---- where nodes come from: for each row of the input

struct AllNodesScan {
  static constexpr std::string_view kName = "AllNodesScan";
  Plan input;
  Out node;
  auto Fields() { return std::tie(input, node); }
};
struct LabelScan {
  static constexpr std::string_view kName = "LabelScan";
  Plan input;
  Out node;
  std::string label;
  auto Fields() { return std::tie(input, node, label); }
};
/// Nodes whose property equals `key` (each_of: equals one of the items of the list `key`).
struct IndexSeek {
  static constexpr std::string_view kName = "IndexSeek";
  Plan input;
  Out node;
  std::string label;
  std::string property;
  uint32_t index = 0;
  bool each_of = false;
  ExprPtr key;
  auto Fields() { return std::tie(input, node, label, property, index, each_of, key); }
};
struct IndexRange {
  static constexpr std::string_view kName = "IndexRange";
  Plan input;
  Out node;
  std::string label;
  std::string property;
  uint32_t index = 0;
  ExprPtr lower;  // may be null
  bool lower_inclusive = false;
  ExprPtr upper;  // may be null
  bool upper_inclusive = false;
  auto Fields() {
    return std::tie(input, node, label, property, index, lower, lower_inclusive, upper, upper_inclusive);
  }
};
struct IndexPrefix {
  static constexpr std::string_view kName = "IndexPrefix";
  Plan input;
  Out node;
  std::string label;
  std::string property;
  uint32_t index = 0;
  ExprPtr prefix;
  auto Fields() { return std::tie(input, node, label, property, index, prefix); }
};
/// The node with this id (each_of: with an id in the list `id`).
struct NodeById {
  static constexpr std::string_view kName = "NodeById";
  Plan input;
  Out node;
  bool each_of = false;
  ExprPtr id;
  auto Fields() { return std::tie(input, node, each_of, id); }
};

// ---- where relationships come from: an index on a property of their type

/// As IndexSeek; their ends are for Endpoints to find.
struct EdgeIndexSeek {
  static constexpr std::string_view kName = "RelationshipIndexSeek";
  Plan input;
  Out rel;
  std::string type;
  std::string property;
  uint32_t index = 0;
  bool each_of = false;
  ExprPtr key;
  auto Fields() { return std::tie(input, rel, type, property, index, each_of, key); }
};
struct EdgeIndexRange {
  static constexpr std::string_view kName = "RelationshipIndexRange";
  Plan input;
  Out rel;
  std::string type;
  std::string property;
  uint32_t index = 0;
  ExprPtr lower;  // may be null
  bool lower_inclusive = false;
  ExprPtr upper;  // may be null
  bool upper_inclusive = false;
  auto Fields() { return std::tie(input, rel, type, property, index, lower, lower_inclusive, upper, upper_inclusive); }
};
struct EdgeIndexPrefix {
  static constexpr std::string_view kName = "RelationshipIndexPrefix";
  Plan input;
  Out rel;
  std::string type;
  std::string property;
  uint32_t index = 0;
  ExprPtr prefix;
  auto Fields() { return std::tie(input, rel, type, property, index, prefix); }
};

// ---- along relationships

/// Each relationship at `from`, and the node at its other end. `differs_from`: relationships (and lists of them) of the
/// same MATCH that must be others. `tests`: predicates of `to` alone, asked once a node. `once`: one row for a row that
/// has any, `rel` and `to` not filled. `count`, where it is valid: each end comes once in all, with how many rows it
/// stands for; nothing of the input's rows is passed on.
struct Expand {
  static constexpr std::string_view kName = "Expand";
  Plan input;
  Slot from;
  Flow flow = Flow::kOut;
  Types types;
  Out rel;
  Out to;
  std::vector<Slot> differs_from;
  std::vector<ExprPtr> tests = {};
  Mark once = {"once a row"};
  Out count = {};
  auto Fields() { return std::tie(input, from, flow, types, rel, to, differs_from, tests, once, count); }
};
struct ExpandInto {
  static constexpr std::string_view kName = "ExpandInto";
  Plan input;
  Slot from;
  Flow flow = Flow::kOut;
  Types types;
  Out rel;
  Slot to;
  std::vector<Slot> differs_from;
  auto Fields() { return std::tie(input, from, flow, types, rel, to, differs_from); }
};
/// Trails (no relationship twice) of min to max relationships; `rels` is the list of them in the order from `from`.
/// `backwards`: the list is to be turned, because the pattern was written the other way round.
struct VarExpand {
  static constexpr std::string_view kName = "VarExpand";
  Plan input;
  Slot from;
  Flow flow = Flow::kOut;
  Types types;
  uint64_t min = 1;
  uint64_t max = kUnbounded;
  Out rels;
  Out to;
  bool backwards = false;
  EdgeCondition condition;
  std::vector<Slot> differs_from;
  bool reach_only = false;  // each end once a row, `rels` not filled: for those who only ask which nodes
  auto Fields() {
    return std::tie(input, from, flow, types, min, max, rels, to, backwards, condition, differs_from, reach_only);
  }
};
/// The ends of a relationship that is known already, seen in the direction of the pattern (both: twice).
struct Endpoints {
  static constexpr std::string_view kName = "Endpoints";
  Plan input;
  Slot rel;
  Flow flow = Flow::kOut;
  Types types;
  Out from;
  Out to;
  std::vector<Slot> differs_from;
  auto Fields() { return std::tie(input, rel, flow, types, from, to, differs_from); }
};
/// The same for a list of relationships that is known already: rows where the list forms a path from `from`.
struct WalkList {
  static constexpr std::string_view kName = "WalkList";
  Plan input;
  Slot from;
  Slot rels;
  Flow flow = Flow::kOut;
  Types types;
  uint64_t min = 1;
  uint64_t max = kUnbounded;
  Out to;
  auto Fields() { return std::tie(input, from, rels, flow, types, min, max, to); }
};
struct ShortestPath {
  static constexpr std::string_view kName = "ShortestPath";
  Plan input;
  Slot from;
  Flow flow = Flow::kOut;
  Types types;
  uint64_t min = 1;
  uint64_t max = kUnbounded;
  bool all = false;
  Out rels;
  Out path;
  Slot to;
  EdgeCondition condition;
  auto Fields() { return std::tie(input, from, flow, types, min, max, all, rels, path, to, condition); }
};
/// `((a)-[r]->(b) WHERE p){1,3}`: the inner plan walks one repetition from `inner_from` (a local column that Argument
/// gives).
struct Repeat {
  static constexpr std::string_view kName = "Repeat";
  Plan input;
  Plan inner;
  Slot from;
  Out inner_from;
  Slot inner_to;
  uint64_t min = 1;
  uint64_t max = kUnbounded;
  Out to;
  Out rels;                        // all relationships, in order
  std::vector<Slot> inner_rels;    // relationships of one repetition, in order
  std::vector<Slot> inner_values;  // variables of one repetition ...
  std::vector<Out> lists;          // ... and the lists that they become outside
  std::vector<Slot> differs_from;
  auto Fields() {
    return std::tie(input, inner, from, inner_from, inner_to, min, max, to, rels, inner_rels, inner_values, lists,
                    differs_from);
  }
};

/// Of the rows with the same two ends those with the `count` least lengths; `groups`: all rows of these lengths.
struct SelectPaths {
  static constexpr std::string_view kName = "SelectPaths";
  Plan input;
  Slot from;
  Slot to;
  ExprPtr length;
  ExprPtr count;
  bool groups = false;
  auto Fields() { return std::tie(input, from, to, length, count, groups); }
};

// ---- rows

struct Filter {
  static constexpr std::string_view kName = "Filter";
  Plan input;
  std::vector<ExprPtr> predicates;
  auto Fields() { return std::tie(input, predicates); }
};
struct Project {
  static constexpr std::string_view kName = "Project";
  Plan input;
  std::vector<Assign> items;
  auto Fields() { return std::tie(input, items); }
};
/// `once_per`: keys that read nothing but one of these nodes are computed once for each. `source`, where it is there:
/// its rows go through `input`, whose Argument gives them, by several threads.
struct Aggregate {
  static constexpr std::string_view kName = "Aggregate";
  Plan input;
  std::vector<Assign> keys;
  std::vector<AggregateItem> items;
  OncePer once_per = {};
  TopGroups top = {};
  Plan source = {};
  auto Fields() { return std::tie(source, input, keys, items, once_per, top); }
};
struct Distinct {
  static constexpr std::string_view kName = "Distinct";
  Plan input;
  std::vector<Slot> slots;
  auto Fields() { return std::tie(input, slots); }
};
struct Sort {
  static constexpr std::string_view kName = "Sort";
  Plan input;
  std::vector<SortKey> keys;
  auto Fields() { return std::tie(input, keys); }
};
/// The first `count` rows (an expression without variables) of the sorted input.
struct TopK {
  static constexpr std::string_view kName = "TopK";
  Plan input;
  std::vector<SortKey> keys;
  ExprPtr skip;  // may be null
  ExprPtr limit;
  auto Fields() { return std::tie(input, keys, skip, limit); }
};
struct Skip {
  static constexpr std::string_view kName = "Skip";
  Plan input;
  ExprPtr count;
  auto Fields() { return std::tie(input, count); }
};
struct Limit {
  static constexpr std::string_view kName = "Limit";
  Plan input;
  ExprPtr count;
  auto Fields() { return std::tie(input, count); }
};
struct Unwind {
  static constexpr std::string_view kName = "Unwind";
  Plan input;
  ExprPtr list;
  Out element;
  auto Fields() { return std::tie(input, list, element); }
};
/// For each row the rows of `inner`. `optional`: at least one, with nulls in `nulls`. `unit`: the row itself, once,
/// whatever comes out. `batch_rows`: CALL { } IN TRANSACTIONS; then `on_error` and `status` say what becomes of a batch
/// that fails.
struct Apply {
  static constexpr std::string_view kName = "Apply";
  Plan input;
  Plan inner;
  bool optional = false;
  bool unit = false;
  std::vector<Out> outs;  // what inner adds to the row
  bool in_transactions = false;
  ExprPtr batch_rows;
  ast::OnError on_error = ast::OnError::kFail;
  Out status;
  auto Fields() { return std::tie(input, inner, optional, unit, outs, in_transactions, batch_rows, on_error, status); }
};
/// Rows of every part in turn; columns[i] of a part become outs[i].
struct Union {
  static constexpr std::string_view kName = "Union";
  Plan left;
  Plan right;
  std::vector<Slot> left_columns;
  std::vector<Slot> right_columns;
  std::vector<Out> outs;
  auto Fields() { return std::tie(left, right, left_columns, right_columns, outs); }
};
/// Each row of the left with each of the right, which does not depend on it and is kept; with keys: where they are
/// equal.
struct HashJoin {
  static constexpr std::string_view kName = "HashJoin";
  Plan left;
  Plan right;
  std::vector<ExprPtr> left_keys;
  std::vector<ExprPtr> right_keys;
  auto Fields() { return std::tie(left, right, left_keys, right_keys); }
};
/// Reads all its input before it gives the first row: what comes after may write without being seen by what comes
/// before.
struct Eager {
  static constexpr std::string_view kName = "Eager";
  Plan input;
  auto Fields() { return std::tie(input); }
};
struct EmptyResult {
  static constexpr std::string_view kName = "EmptyResult";
  Plan input;
  auto Fields() { return std::tie(input); }
};
struct ProcedureCall {
  static constexpr std::string_view kName = "ProcedureCall";
  Plan input;
  std::string name;
  std::vector<ExprPtr> arguments;
  std::vector<std::string> fields;  // of the procedure ...
  std::vector<Out> outs;            // ... and where they go
  bool optional = false;
  Span span;
  std::shared_ptr<const Procedure> procedure;
  auto Fields() { return std::tie(input, name, arguments, fields, outs, optional); }
};
struct LoadCsv {
  static constexpr std::string_view kName = "LoadCsv";
  Plan input;
  ExprPtr from;
  bool with_headers = false;
  ExprPtr terminator;  // may be null
  Out row;
  Span span;
  auto Fields() { return std::tie(input, from, with_headers, terminator, row); }
};

// ---- writing

struct NewNode {
  Out slot;
  std::vector<std::string> labels;
  ExprPtr properties;  // a map, or null
  Span span;
};
struct NewEdge {
  Out slot;
  Slot start;
  std::string type;
  Slot end;
  ExprPtr properties;
  Span span;
};
struct SetItem {
  enum class Kind { kProperty, kReplace, kAdd, kLabels, kRemoveLabels };
  Kind kind = Kind::kProperty;
  ExprPtr target;
  ExprPtr key;  // kProperty: the name, an expression
  ExprPtr value;
  std::vector<std::string> labels;
  Span span;
};

struct Create {
  static constexpr std::string_view kName = "Create";
  Plan input;
  std::vector<NewNode> nodes;
  std::vector<NewEdge> edges;
  auto Fields() { return std::tie(input, nodes, edges); }
};
/// For each row: the rows of `match`, or one new row with what is created.
struct Merge {
  static constexpr std::string_view kName = "Merge";
  Plan input;
  Plan match;
  std::vector<NewNode> nodes;
  std::vector<NewEdge> edges;
  std::vector<Out> outs;
  std::vector<Assign> after_create;  // named paths
  std::vector<SetItem> on_create;
  std::vector<SetItem> on_match;
  auto Fields() { return std::tie(input, match, nodes, edges, outs, after_create, on_create, on_match); }
};
struct Set {
  static constexpr std::string_view kName = "Set";
  Plan input;
  std::vector<SetItem> items;
  auto Fields() { return std::tie(input, items); }
};
struct Delete {
  static constexpr std::string_view kName = "Delete";
  Plan input;
  std::vector<ExprPtr> targets;
  bool detach = false;
  auto Fields() { return std::tie(input, targets, detach); }
};
/// The input's rows unchanged; for each and each item of the list `inner` runs, with `element` as a column of its
/// Argument.
struct Foreach {
  static constexpr std::string_view kName = "Foreach";
  Plan input;
  Plan inner;
  ExprPtr list;
  Out element;
  auto Fields() { return std::tie(input, inner, list, element); }
};

}  // namespace ops

using AnyOp = std::variant<ops::Argument, ops::AllNodesScan, ops::LabelScan, ops::IndexSeek, ops::IndexRange,
                           ops::IndexPrefix, ops::NodeById, ops::EdgeIndexSeek, ops::EdgeIndexRange,
                           ops::EdgeIndexPrefix, ops::Expand, ops::ExpandInto, ops::VarExpand, ops::Endpoints,
                           ops::WalkList, ops::ShortestPath, ops::Repeat, ops::SelectPaths, ops::Filter, ops::Project,
                           ops::Aggregate, ops::Distinct, ops::Sort, ops::TopK, ops::Skip, ops::Limit, ops::Unwind,
                           ops::Apply, ops::Union, ops::HashJoin, ops::Eager, ops::EmptyResult, ops::ProcedureCall,
                           ops::LoadCsv, ops::Create, ops::Merge, ops::Set, ops::Delete, ops::Foreach>;

struct PlanNode {
  AnyOp op;
  double rows = -1;  // the optimiser's estimate; negative: none
  // PROFILE: what came out, and what it took, inputs included; several threads add up.
  uint64_t seen = 0;
  uint64_t batches = 0;
  uint64_t nanos = 0;
  uint64_t segment_loads = 0;
};

template <typename Op>
Plan MakePlan(Op op) {
  return std::make_unique<PlanNode>(PlanNode{std::move(op)});
}

/// A planned query: what a run needs to know beside the operators.
struct QueryPlan {
  Plan root;
  SlotTable slots;
  std::vector<std::string> columns;  // empty: returns nothing
  std::vector<Slot> outputs;         // one a column
  bool writes = false;
  bool in_transactions = false;  // has CALL { } IN TRANSACTIONS: commits by itself
};

}  // namespace papergraph::engine
