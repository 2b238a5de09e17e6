#include "storage/kv/merge.h"

#include <vector>

#include "storage/error.h"
#include "storage/format/keys.h"
#include "storage/kv/rocks.h"
#include "storage/segment/delta.h"

namespace papergraph {

bool SegmentMerge::FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const {
  auto key = DecodeSegmentKey(View(in.key));
  if (!key) return false;
  std::vector<std::string_view> deltas;
  for (const rocksdb::Slice& operand : in.operand_list) deltas.push_back(View(operand));
  try {
    out->new_value =
        FoldSegment(ShapeOf(key->kind), in.existing_value != nullptr ? View(*in.existing_value) : "", deltas);
    return true;
  } catch (const StoreError&) {
    return false;  // RocksDB reports corruption; check names the segment
  }
}

bool SegmentMerge::PartialMergeMulti(const rocksdb::Slice& key_slice, const std::deque<rocksdb::Slice>& operands,
                                     std::string* joined, rocksdb::Logger*) const {
  auto key = DecodeSegmentKey(View(key_slice));
  if (!key) return false;
  std::vector<std::string_view> deltas;
  for (const rocksdb::Slice& operand : operands) deltas.push_back(View(operand));
  try {
    *joined = JoinDeltas(ShapeOf(key->kind), deltas);
    return true;
  } catch (const StoreError&) {
    return false;
  }
}

}  // namespace papergraph
