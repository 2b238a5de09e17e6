// JSON with positions: every string knows which bytes of the source each of its characters came from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papergraph::extract {

/// One JSON value (RFC 8259) and where it stands. Owns its parts.
struct JsonValue {
  enum class Kind : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  uint64_t start = 0, end = 0;  // bytes of the source, quotes included
  std::string text;             // kString: decoded; kNumber, kBool: as written
  /// Of a string: as Passage::breaks, against start + 1.
  std::vector<std::pair<uint32_t, uint64_t>> breaks;
  std::vector<std::string> keys;  // kObject: one for each item
  std::vector<JsonValue> items;   // kArray and kObject

  /// The member of that name (the last one, as every decoder has it), null when there is none.
  const JsonValue* Find(std::string_view key) const;
  bool is_string() const { return kind == Kind::kString; }
};

struct JsonFault {
  uint64_t byte = 0;
  std::string message;  // what is wrong and what was expected
};

/// Reads one value from bytes[at] on and moves `at` behind it. False: `fault` says where and why, `at` is anywhere. Raw
/// control characters in strings are let through, as they are common in the wild; a lone surrogate becomes U+FFFD. At
/// most 64 levels.
bool ScanJson(std::string_view bytes, uint64_t& at, JsonValue& value, JsonFault& fault);

/// Moves `at` over blanks.
void SkipJsonBlanks(std::string_view bytes, uint64_t& at);

}  // namespace papergraph::extract
