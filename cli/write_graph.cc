#include "cli/write_graph.h"

namespace papergraph::cli {
namespace {

engine::Summary Collect(engine::Session& session, const std::string& query, const Value& params,
                        engine::EntityCollector& found) {
  engine::Summary summary = session.Run(query, params, found);
  if (found.empty() && summary.plan.empty()) {
    const std::string pattern = engine::PatternQuery(query, *session.Graph());
    if (!pattern.empty()) session.Run(pattern, params, found);
  }
  return summary;
}

}  // namespace

void WriteGraph(engine::Session& session, const engine::GraphFormat& format, const std::string& query,
                const std::string& path) {
  const auto graph = session.Graph();
  if (query.empty()) return format.write(*graph, engine::WholeGraph(*graph), path);
  engine::EntityCollector found;
  Collect(session, query, Value(), found);
  const auto after = session.Graph();
  format.write(*after, found.Selection(*after), path);
}

engine::Summary DrawAnswer(engine::Session& session, const std::string& query, const Value& params, std::ostream& out) {
  engine::EntityCollector found;
  engine::Summary summary = Collect(session, query, params, found);
  if (!summary.plan.empty()) {
    out << summary.plan << '\n';
  } else if (found.empty()) {
    summary.notices.push_back("there is nothing to draw; return nodes, relationships or paths");
  } else {
    const auto graph = session.Graph();
    out << engine::DotText(*graph, found.Selection(*graph));
  }
  return summary;
}

}  // namespace papergraph::cli
