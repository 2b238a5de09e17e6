// Laws that hold between a statement's answer and that of another statement, or of the same at another time: no
// reference is needed.
#pragma once

#include <optional>
#include <string>

#include "tests/generate/run.h"

namespace papergraph::generate {

/// A law, tried on one random graph. nullopt, or the broken law, the script and both answers.
/// - |Q| = |Q and p| + |Q and not p| + |Q and p is null|, as rows
/// - who is reached in 1..k steps is reached in 1..k+1
/// - a pattern written from its end gives the same rows
/// - nodes of another label, with relationships among them, change nothing for a pattern that excludes them
/// - count(*) counts the rows; DISTINCT twice is DISTINCT; NOT NOT p is p; EXISTS is COUNT > 0
/// - an index changes no row, made or dropped
/// - each rule of the optimiser, switched off alone, changes no row
std::optional<std::string> BrokenLaw(Bench& bench, Choices& choices);

/// A graph on disk answers the same before and after it is closed and opened. `folder` is empty or missing.
std::optional<std::string> BrokenByReopening(const std::string& folder, Choices& choices);

}  // namespace papergraph::generate
