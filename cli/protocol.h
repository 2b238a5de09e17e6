// The JSON lines of CONTRACT.md: a request in, an answer out.
#pragma once

#include <string>
#include <string_view>

#include "engine/session.h"

namespace papergraph::cli {

class Protocol {
 public:
  /// `session` outlives it.
  explicit Protocol(engine::Session& session) : session_(session) {}

  /// Appends one line to `out`, whatever `line` is.
  void Answer(std::string_view line, std::string& out);

 private:
  void Query(std::string_view text, const Value* params, bool has_entities, std::string& out);
  void Declare(const Value& request);

  engine::Session& session_;
};

}  // namespace papergraph::cli
