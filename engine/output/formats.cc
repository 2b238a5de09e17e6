// The tables of formats.
#include "engine/formats.h"

#include "engine/output/graphs.h"
#include "engine/output/rows.h"

namespace papergraph::engine {

std::span<const RowFormat> RowFormats() {
  static constexpr RowFormat kFormats[] = {
      {"table", "aligned columns", MakeTable},
      {"box", "aligned columns in a frame", MakeBox},
      {"line", "one value a line", MakeLine},
      {"json", "one statement object, for programs", MakeJsonRows},
      {"jsonl", "one JSON object a row", MakeJsonLines},
      {"csv", "comma-separated, for spreadsheets: ' before what would be a formula", MakeCsv},
      {"tsv", "tab-separated, exact: \\t, \\n, \\x1b as PostgreSQL reads them", MakeTsv},
      {"markdown", "a Markdown table, papers as links", MakeMarkdown},
      {"html", "an HTML table", MakeHtml},
      {"bibtex", "an entry for each paper of the answer", MakeBibtex},
  };
  return kFormats;
}

const RowFormat* FindRowFormat(std::string_view name) {
  for (const RowFormat& format : RowFormats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

std::span<const GraphFormat> GraphFormats() {
  static constexpr GraphFormat kFormats[] = {
      {"svg", "a picture; what is too much to be read is cut, and the picture says so", false, WriteSvg},
      {"dot", "the whole picture as Graphviz text", false, WriteDot},
      {"json", "nodes and relationships, equal bytes for equal graphs", false, WriteGraphJson},
      {"graphml", "for Gephi, yEd, networkx", false, WriteGraphml},
      {"csv", "a folder of files with neo4j-admin's headers, which import reads back", true, WriteGraphCsv},
      {"cypher", "a script that rebuilds the graph", false, WriteGraphCypher},
  };
  return kFormats;
}

const GraphFormat* FindGraphFormat(std::string_view name) {
  for (const GraphFormat& format : GraphFormats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace papergraph::engine
