// What every operator and expression of a running statement shares.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/functions/function.h"
#include "engine/result.h"
#include "storage/graph_reader.h"
#include "storage/graph_writer.h"

namespace papergraph::engine {

/// Lives as long as the operators; the fields of a run are set before each.
struct ExecContext {
  const GraphReader* graph = nullptr;
  GraphWriter* writer = nullptr;  // null: the statement only reads
  const Value* parameters = nullptr;
  std::optional<FunctionContext> function;
  Stats stats;
  std::vector<Value> locals;  // variables inside expressions, by Slot::index
  std::string allow_files;    // LOAD CSV: only below this folder; empty: nothing
  /// CALL { } IN TRANSACTIONS: commits what was done so far and sets graph and writer anew. Empty where that is
  /// impossible.
  std::function<void(ExecContext&)> commit;
  const std::atomic<bool>* cancelled = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  uint64_t memory_limit = 0;
  uint64_t memory_used = 0;
  uint64_t memory_written = 0;  // of memory_used: changes that are not committed yet
  uint64_t work = 0;            // since Poll looked last
  bool profile = false;
  uint64_t run = 0;  // another one for each run: what operators keep about the graph ends with it

  /// Something was deleted in this statement: entities in rows may be gone.
  bool deleted_any() const { return stats.nodes_deleted + stats.relationships_deleted > 0; }
  /// Throws QueryError kResourceError (Cancelled, Timeout). Cheap enough for every batch.
  void CheckInterrupt() const;
  /// Counts bytes that a blocking operator holds; throws kResourceError (MemoryLimit) past the limit.
  void Charge(uint64_t bytes);
  void Release(uint64_t bytes) { memory_used -= bytes < memory_used ? bytes : memory_used; }
  /// Counts bytes of the open transaction, until ReleaseWrites.
  void ChargeWrite(uint64_t bytes) {
    memory_written += bytes;
    Charge(bytes);
  }
  void ReleaseWrites() {
    Release(memory_written);
    memory_written = 0;
  }
  /// Throws kResourceError (MemoryLimit) where a value of this size would not fit beside what is held; without a limit,
  /// where it is larger than any value may be.
  void RequireRoom(uint64_t bytes, Span span) const;
  /// For loops inside expressions: CheckInterrupt once in a while. `amount`: 1 is one simple step.
  void Poll(uint64_t amount = 1) {
    work += amount;
    if (work < 1024) return;
    work = 0;
    CheckInterrupt();
  }
};

/// Throws EntityNotFound DeletedEntityAccess when this statement deleted it.
void RequireAlive(const ExecContext& context, NodeId node, Span span);
void RequireAlive(const ExecContext& context, EdgeId edge, Span span);

/// A name of the graph and its id, looked up until there is one.
template <typename Id>
class NameRef {
 public:
  explicit NameRef(std::string name) : name_(std::move(name)) {}
  std::optional<Id> Resolve(const GraphReader& graph) {
    if (!id_) id_ = Find(graph);
    return id_;
  }
  const std::string& name() const { return name_; }

 private:
  std::optional<Id> Find(const GraphReader& graph) const {
    if constexpr (std::is_same_v<Id, LabelId>) {
      return graph.FindLabel(name_);
    } else if constexpr (std::is_same_v<Id, TypeId>) {
      return graph.FindType(name_);
    } else {
      return graph.FindProperty(name_);
    }
  }
  std::string name_;
  std::optional<Id> id_;
};

}  // namespace papergraph::engine
