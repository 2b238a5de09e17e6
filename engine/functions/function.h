// Functions and aggregates of the language: rows of a table. To add one: code and a row in engine/functions/<group>.cc.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "grammar/error.h"
#include "storage/graph_reader.h"
#include "storage/value.h"

namespace papergraph::engine {

/// What a function may see while it runs. One for each thread of a statement.
struct FunctionContext {
  const GraphReader& graph;
  DateTime now;  // the instant at which the statement began, in UTC: datetime() and its kin are fixed within it
  Span call{};   // of the call that runs: for errors
  uint64_t random_state = 1;  // rand(), randomUUID(): advanced by them
};

using ScalarCall = Value (*)(FunctionContext&, std::span<const Value>);

struct Function {
  std::string_view name;       // as documented: "toUpper", "date.truncate"; found in any case
  std::string_view signature;  // "toUpper(text :: STRING) :: STRING"
  std::string_view help;       // one sentence for :help and SHOW FUNCTIONS
  std::string_view example;    // "toUpper('abc') = 'ABC'": a Cypher predicate, run by a test
  int min_arguments;
  int max_arguments;      // -1: any number
  bool null_in_null_out;  // a null argument gives null without a call
  bool pure;              // same arguments, same answer, no graph needed: may be folded at compile time
  ScalarCall call;        // throws RuntimeError(..., context.call, ...)
};

/// One group's aggregate while it grows.
class AggregateState {
 public:
  virtual ~AggregateState() = default;
  /// `arguments[0]` is never null (nulls are skipped before); further ones are the parameters of percentileCont and its
  /// kin.
  virtual void Add(std::span<const Value> arguments) = 0;
  virtual Value Finish() = 0;
};

struct Aggregate {
  std::string_view name;
  std::string_view signature;
  std::string_view help;
  std::string_view example;  // "UNWIND [1, 2] AS x RETURN sum(x) = 3"
  int arguments;
  std::unique_ptr<AggregateState> (*make)(FunctionContext&);
};

/// Both case-insensitive; null when there is none.
const Function* FindFunction(std::string_view name);
const Aggregate* FindAggregate(std::string_view name);
/// All, by name.
std::span<const Function* const> Functions();
std::span<const Aggregate* const> Aggregates();
/// The nearest known name, for "did you mean"; empty when nothing is near.
std::string_view NearestFunction(std::string_view name);

}  // namespace papergraph::engine
