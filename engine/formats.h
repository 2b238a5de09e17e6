// How rows and graphs are written. To add one: a file in engine/output/ and a row in engine/output/formats.cc.
#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "engine/result.h"
#include "grammar/error.h"

namespace papergraph::engine {

struct RowFormatOptions {
  int width = 0;  // columns of the terminal; 0: unlimited
  bool color = false;
  std::string null_text;  // how null is shown in table and markdown
};

/// A RowSink that writes to a stream and knows when all is said.
class RowWriter : public RowSink {
 public:
  /// Writes what can only stand at the end. For `json`: one statement object of CONTRACT.md.
  virtual void Finish(const Summary& summary) = 0;
  /// Called instead of Finish when the statement failed: `json` writes an error object in place of everything, the
  /// others end what they had begun.
  virtual void Fail(const QueryError& error, std::string_view text) = 0;
};

struct RowFormat {
  std::string_view name;  // "table", "json", ...
  std::string_view help;
  std::unique_ptr<RowWriter> (*make)(std::ostream& out, const RowFormatOptions& options);
};
std::span<const RowFormat> RowFormats();
/// Null when there is none.
const RowFormat* FindRowFormat(std::string_view name);

/// The nodes and edges to write, ids ascending, each once.
struct GraphSelection {
  std::vector<NodeId> nodes;
  std::vector<EdgeId> edges;
  bool cut = false;  // something was left out to keep a picture readable; said in the picture
};
/// Everything in the graph.
GraphSelection WholeGraph(const GraphReader& graph);

/// Gathers the nodes, relationships and paths of a result, also those inside lists and maps. The rest of the rows is
/// ignored.
class EntityCollector : public RowSink {
 public:
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> values) override;
  bool empty() const { return nodes_.empty() && edges_.empty(); }
  /// With the ends of every edge. When the result had nodes only, with the edges between them, too.
  GraphSelection Selection(const GraphReader& graph) const;

 private:
  void Collect(const Value& value);

  std::vector<NodeId> nodes_;
  std::vector<EdgeId> edges_;
};

struct PictureLimits {
  size_t nodes = 0;  // 0: all
  size_t edges = 0;
};
/// The selection as Graphviz reads it. Byte-stable: equal graphs give equal text. What is left out is said in the
/// picture's title. All names and texts are quoted, so that nothing in them is read as DOT, as an escape or as an
/// entity.
std::string DotText(const GraphReader& graph, const GraphSelection& selection, PictureLimits limits = {});

/// A statement that returns what `text` (Cypher or a sentence) matches instead of what it returns: for pictures of
/// answers that are names and numbers. Empty when there is no such thing (it writes, or matches nothing by name).
/// Throws QueryError as Session::Run.
std::string PatternQuery(std::string_view text, const GraphReader& graph);

/// What makes the graph's indexes and constraints again: Cypher as Neo4j 5 has it, without semicolons, by name.
std::vector<std::string> SchemaStatements(const GraphReader& graph);

struct GraphFormat {
  std::string_view name;  // "dot", "svg", "graphml", "json", "csv", "cypher"
  std::string_view help;
  bool is_folder;  // csv: `path` is a folder
  /// Writes to `path`, or to standard output where it is empty. Throws StoreError kIo.
  void (*write)(const GraphReader& graph, const GraphSelection& selection, const std::string& path);
};
std::span<const GraphFormat> GraphFormats();
const GraphFormat* FindGraphFormat(std::string_view name);

}  // namespace papergraph::engine
