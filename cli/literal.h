// Values in the notation of the openCypher TCK's tables.
#pragma once

#include <string_view>

#include "storage/value.h"

namespace papergraph::cli {

/// 'text', 1, -2.5, true, null, [1, 2], {a: 1}. Throws QueryError kSyntaxError for anything else.
Value ParseLiteral(std::string_view text);

}  // namespace papergraph::cli
