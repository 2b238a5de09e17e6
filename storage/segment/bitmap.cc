#include "storage/segment/bitmap.h"

#include <cstring>

#include "storage/error.h"
#include "storage/format/checksum.h"

namespace papergraph {

std::unique_ptr<BitmapSegment> BitmapSegment::Decode(std::string_view bytes) {
  auto bitmap = std::make_unique<BitmapSegment>();
  bitmap->memory = sizeof(BitmapSegment);
  if (bytes.empty()) return bitmap;
  std::string_view body = Unseal(bytes);
  if (body.size() > sizeof bitmap->words) throw StoreError(StoreError::Kind::kCorrupt, "a bitmap is too long");
  std::memcpy(bitmap->words.data(), body.data(), body.size());
  return bitmap;
}

std::string BitmapSegment::Encode() const {
  std::string out(reinterpret_cast<const char*>(words.data()), sizeof words);
  while (!out.empty() && out.back() == 0) out.pop_back();
  if (!out.empty()) Seal(out);
  return out;
}

}  // namespace papergraph
