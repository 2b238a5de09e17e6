// For tests: expressions without rows or a graph, evaluated as plainly as can be.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/functions/function.h"
#include "engine/functions/operators.h"
#include "grammar/ast.h"
#include "grammar/parser.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

class ConstantEvaluator {
 public:
  ConstantEvaluator();

  /// Of an expression's text. Throws QueryError.
  Value Evaluate(std::string_view expression);
  /// `rows`: the values that the variable `x` takes within aggregates.
  Value Evaluate(const ast::Expr& expr, const Value* rows = nullptr);

  FunctionContext& context() { return *context_; }

 private:
  Value Call(const ast::FunctionCall& call, const Value* rows);

  std::unique_ptr<GraphReader> graph_;
  std::unique_ptr<FunctionContext> context_;
  Value row_;
};

}  // namespace papergraph::engine
