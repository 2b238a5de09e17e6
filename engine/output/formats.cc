// The tables of formats.
#include "engine/formats.h"

#include "engine/output/rows.h"

namespace papergraph::engine {

std::span<const RowFormat> RowFormats() {
  static constexpr RowFormat kFormats[] = {
      {"json", "one statement object", MakeJsonRows},
      {"jsonl", "one JSON object a row", MakeJsonLines},
  };
  return kFormats;
}

const RowFormat* FindRowFormat(std::string_view name) {
  for (const RowFormat& format : RowFormats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace papergraph::engine
