// What is in the graph, at a glance: `:schema` and `:stats`.
#pragma once

namespace papergraph::cli {

class Shell;

/// Labels and types with their counts and properties (those of the first nodes and edges of each), indexes and
/// constraints.
void ShowSchema(Shell& shell);
/// Counts alone.
void ShowStats(Shell& shell);

}  // namespace papergraph::cli
