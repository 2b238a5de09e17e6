// Reading past what RocksDB cannot read.
#include "storage/database/repair.h"

namespace papergraph {
namespace {

// `key` as a big-endian number of `width` bytes, plus 2^bit. nullopt: past the last.
std::optional<std::string> Plus(std::string key, size_t width, size_t bit) {
  key.resize(width, '\0');
  unsigned carry = 1u << (bit % 8);
  for (size_t at = width - bit / 8; carry != 0 && at-- > 0;) {
    carry += static_cast<unsigned char>(key[at]);
    key[at] = static_cast<char>(carry & 0xff);
    carry >>= 8;
  }
  if (carry != 0) return std::nullopt;
  return key;
}

bool IsReadableAt(KeyValue& kv, const std::string& key, const std::string& end) {
  try {
    auto cursor = kv.Scan(nullptr, end);
    cursor->Seek(key);
    cursor->Valid();
    return true;
  } catch (const StoreError&) {
    return false;
  }
}

// Where reading works again behind `last`: found by steps that double, then halved.
std::optional<std::string> NextReadable(KeyValue& kv, const std::string& last, const std::string& end) {
  const size_t width = last.size() + 2;
  auto is_in = [&](const std::optional<std::string>& key) { return key && (end.empty() || *key < end); };
  std::string bad = last;
  for (size_t bit = 0; bit < width * 8; ++bit) {
    auto key = Plus(last, width, bit);
    if (!is_in(key)) return std::nullopt;
    if (!IsReadableAt(kv, *key, end)) {
      bad = *key;
      continue;
    }
    for (size_t step = bit; step-- > 0;) {
      auto middle = Plus(bad, width, step);
      if (!is_in(middle) || !(*middle < *key)) continue;
      if (IsReadableAt(kv, *middle, end)) {
        key = middle;
      } else {
        bad = *middle;
      }
    }
    return key;
  }
  return std::nullopt;
}

}  // namespace

void ScanReadable(KeyValue& kv, const std::string& begin, const std::string& end,
                  const std::function<void(std::string_view key, std::string_view value)>& visit,
                  const std::function<void(const std::string& after, const std::string& what)>& lost) {
  std::string from = begin, last = begin;
  while (true) {
    try {
      auto cursor = kv.Scan(nullptr, end);
      for (cursor->Seek(from); cursor->Valid(); cursor->Next()) {
        last = cursor->key();
        visit(cursor->key(), cursor->value());
      }
      return;
    } catch (const StoreError& error) {
      if (error.kind() == StoreError::Kind::kVersion) throw;
      lost(last, error.what());
      auto next = NextReadable(kv, std::max(from, last), end);
      if (!next) return;
      from = last = *next;
    }
  }
}

}  // namespace papergraph
