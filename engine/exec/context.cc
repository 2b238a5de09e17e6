#include "engine/exec/context.h"

#include "grammar/error.h"

namespace papergraph::engine {

void ExecContext::CheckInterrupt() const {
  if (cancelled && cancelled->load(std::memory_order_relaxed)) {
    throw RuntimeError(ErrorType::kResourceError, "Cancelled", {}, "the statement was cancelled");
  }
  if (deadline && std::chrono::steady_clock::now() > *deadline) {
    throw RuntimeError(ErrorType::kResourceError, "Timeout", {},
                       "the statement ran longer than allowed; ask for less, or give more time with --timeout");
  }
}

void ExecContext::Charge(uint64_t bytes) {
  memory_used += bytes;
  if (memory_limit != 0 && memory_used > memory_limit) {
    throw RuntimeError(ErrorType::kResourceError, "MemoryLimit", {},
                       "the statement needs more memory than allowed; ask for less, or give more with --memory-limit");
  }
}

void ExecContext::RequireRoom(uint64_t bytes, Span span) const {
  constexpr uint64_t kMost = uint64_t{1} << 31;
  if (bytes > kMost) {
    throw RuntimeError(ErrorType::kResourceError, "MemoryLimit", span, "this value would be larger than 2 GiB");
  }
  if (memory_limit != 0 && memory_used + bytes > memory_limit) {
    throw RuntimeError(ErrorType::kResourceError, "MemoryLimit", span,
                       "this value needs more memory than allowed; ask for less, or give more with --memory-limit");
  }
}

void RequireAlive(const ExecContext& context, NodeId node, Span span) {
  if (!context.deleted_any() || context.graph->HasNode(node)) return;
  throw RuntimeError(ErrorType::kEntityNotFound, "DeletedEntityAccess", span,
                     "this node was deleted earlier in the statement; read what you need of it before DELETE");
}

void RequireAlive(const ExecContext& context, EdgeId edge, Span span) {
  if (!context.deleted_any() || context.graph->HasEdge(edge)) return;
  throw RuntimeError(ErrorType::kEntityNotFound, "DeletedEntityAccess", span,
                     "this relationship was deleted earlier in the statement; read what you need of it before DELETE");
}

}  // namespace papergraph::engine
