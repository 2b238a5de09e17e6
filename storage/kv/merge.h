// RocksDB's merge operator for segments: appends deltas, folds them.
#pragma once

#include <rocksdb/merge_operator.h>

namespace papergraph {

class SegmentMerge : public rocksdb::MergeOperator {
 public:
  bool FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const override;
  bool PartialMergeMulti(const rocksdb::Slice& key, const std::deque<rocksdb::Slice>& operands, std::string* joined,
                         rocksdb::Logger* logger) const override;
  const char* Name() const override { return "papergraph.SegmentMerge"; }
};

}  // namespace papergraph
