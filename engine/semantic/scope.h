// Which names exist where.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/semantic/types.h"
#include "grammar/span.h"

namespace papergraph::engine {

struct Variable {
  std::string name;
  Type type;
};

/// The variables that a piece of a statement sees, in the order in which they came to be. A copy is cheap enough: a
/// statement has few.
class Scope {
 public:
  /// Null when there is none. Valid until the next change.
  const Variable* Find(std::string_view name) const;
  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  /// Adds it, or gives it a new type where it is there already.
  void Set(std::string_view name, Type type);
  bool empty() const { return variables_.empty(); }
  const std::vector<Variable>& variables() const { return variables_; }

  /// The known name nearest to what was written, for "did you mean"; empty when none is near.
  std::string_view Nearest(std::string_view name) const;

 private:
  std::vector<Variable> variables_;
};

}  // namespace papergraph::engine
