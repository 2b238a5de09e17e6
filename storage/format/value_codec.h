// Storable values as bytes that say their own kind. Bytes: docs/format.md, "Value".
#pragma once

#include <string>

#include "storage/format/bytes.h"
#include "storage/value.h"

namespace papergraph {

/// The kind's byte. On disk: DO NOT CHANGE.
enum class ValueTag : uint8_t {
  kNull = 0,
  kFalse = 1,
  kTrue = 2,
  kInt = 3,
  kFloat = 4,
  kString = 5,
  kList = 6,
  kDate = 7,
  kLocalTime = 8,
  kTime = 9,
  kLocalDateTime = 10,
  kDateTime = 11,
  kDuration = 12,
};

/// Appends. REQUIRES: IsStorable(value).
void EncodeValue(const Value& value, std::string& out);

/// Takes one value from the front. Throws StoreError kCorrupt.
Value DecodeValue(ByteReader& in);

}  // namespace papergraph
