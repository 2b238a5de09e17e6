#include <vector>

#include "engine/graph/algorithms.h"
#include "engine/graph/options.h"

namespace papergraph::engine {
namespace {

/// score(v) = ((1 - d) + d * D) / n + d * sum over u -> v of score(u) / outdegree(u), D the mass of the nodes without
/// out-edges (Brin and Page 1998, with the dangling mass spread evenly; Boost's page_rank drops it). `incoming`: a view
/// against the edges, so that each sum is read and not scattered.
std::vector<double> PageRank(const GraphView& incoming, int64_t iterations, double damping,
                             const std::function<void()>& check_interrupt) {
  const uint32_t n = incoming.vertex_count();
  std::vector<uint32_t> out_degree(n, 0);
  for (uint32_t tail : incoming.out_arcs().heads) ++out_degree[tail];

  std::vector<double> score(n, n == 0 ? 0.0 : 1.0 / n), share(n);
  for (int64_t i = 0; i < iterations; ++i) {
    if (check_interrupt) check_interrupt();
    double dangling = 0;
    for (uint32_t v = 0; v < n; ++v) {
      share[v] = out_degree[v] == 0 ? 0.0 : score[v] / out_degree[v];
      if (out_degree[v] == 0) dangling += score[v];
    }
    const double base = ((1 - damping) + damping * dangling) / n;
    for (uint32_t v = 0; v < n; ++v) {
      double sum = 0;
      for (uint32_t tail : incoming.Heads(v)) sum += share[tail];
      score[v] = base + damping * sum;
    }
  }
  return score;
}

void Run(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.pagerank", context, arguments, {"iterations", "damping"});
  const int64_t iterations = options.Integer("iterations", 20, 0, 1'000'000);
  const double damping = options.Number("damping", 0.85, 0, 1);
  const GraphView view(context.graph, options.Selection(ViewDirection::kIn), context.check_interrupt);
  const std::vector<double> scores = PageRank(view, iterations, damping, context.check_interrupt);
  for (uint32_t v = 0; v < view.vertex_count(); ++v) {
    const Value values[] = {Value::Node(view.nodes()[v]), Value::Float(scores[v])};
    row(values);
  }
}

}  // namespace

Procedure PageRankProcedure() {
  return {"algo.pagerank",
          {{"options", "MAP?"}},
          {{"node", "NODE"}, {"score", "FLOAT"}},
          "PageRank of every node; options: label, type, iterations (20), damping (0.85).",
          Run};
}

}  // namespace papergraph::engine
