// What the page asks, as JSON, and the answers.
#pragma once

#include <string>
#include <string_view>

#include "cli/server/explorer.h"
#include "engine/session.h"

namespace papergraph::cli {

struct ApiAnswer {
  int status = 200;
  std::string json;
};

inline constexpr int64_t kUsualApiRows = 200, kMostApiRows = 5000;
inline constexpr size_t kMostApiBytes = 16 << 20;

/// To `path`, one of:
///
///   /api/query     {"statement", "parameters"?, "limit"?}
///                  -> {"columns", "rows", "truncated", "notices", "plan", "elapsed_ms"}
///   /api/meaning   {"statement"}
///                  -> {"cypher": what a sentence means, "pattern": a statement that returns what it matches}
///   /api/complete  {"text"}
///                  -> {"start", "candidates", "things": [{"label", "name", "alias"}]}
///
/// A statement that fails gives 200, too, and {"error": {..., "start", "end"}}: CONTRACT.md's, and the bytes of the
/// statement that it is about. REQUIRES: `session` only reads. Throws what no client can help.
ApiAnswer AnswerApi(std::string_view path, std::string_view body, const Explorer& explorer, engine::Session& session);

}  // namespace papergraph::cli
