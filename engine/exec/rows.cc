#include "engine/exec/rows.h"

namespace papergraph::engine {

void RowStore::Append(const Batch& batch, ExecContext& context) {
  uint64_t bytes = 0;
  for (Slot slot : live_) {
    rows_[slot].AppendAll(batch[slot], batch.size, rows_.size);
    bytes += batch[slot].Bytes(batch.size);
  }
  rows_.size += batch.size;
  charged_ += bytes;
  context.Charge(bytes);
}

void RowStore::Clear(ExecContext& context) {
  for (Slot slot : live_) rows_[slot].Reset(Column::Type::kNull);
  rows_.size = 0;
  context.Release(charged_);
  charged_ = 0;
}

void RowStore::Give(std::span<const uint32_t> rows, Batch& out) const {
  for (Slot slot : live_) out[slot].Gather(rows_[slot], rows);
  out.size = rows.size();
}

void RowStore::Keep(std::span<const uint32_t> rows) {
  for (Slot slot : live_) {
    Column kept;
    kept.Gather(rows_[slot], rows);
    rows_[slot] = std::move(kept);
  }
  rows_.size = rows.size();
}

}  // namespace papergraph::engine
