#include "engine/exec/executor.h"

#include <random>

#include "engine/exec/build.h"

namespace papergraph::engine {

DateTime Now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  DateTime now;
  now.seconds = seconds.count();
  now.nanos = static_cast<int32_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds).count());
  return now;
}

namespace {

// One look at the system's entropy a thread; a statement's rand() starts from the next number.
uint64_t NextSeed() {
  thread_local std::mt19937_64 seeds{std::random_device()()};
  return seeds();
}

void ForgetCounts(PlanNode& plan) {
  plan.seen = plan.batches = plan.nanos = plan.segment_loads = 0;
  ForEachInput(plan, [](Plan& input) { ForgetCounts(*input); });
}

}  // namespace

Executor::Executor(QueryPlan plan)
    : plan_(std::move(plan)), batch_(plan_.slots.names.size()), row_(plan_.outputs.size()), columns_(row_.size()) {
  context_.locals.resize(plan_.slots.names.size());
  Builder builder(context_, plan_.slots);
  root_ = builder.Build(*plan_.root, plan_.outputs);
}

Stats Executor::Run(const GraphReader& graph, GraphWriter* writer, const Value& parameters, const RunOptions& options,
                    RowSink& sink) {
  context_.graph = &graph;
  context_.writer = plan_.writes ? writer : nullptr;
  context_.parameters = &parameters;
  context_.function.emplace(FunctionContext{graph, Now(), {}, NextSeed()});
  context_.stats = {};
  context_.profile = options.profile;
  ++context_.run;
  context_.allow_files = options.allow_files;
  context_.commit = options.commit;
  context_.cancelled = options.cancelled;
  context_.deadline.reset();
  if (options.timeout_seconds > 0) {
    context_.deadline = std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(
                                                               std::chrono::duration<double>(options.timeout_seconds));
  }
  context_.memory_limit = options.memory_limit;
  context_.memory_used = options.memory_written;
  context_.memory_written = options.memory_written;
  context_.work = 0;
  if (options.profile) ForgetCounts(*plan_.root);

  auto* const columns = dynamic_cast<ColumnSink*>(&sink);
  sink.Columns(plan_.columns, graph);
  root_->Open();
  while (root_->Next(batch_)) {
    context_.CheckInterrupt();
    if (!plan_.columns.empty()) GiveRows(sink, columns);
  }
  return context_.stats;
}

void Executor::GiveRows(RowSink& sink, ColumnSink* columns) {
  for (size_t i = 0; i < columns_.size(); ++i) columns_[i] = &batch_[plan_.outputs[i]];
  if (columns) return columns->Rows(columns_, batch_.size);
  for (size_t row = 0; row < batch_.size; ++row) {
    for (size_t i = 0; i < row_.size(); ++i) row_[i] = columns_[i]->Get(row);
    sink.Row(row_);
  }
}

}  // namespace papergraph::engine
