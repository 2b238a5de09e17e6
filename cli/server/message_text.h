// Text in the fields of Bolt's messages.
#pragma once

#include <string>
#include <string_view>

#include "storage/value.h"

namespace papergraph::cli {

inline Value Text(std::string_view text) { return Value::String(text); }

/// What a map has as text under this key; empty where that is something else, or `map` is no map.
inline std::string TextAt(const Value& map, std::string_view key) {
  const Value* value = map.kind() == ValueKind::kMap ? map.Find(key) : nullptr;
  return value && value->kind() == ValueKind::kString ? std::string(value->as_string()) : std::string();
}

}  // namespace papergraph::cli
