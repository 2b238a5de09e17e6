// Aggregates of all groups of a running Aggregate: counts, sums and extremes of columns whose type is known in plain
// arrays, everything else in the functions' own states.
#pragma once

#include <memory>
#include <span>

#include "engine/exec/build.h"

namespace papergraph::engine {

class Accumulator {
 public:
  virtual ~Accumulator() = default;
  virtual void Clear() = 0;
  /// Row i of the batch belongs to group groups[i], which is below `group_count`; groups never become fewer.
  virtual void Add(const Batch& batch, std::span<const uint32_t> groups, size_t group_count) = 0;
  /// out := the aggregates of these groups.
  virtual void Finish(std::span<const uint32_t> groups, Column& out) = 0;
  /// The aggregates of all groups where they are integers and never null; else empty.
  virtual std::span<const int64_t> Integers(size_t /*group_count*/) { return {}; }
  /// Whether Merge would succeed with another of the same call whose CanMerge() is true, too.
  virtual bool CanMerge() const { return false; }
  /// Adds what another one of the same call holds: its group i is to[i] here. False: they cannot be put together with
  /// the same answer as from the rows in turn, and this is spoiled.
  virtual bool Merge(Accumulator& /*other*/, std::span<const uint32_t> /*to*/, size_t /*group_count*/) { return false; }
};

std::unique_ptr<Accumulator> MakeAccumulator(const AggregateItem& item, Builder& builder);

}  // namespace papergraph::engine
