#include <algorithm>
#include <array>
#include <barrier>
#include <exception>
#include <latch>
#include <numeric>
#include <optional>
#include <thread>
#include <vector>

#include "engine/graph/algorithms.h"
#include "engine/graph/options.h"

namespace papergraph::engine {
namespace {

/// score(v) = ((1 - d) + d * D) / n + d * sum over u -> v of score(u) / outdegree(u), D the mass of the nodes without
/// out-edges (Brin and Page 1998, with the dangling mass spread evenly; Boost's page_rank drops it). `incoming`: a view
/// against the edges, so that each sum is read and not scattered.
class PageRank {
 public:
  explicit PageRank(const GraphView& incoming)
      : arcs_(incoming.out_arcs()),
        n_(incoming.vertex_count()),
        out_degree_(n_, 0),
        score_(n_, n_ == 0 ? 0.0 : 1.0 / n_),
        share_(n_),
        order_(n_),
        dangling_((n_ + kBlock - 1) / kBlock) {
    for (uint32_t tail : arcs_.heads) ++out_degree_[tail];
  }

  /// On all cores where that is worth it. Every sum is made in the same order, however many take part.
  std::vector<double> Run(int64_t iterations, double damping, const std::function<void()>& check_interrupt) && {
    const bool small = arcs_.heads.size() < 100'000;
    const unsigned wanted = small ? 1 : std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
    std::latch all_here(1);
    std::optional<std::barrier<>> step;
    unsigned workers = 1;
    bool stop = false;
    std::exception_ptr failure;
    const auto work = [&](unsigned worker) {
      const auto [begin, end] = PartOf(worker, workers);
      Order(begin, end);
      for (int64_t i = 0; i < iterations; ++i) {
        if (worker == 0 && check_interrupt) {
          try {
            check_interrupt();
          } catch (...) {
            failure = std::current_exception();
            stop = true;
          }
        }
        Share(begin, end);
        step->arrive_and_wait();
        if (stop) return;
        Gather(begin, end, damping);
        step->arrive_and_wait();
      }
    };
    {
      std::vector<std::jthread> helpers;
      try {
        while (workers < wanted) {
          helpers.emplace_back([&, worker = workers] {
            all_here.wait();
            work(worker);
          });
          ++workers;
        }
      } catch (const std::system_error&) {  // no more threads: those that there are do it
      }
      step.emplace(workers);
      all_here.count_down();
      work(0);
    }
    if (failure) std::rethrow_exception(failure);
    return std::move(score_);
  }

 private:
  static constexpr uint32_t kBlock = 4096;

  /// Whole blocks with about the same number of arcs.
  std::pair<uint32_t, uint32_t> PartOf(unsigned worker, unsigned workers) const {
    const auto border = [&](unsigned part) -> uint32_t {
      if (part == workers) return n_;
      const auto arc = static_cast<uint32_t>(arcs_.heads.size() * part / workers);
      const auto at = std::upper_bound(arcs_.offsets.begin(), arcs_.offsets.end(), arc) - arcs_.offsets.begin();
      return part == 0 ? 0 : std::min(n_, static_cast<uint32_t>(at) / kBlock * kBlock);
    };
    return {border(worker), border(worker + 1)};
  }

  /// The vertices of each piece by how many arcs they have: a loop that ends where the one before did is foreseen, and
  /// a piece is small enough that its arcs lie near.
  void Order(uint32_t begin, uint32_t end) {
    constexpr uint32_t kPiece = 512, kLongest = 63;
    const auto length = [&](uint32_t v) { return std::min<size_t>(arcs_.Of(v).size(), kLongest); };
    for (uint32_t from = begin; from < end; from += kPiece) {
      const uint32_t to = std::min(end, from + kPiece);
      std::array<uint32_t, kLongest + 2> place{};
      for (uint32_t v = from; v < to; ++v) ++place[length(v) + 1];
      std::partial_sum(place.begin(), place.end(), place.begin());
      for (uint32_t v = from; v < to; ++v) order_[from + place[length(v)]++] = v;
    }
  }

  /// What each vertex gives along each of its edges, and what those without edges have.
  void Share(uint32_t begin, uint32_t end) {
    for (uint32_t block = begin / kBlock; block * kBlock < end; ++block) {
      double dangling = 0;
      for (uint32_t v = block * kBlock; v < std::min(end, (block + 1) * kBlock); ++v) {
        share_[v] = out_degree_[v] == 0 ? 0.0 : score_[v] / out_degree_[v];
        if (out_degree_[v] == 0) dangling += score_[v];
      }
      dangling_[block] = dangling;
    }
  }

  void Gather(uint32_t begin, uint32_t end, double damping) {
    const double dangling = std::accumulate(dangling_.begin(), dangling_.end(), 0.0);
    const double base = ((1 - damping) + damping * dangling) / n_;
    for (uint32_t at = begin; at < end; ++at) {
      const uint32_t v = order_[at];
      double sum = 0;
      for (uint32_t tail : arcs_.Of(v)) sum += share_[tail];
      score_[v] = base + damping * sum;
    }
  }

  const GraphView::Arcs& arcs_;
  const uint32_t n_;
  std::vector<uint32_t> out_degree_;
  std::vector<double> score_, share_;
  std::vector<uint32_t> order_;
  std::vector<double> dangling_;  // by block
};

void RunPageRank(ProcedureContext& context, std::span<const Value> arguments, const ProcedureRow& row) {
  const ProcedureOptions options("algo.pagerank", context, arguments, {"iterations", "damping"});
  const int64_t iterations = options.Integer("iterations", 20, 0, 1'000'000);
  const double damping = options.Number("damping", 0.85, 0, 1);
  ViewSelection selection = options.Selection(ViewDirection::kIn);
  selection.edge_ids = false;
  const GraphView view(context.graph, selection, context.check_interrupt);
  const std::vector<double> scores = PageRank(view).Run(iterations, damping, context.check_interrupt);
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
          RunPageRank};
}

}  // namespace papergraph::engine
