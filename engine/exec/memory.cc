#include "engine/exec/memory.h"

namespace papergraph::engine {

namespace {

// A block of the heap beside its content: the allocator's header, the count of references, the length or a vector.
constexpr uint64_t kText = 32;
constexpr uint64_t kBox = 48;

uint64_t BytesOfKey(const std::string& key) { return sizeof(key) + (key.size() > 15 ? key.size() + 17 : 0); }

}  // namespace

uint64_t BytesOf(const Value& value, uint64_t most) {
  uint64_t bytes = sizeof(Value);
  switch (value.kind()) {
    case ValueKind::kString:
      return bytes + kText + value.as_string().size();
    case ValueKind::kList:
      bytes += kBox;
      for (const Value& item : value.as_list()) {
        if (bytes > most) break;
        bytes += BytesOf(item, most - bytes);
      }
      return bytes;
    case ValueKind::kMap:
      bytes += kBox;
      for (const auto& [key, item] : value.as_map()) {
        if (bytes > most) break;
        bytes += BytesOfKey(key) + BytesOf(item, most - bytes);
      }
      return bytes;
    case ValueKind::kPath:
      return bytes + 2 * kBox + 4 * (value.as_path().nodes.size() + value.as_path().edges.size());
    case ValueKind::kDateTime:
    case ValueKind::kDuration:
      return bytes + kBox;
    default:
      return bytes;
  }
}

uint64_t ShallowBytesOf(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
      return kText + value.as_string().size();
    case ValueKind::kList:
      return kBox + value.as_list().size() * sizeof(Value);
    case ValueKind::kMap:
      return kBox + value.as_map().size() * (sizeof(std::string) + sizeof(Value));
    default:
      return 0;
  }
}

bool ShareContent(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kString:
      return a.as_string().data() == b.as_string().data();
    case ValueKind::kList:
      return &a.as_list() == &b.as_list();
    case ValueKind::kMap:
      return &a.as_map() == &b.as_map();
    default:
      return false;
  }
}

}  // namespace papergraph::engine
