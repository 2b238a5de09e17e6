// Operator: a piece of a running plan that gives its rows in batches.
#pragma once

#include <memory>

#include "engine/algebra/ops.h"
#include "engine/exec/batch.h"
#include "engine/exec/context.h"

namespace papergraph::engine {

class Operator {
 public:
  explicit Operator(ExecContext& context) : ctx_(context) {}
  virtual ~Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  /// (Re)starts; before the first Next and whenever the rows are wanted again.
  virtual void Open() = 0;

  /// The next rows, at least one and about kBatchRows at most; false at the end. Fills the columns that somebody above
  /// needs; what else lies in `out` is undefined. The caller may change `out` afterwards.
  bool Next(Batch& out) { return ctx_.profile && node_ ? NextCounted(out) : Produce(out); }

  /// For PROFILE: where rows and what they take are counted.
  void Count(PlanNode* node) { node_ = node; }

 protected:
  virtual bool Produce(Batch& out) = 0;
  ExecContext& ctx_;

 private:
  bool NextCounted(Batch& out);
  PlanNode* node_ = nullptr;
};
using OperatorPtr = std::unique_ptr<Operator>;

/// The row (or rows) that the Arguments of an inner plan give. Filled by whoever runs the inner plan.
struct ArgumentSource {
  Batch batch;
  explicit ArgumentSource(size_t slots) : batch(slots) {}
};

/// The ops that write, and Session's DDL: what they do with properties.
class Builder;

}  // namespace papergraph::engine
