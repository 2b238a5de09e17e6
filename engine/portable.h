// Which Cypher other engines run, too.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace papergraph::engine {

/// The functions that the openCypher 9 reference has, aggregates included, ascending.
std::span<const std::string_view> StandardFunctions();

/// The first thing in a statement that is not standard openCypher, in words ("the procedure search.text"); empty: there
/// is none. Reads only what reads: a clause that writes is none. Throws QueryError when `cypher` cannot be parsed.
std::string WhyNotPortable(std::string_view cypher);

}  // namespace papergraph::engine
