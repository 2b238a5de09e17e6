// Errors as Bolt's clients know them.
#pragma once

#include <string>
#include <string_view>

#include "grammar/error.h"

namespace papergraph::cli {

/// What a FAILURE message carries. Drivers try again by themselves what has a code of class TransientError.
struct BoltError {
  std::string code;  // of neo4j.com/docs/status-codes
  std::string message;
};

/// The error of the statement `text`, with its place and the line of the statement.
BoltError ToBoltError(const QueryError& error, std::string_view text);

}  // namespace papergraph::cli
