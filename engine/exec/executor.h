// A plan that can be run, again and again: what Session keeps for a text. Knows the graph only through its interfaces,
// so the plain reference graph of the tests serves as well as the store.
#pragma once

#include <chrono>

#include "engine/algebra/ops.h"
#include "engine/column_sink.h"
#include "engine/exec/context.h"
#include "engine/exec/operator.h"
#include "engine/result.h"

namespace papergraph::engine {

struct RunOptions {
  const std::atomic<bool>* cancelled = nullptr;
  double timeout_seconds = 0;   // 0: none
  uint64_t memory_limit = 0;    // 0: none
  uint64_t memory_written = 0;  // what the open transaction holds of earlier statements: counts against the limit
  std::string allow_files;
  bool profile = false;
  std::function<void(ExecContext&)> commit;  // for IN TRANSACTIONS
};

/// One thread.
class Executor {
 public:
  explicit Executor(QueryPlan plan);
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// `writer` is null, or the same object as `graph`. REQUIRES: writer where the plan writes. Throws QueryError,
  /// StoreError; then the graph may have been changed half way.
  Stats Run(const GraphReader& graph, GraphWriter* writer, const Value& parameters, const RunOptions& options,
            RowSink& sink);
  /// After Run: what the open transaction holds, that of earlier statements included.
  uint64_t memory_written() const { return context_.memory_written; }
  /// After Run: what its operators still hold, about.
  uint64_t memory_used() const { return context_.memory_used; }
  const QueryPlan& plan() const { return plan_; }

 private:
  // The rows of batch_.
  void GiveRows(RowSink& sink, ColumnSink* columns);

  QueryPlan plan_;
  ExecContext context_;
  OperatorPtr root_;
  Batch batch_;
  std::vector<Value> row_;
  std::vector<const Column*> columns_;
};

/// The instant of now, in UTC.
DateTime Now();

}  // namespace papergraph::engine
