#include "storage/import/new_edges.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "storage/background.h"
#include "storage/segment/csr.h"
#include "storage/segment/delta.h"

namespace papergraph {
namespace {

// Neighbour lists of one type and direction from entries that ascend by (at, other, edge), a segment at a time.
class NeighbourWriter {
 public:
  NeighbourWriter(SegmentKind kind, uint32_t type, SegmentOutput& out) : key_{kind, type, 0}, out_(out) {}

  void Add(uint32_t at, uint32_t other, uint32_t edge) {
    if (at >> kSegmentShift != key_.segment || is_empty_) Begin(at >> kSegmentShift);
    const uint32_t offset = at & kSegmentMask;
    const Neighbour neighbour{NodeId{other}, EdgeId{edge}};
    if (!is_fresh_) {
      deltas_.push_back({offset, false, neighbour, {}});
      return;
    }
    while (offsets_.size() <= offset) offsets_.push_back(static_cast<uint32_t>(lists_.size()));
    lists_.push_back(neighbour);
  }
  void Flush() {
    if (is_empty_) return;
    offsets_.push_back(static_cast<uint32_t>(lists_.size()));
    out_.Put(key_, is_fresh_ ? EncodeNeighbours(offsets_, lists_) : EncodeDelta(SegmentShape::kNeighbours, deltas_),
             !is_fresh_);
    is_empty_ = true;
  }

 private:
  void Begin(uint32_t segment) {
    Flush();
    key_.segment = segment;
    is_fresh_ = out_.IsFresh(key_);
    is_empty_ = false;
    offsets_.assign(1, 0);
    lists_.clear();
    deltas_.clear();
  }

  SegmentKey key_;
  SegmentOutput& out_;
  bool is_fresh_ = true, is_empty_ = true;
  std::vector<uint32_t> offsets_;
  std::vector<Neighbour> lists_;
  std::vector<DeltaEntry> deltas_;
};

void WriteLists(SegmentKind kind, uint32_t type, uint32_t NewEdge::*at, uint32_t NewEdge::*other,
                const std::vector<NewEdge>& edges, SegmentOutput& out) {
  NeighbourWriter writer(kind, type, out);
  for (const NewEdge& edge : edges) writer.Add(edge.*at, edge.*other, edge.id);
  writer.Flush();
}

// What each number in [0, count) stands for, those with the most first.
template <typename SizeOf>
std::vector<uint32_t> LargestFirst(size_t count, SizeOf size_of) {
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return size_of(a) > size_of(b); });
  return order;
}

}  // namespace

// Edges that are added one by one and taken all at once, without the half of a growing array that is not used.
class NewEdges::Chunks {
 public:
  static constexpr size_t kEdges = 1024, kBytes = kEdges * sizeof(NewEdge);

  /// True: it took kBytes more.
  bool Add(const NewEdge& edge) {
    const size_t place = size_++ % kEdges;
    if (place == 0) chunks_.push_back(std::make_unique_for_overwrite<NewEdge[]>(kEdges));
    chunks_.back()[place] = edge;
    return place == 0;
  }
  size_t size() const { return size_; }
  void TakeInto(std::vector<NewEdge>& edges) {
    edges.clear();
    edges.reserve(size_);
    for (auto& chunk : chunks_) {
      edges.insert(edges.end(), chunk.get(), chunk.get() + std::min(kEdges, size_ - edges.size()));
      chunk.reset();
    }
    chunks_.clear();
    size_ = 0;
  }

 private:
  std::vector<std::unique_ptr<NewEdge[]>> chunks_;
  size_t size_ = 0;
};

NewEdges::NewEdges(KvImport& import, SegmentOutput& out, uint64_t memory)
    : import_(import), out_(out), memory_(memory) {}
NewEdges::~NewEdges() = default;

void NewEdges::Add(uint32_t type, const NewEdge& edge, Encoder& encoder) {
  if (type >= edges_.size()) edges_.resize(type + 1);
  if (!edges_[type].Add(edge)) return;
  bytes_ += Chunks::kBytes;
  if (bytes_ > memory_) SpillAll(encoder);
}

void NewEdges::SpillAll(Encoder& encoder) {
  // Shared, since a std::function is copyable; freed type by type.
  const auto all = std::make_shared<std::vector<Chunks>>(std::exchange(edges_, {}));
  has_runs_ = true;
  encoder.Put(
      [this, all](SegmentOutput&) {
        runs_.resize(std::max(runs_.size(), 2 * all->size()));
        const std::shared_ptr<KvScratch> file = import_.NewScratch();
        uint64_t written = 0;
        std::vector<NewEdge> edges, spare;
        std::vector<std::pair<size_t, EdgeRun>> made;
        for (size_t type = 0; type < all->size(); ++type) {
          if ((*all)[type].size() == 0) continue;
          (*all)[type].TakeInto(edges);
          // Stable, and they begin ascending by id: the last sort but one is the second key.
          SortBy(&NewEdge::end, edges, spare);
          SortBy(&NewEdge::start, edges, spare);
          made.emplace_back(2 * type, WriteRun(&NewEdge::start, &NewEdge::end, edges, *file, written));
          SortBy(&NewEdge::end, edges, spare);
          made.emplace_back(2 * type + 1, WriteRun(&NewEdge::end, &NewEdge::start, edges, *file, written));
        }
        file->EndWriting();
        for (auto& [place, run] : made) {
          run.file = file;
          runs_[place].push_back(std::move(run));
        }
      },
      bytes_);
  bytes_ = 0;
}

void NewEdges::WriteNeighbours(Encoder& encoder) {
  if (!has_runs_) return WriteFromMemory();
  SpillAll(encoder);
  encoder.Wait();
  WriteFromRuns();
}

// Each type by one thread.
void NewEdges::WriteFromMemory() {
  const auto order = LargestFirst(edges_.size(), [&](uint32_t type) { return edges_[type].size(); });
  DoOnBothCores(order.size(), [&](size_t i) {
    const uint32_t type = order[i];
    std::vector<NewEdge> edges, spare;
    edges_[type].TakeInto(edges);
    SortBy(&NewEdge::end, edges, spare);
    SortBy(&NewEdge::start, edges, spare);
    WriteLists(SegmentKind::kOut, type, &NewEdge::start, &NewEdge::end, edges, out_);
    // By (start, end, id) now, so that one more sort gives (end, start, id).
    SortBy(&NewEdge::end, edges, spare);
    WriteLists(SegmentKind::kIn, type, &NewEdge::end, &NewEdge::start, edges, out_);
  });
}

// Each type and direction by one thread.
void NewEdges::WriteFromRuns() {
  const auto bytes_of = [&](uint32_t place) {
    uint64_t blocks = 0;
    for (const EdgeRun& run : runs_[place]) blocks += run.blocks.size();
    return blocks;
  };
  const auto order = LargestFirst(runs_.size(), bytes_of);
  DoOnBothCores(order.size(), [&](size_t i) {
    const uint32_t place = order[i];
    NeighbourWriter writer(place % 2 == 0 ? SegmentKind::kOut : SegmentKind::kIn, place / 2, out_);
    MergeRuns(runs_[place], [&](uint32_t at, uint32_t other, uint32_t edge) { writer.Add(at, other, edge); });
    writer.Flush();
    runs_[place].clear();
  });
}

}  // namespace papergraph
