// One scenario of the TCK against one session.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/tck/gherkin.h"
#include "tests/tck/session_process.h"

namespace papergraph::tck {

/// Named graphs of the TCK: the statements that build them.
using NamedGraphs = std::map<std::string, std::vector<std::string>>;

/// "" when the scenario passes strictly (error type, phase and detail included), else why it does not. Throws what
/// SessionProcess throws.
std::string Play(SessionProcess& session, const Scenario& scenario, const NamedGraphs& graphs);

}  // namespace papergraph::tck
