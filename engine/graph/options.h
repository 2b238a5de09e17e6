// The one argument of a graph procedure: a map of options, read with errors that help.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/graph_view.h"
#include "engine/procedures/procedure.h"

namespace papergraph::engine {

/// What the map of one call says. Every failure is RuntimeError kProcedureError, detail InvalidArgument, at the call.
class ProcedureOptions {
 public:
  /// `known` are the keys that the procedure takes besides `label` and `type`. No argument, or null: an empty map.
  ProcedureOptions(std::string_view procedure, const ProcedureContext& context, std::span<const Value> arguments,
                   std::vector<std::string_view> known);

  /// `label` and `type`, as a selection. Null counts as absent.
  ViewSelection Selection(ViewDirection direction) const;
  /// The number under `key`, or `fallback`. Refuses what is outside [least, most], and NaN.
  double Number(std::string_view key, double fallback, double least, double most) const;
  int64_t Integer(std::string_view key, int64_t fallback, int64_t least, int64_t most) const;
  /// The string under `key`; nullopt where absent.
  std::optional<std::string> Text(std::string_view key) const;
  /// Throws: `key` has a value of a wrong kind. `expected` reads "a string or a list of strings".
  [[noreturn]] void Refuse(std::string_view key, std::string_view expected) const;

 private:
  const Value* Find(std::string_view key) const;
  std::optional<std::vector<std::string>> Names(std::string_view key) const;

  std::string_view procedure_;
  const ProcedureContext& context_;
  Value map_;
};

}  // namespace papergraph::engine
