// New relationships in the order of one end: sorted, and merged again from the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/kv/kv.h"

namespace papergraph {

struct NewEdge {
  uint32_t start, end, id;
};

/// A stable sort by one end.
void SortBy(uint32_t NewEdge::*end, std::vector<NewEdge>& edges, std::vector<NewEdge>& spare);

/// What is known of a run of sorted edges on the disk: some five to eight bytes an edge, in blocks.
struct EdgeRun {
  std::shared_ptr<const KvScratch> file;
  uint64_t begin = 0;
  std::vector<uint32_t> blocks;  // their lengths
};

/// Appends `edges`, which ascend by (at, other, id), to the file. `written`: the file's bytes before and after.
EdgeRun WriteRun(uint32_t NewEdge::*at, uint32_t NewEdge::*other, const std::vector<NewEdge>& edges, KvScratch& file,
                 uint64_t& written);

/// Calls `visit` with (at, other, id) of all edges of the runs, ascending. In memory there is one block of each run.
void MergeRuns(const std::vector<EdgeRun>& runs, const std::function<void(uint32_t, uint32_t, uint32_t)>& visit);

}  // namespace papergraph
