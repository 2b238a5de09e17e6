#include "storage/import/edge_runs.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "storage/format/bytes.h"

namespace papergraph {
namespace {

constexpr size_t kBlock = 32 << 10;

struct Entry {
  uint32_t at = 0, other = 0, id = 0;
  bool operator<(const Entry& b) const { return std::tie(at, other, id) < std::tie(b.at, b.other, b.id); }
};

class RunReader {
 public:
  explicit RunReader(const EdgeRun& run) : run_(run), place_(run.begin) {}

  /// False at the end.
  bool Next() {
    while (in_.empty()) {
      if (block_ == run_.blocks.size()) return false;
      bytes_.resize(run_.blocks[block_++]);
      run_.file->Read(place_, bytes_);
      place_ += bytes_.size();
      in_ = ByteReader(bytes_);
    }
    entry_.at += static_cast<uint32_t>(in_.Varint());
    entry_.other += static_cast<uint32_t>(in_.Signed());
    entry_.id += static_cast<uint32_t>(in_.Signed());
    return true;
  }
  const Entry& entry() const { return entry_; }

 private:
  const EdgeRun& run_;
  uint64_t place_;
  size_t block_ = 0;
  std::string bytes_;
  ByteReader in_{{}};
  Entry entry_;
};

}  // namespace

void SortBy(uint32_t NewEdge::*end, std::vector<NewEdge>& edges, std::vector<NewEdge>& spare) {
  if (edges.empty()) return;
  uint32_t least = UINT32_MAX, most = 0;
  for (const NewEdge& edge : edges) {
    least = std::min(least, edge.*end);
    most = std::max(most, edge.*end);
  }
  // Counting needs a place for each number between.
  if (most - least > 8 * edges.size()) {
    std::stable_sort(edges.begin(), edges.end(), [end](const NewEdge& a, const NewEdge& b) { return a.*end < b.*end; });
    return;
  }
  std::vector<uint32_t> places(size_t{most - least} + 2, 0);
  for (const NewEdge& edge : edges) ++places[edge.*end - least + 1];
  for (size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
  spare.resize(edges.size());
  for (const NewEdge& edge : edges) spare[places[edge.*end - least]++] = edge;
  edges.swap(spare);
}

EdgeRun WriteRun(uint32_t NewEdge::*at, uint32_t NewEdge::*other, const std::vector<NewEdge>& edges, KvScratch& file,
                 uint64_t& written) {
  EdgeRun run;
  run.begin = written;
  std::string block;
  const auto flush = [&] {
    file.Append(block);
    written += block.size();
    run.blocks.push_back(static_cast<uint32_t>(block.size()));
    block.clear();
  };
  Entry last;
  for (const NewEdge& edge : edges) {
    const Entry entry{edge.*at, edge.*other, edge.id};
    PutVarint(block, entry.at - last.at);
    PutSigned(block, int64_t{entry.other} - last.other);
    PutSigned(block, int64_t{entry.id} - last.id);
    last = entry;
    if (block.size() >= kBlock) flush();
  }
  if (!block.empty()) flush();
  return run;
}

void MergeRuns(const std::vector<EdgeRun>& runs, const std::function<void(uint32_t, uint32_t, uint32_t)>& visit) {
  std::vector<RunReader> readers;
  readers.reserve(runs.size());
  for (const EdgeRun& run : runs) readers.emplace_back(run);
  struct Place {
    Entry entry;
    RunReader* reader;
  };
  std::vector<Place> heap;  // the least in front
  for (RunReader& reader : readers) {
    if (reader.Next()) heap.push_back({reader.entry(), &reader});
  }
  const auto greater = [](const Place& a, const Place& b) { return b.entry < a.entry; };
  std::make_heap(heap.begin(), heap.end(), greater);
  while (!heap.empty()) {
    Place top = heap.front();
    visit(top.entry.at, top.entry.other, top.entry.id);
    if (top.reader->Next()) {
      top.entry = top.reader->entry();
    } else {
      top = heap.back();
      heap.pop_back();
      if (heap.empty()) return;
    }
    // Down to where nothing below is less; mostly it stays, since a run goes on as it began.
    size_t place = 0;
    for (size_t child; (child = 2 * place + 1) < heap.size(); place = child) {
      if (child + 1 < heap.size() && heap[child + 1].entry < heap[child].entry) ++child;
      if (!(heap[child].entry < top.entry)) break;
      heap[place] = heap[child];
    }
    heap[place] = top;
  }
}

}  // namespace papergraph
