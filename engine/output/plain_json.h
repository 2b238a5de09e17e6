// JSON as most requests are, read without ado.
#pragma once

#include <optional>
#include <string_view>

#include "storage/value.h"

namespace papergraph::engine {

/// The value where `json` consists of maps without `_type`, lists, ASCII strings with short escapes, whole numbers,
/// booleans and null. nullopt: it is something else, or wrong; the full reader tells (json_reader.cc).
std::optional<Value> ReadPlainJson(std::string_view json);

}  // namespace papergraph::engine
