// Expressions that run: on one row, or on a batch with typed fast paths.
#pragma once

#include <memory>
#include <vector>

#include "engine/algebra/expr.h"
#include "engine/exec/batch.h"
#include "engine/exec/context.h"

namespace papergraph::engine {

class Operator;

/// Belongs to one operator of one running statement. Throws QueryError.
class Eval {
 public:
  explicit Eval(ExecContext& context, Span span) : ctx_(context), span_(span) {}
  virtual ~Eval() = default;
  Eval(const Eval&) = delete;
  Eval& operator=(const Eval&) = delete;

  virtual Value Row(const Batch& batch, size_t row) = 0;
  /// out := the values of all rows. The base class goes row by row.
  virtual void Fill(const Batch& batch, Column& out);
  /// Appends the rows for which this is true; false where All() is the way.
  virtual bool Select(const Batch&, std::vector<uint32_t>&) { return false; }
  /// The column itself where the expression is one; else null.
  virtual const Column* Direct(const Batch&) const { return nullptr; }
  /// The same value for every row of a run.
  virtual bool constant() const { return false; }

  /// Direct, or filled into a buffer that the next call overwrites.
  const Column& All(const Batch& batch);
  Span span() const { return span_; }

 protected:
  ExecContext& ctx_;
  Span span_;
  Column buffer_;
};
using EvalPtr = std::unique_ptr<Eval>;

class Builder;

/// `builder` makes the operators of subplans.
EvalPtr MakeEval(const ExprPtr& expr, Builder& builder);
/// Typed comparisons, arithmetic and property reads (eval_batch.cc); null where there is no better way than row by row.
EvalPtr MakeTypedEval(const Expr& expr, Builder& builder);
/// Subplans, list comprehensions, quantifiers, reduce, map projections, paths (eval_nested.cc); null for others.
EvalPtr MakeNestedEval(const Expr& expr, Builder& builder);

/// Appends the rows of the batch for which the predicate is true.
void SelectRows(Eval& predicate, const Batch& batch, std::vector<uint32_t>& rows);
/// Whether the entity has them; null of null. Throws TypeError for what has no labels.
Value TestLabels(const LabelTest& test, const Value& entity, const ExecContext& context, Span span);

}  // namespace papergraph::engine
