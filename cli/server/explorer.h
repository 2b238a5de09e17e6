// The page for browsers: its files, and what it may ask of the rooms above the server.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/graph_reader.h"

namespace papergraph::cli {

struct ExplorerFile {
  std::string type;  // "text/html; charset=utf-8"
  std::string bytes;
  std::string tag;  // changes with the bytes: the ETag, in quotes
};

/// By path: "/", "/app.js".
using ExplorerFiles = std::map<std::string, ExplorerFile, std::less<>>;

/// All files of one folder as the page's: nothing is read when a browser asks, so no path leads anywhere else. Files of
/// an unknown kind are left out. Empty where there is no index.html.
ExplorerFiles ReadExplorerFiles(const std::string& folder);

/// Those of the first folder that has any of: `explorer` beside the program, `share/papergraph/explorer` beside its
/// `bin`. `program`: its path.
ExplorerFiles FindExplorerFiles(const std::string& program);

/// What may stand in place of the end of a text.
struct Completions {
  size_t start = 0;  // in bytes
  std::vector<std::string> candidates;
};

struct Explorer {
  ExplorerFiles files;
  std::function<Completions(std::string_view text, const GraphReader& graph)> complete;
  std::vector<std::string> host_names;  // by which browsers may call this server, beside its address and loopback's
  bool tls = false;
};

}  // namespace papergraph::cli
