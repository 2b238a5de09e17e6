// The tables of formats.
#include "engine/formats.h"

#include "engine/output/rows.h"

namespace papergraph::engine {

std::span<const RowFormat> RowFormats() {
  static constexpr RowFormat kFormats[] = {
      {"table", "aligned columns", MakeTable},
      {"box", "aligned columns in a frame", MakeBox},
      {"line", "one value a line", MakeLine},
      {"json", "one statement object, for programs", MakeJsonRows},
      {"jsonl", "one JSON object a row", MakeJsonLines},
      {"csv", "comma-separated, RFC 4180", MakeCsv},
      {"tsv", "tab-separated", MakeTsv},
      {"markdown", "a Markdown table", MakeMarkdown},
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
