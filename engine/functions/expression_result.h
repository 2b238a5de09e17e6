// For tests: what an expression of Cypher without variables gives.
#pragma once

#include <string>
#include <string_view>

#include "engine/functions/constant_evaluator.h"

namespace papergraph::engine {

inline Value Result(std::string_view expression) { return ConstantEvaluator().Evaluate(expression); }

/// "TypeError InvalidArgumentType", or "fine".
inline std::string Failure(std::string_view expression) {
  try {
    Result(expression);
    return "fine";
  } catch (const QueryError& error) {
    return std::string(NameOf(error.type())) + " " + error.detail();
  }
}

}  // namespace papergraph::engine
