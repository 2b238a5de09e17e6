// The relationships of an import until their neighbour lists are made.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/import/edge_runs.h"
#include "storage/import/encoder.h"
#include "storage/import/segment_output.h"
#include "storage/kv/kv.h"

namespace papergraph {

/// 12 bytes each. Where they are too many for memory, runs of them wait on the disk, sorted by both ends. One thread.
class NewEdges {
 public:
  /// At most `memory` bytes are collected; while they are sorted and written by the encoder's thread there are three
  /// times as many. Both live longer.
  NewEdges(KvImport& import, SegmentOutput& out, uint64_t memory);
  ~NewEdges();

  /// REQUIRES: ids ascend; the encoder, whose thread uses this object, ends before it does. Throws what the encoder
  /// throws.
  void Add(uint32_t type, const NewEdge& edge, Encoder& encoder);
  /// Gives the neighbour lists of all to the output, by both cores. Afterwards there are none.
  void WriteNeighbours(Encoder& encoder);

 private:
  class Chunks;
  void SpillAll(Encoder& encoder);
  void WriteFromMemory();
  void WriteFromRuns();

  KvImport& import_;
  SegmentOutput& out_;
  const uint64_t memory_;
  uint64_t bytes_ = 0;
  std::vector<Chunks> edges_;               // by type
  std::vector<std::vector<EdgeRun>> runs_;  // by 2 * type, plus 1: by end; of the encoder's thread until it has ended
  bool has_runs_ = false;
};

}  // namespace papergraph
