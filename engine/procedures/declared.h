// Procedures answered from a table, as the openCypher TCK declares them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/procedures/procedure.h"

namespace papergraph::engine {

/// `signature`: "test.my.proc(name :: STRING?, in :: INTEGER?) :: (city :: STRING?)". The columns of `rows` are
/// arguments, then results; a call gives the results of the rows whose arguments equal its own. Throws QueryError
/// kSyntaxError.
std::shared_ptr<const Procedure> TableProcedure(std::string_view signature, const std::vector<std::string>& columns,
                                                std::vector<std::vector<Value>> rows);

}  // namespace papergraph::engine
