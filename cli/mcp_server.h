// The Model Context Protocol (modelcontextprotocol.io/specification), by which agents use a graph: JSON-RPC 2.0, a
// message a line.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "engine/session.h"
#include "storage/store.h"

namespace papergraph::cli {

/// Tools that read: `ask` (a plain sentence), `query` (Cypher), `why` and `schema`. One thread.
class McpServer {
 public:
  /// `open` is called for each tool's call, so that each sees the graph of that moment; what it throws is the answer of
  /// that call. The store that it gives must refuse writes.
  McpServer(std::function<std::unique_ptr<Store>()> open, engine::SessionOptions options)
      : open_(std::move(open)), options_(std::move(options)) {}

  /// The line that answers `line`, without a line feed; nullopt for a notification. Never throws for what is in `line`.
  std::optional<std::string> Answer(std::string_view line);

 private:
  nlohmann::json Call(const nlohmann::json& params);

  std::function<std::unique_ptr<Store>()> open_;
  engine::SessionOptions options_;
};

}  // namespace papergraph::cli
