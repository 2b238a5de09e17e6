#include "cli/write_graph.h"

namespace papergraph::cli {

void WriteGraph(engine::Session& session, const engine::GraphFormat& format, const std::string& query,
                const std::string& path) {
  if (query.empty()) {
    const auto graph = session.Graph();
    format.write(*graph, engine::WholeGraph(*graph), path);
    return;
  }
  engine::EntityCollector found;
  session.Run(query, Value(), found);
  if (found.empty()) {
    const std::string pattern = engine::PatternQuery(query, *session.Graph());
    if (!pattern.empty()) session.Run(pattern, Value(), found);
  }
  const auto graph = session.Graph();
  format.write(*graph, found.Selection(*graph), path);
}

}  // namespace papergraph::cli
