// JSON as programs see it: the values, statement objects and errors of the session protocol (CONTRACT.md, "Statement
// object").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/column_sink.h"
#include "grammar/error.h"

namespace papergraph::engine {

/// One value, appended to `out`. The fast path of the session: no allocation but `out`'s own. Entities are looked up in
/// `graph`; their properties come in the order of property ids.
void AppendJson(std::string& out, const Value& value, const GraphReader& graph);
/// `text` in double quotes, escaped. Bytes that are not UTF-8 become U+FFFD, so that the result is always valid JSON.
void AppendJsonString(std::string& out, std::string_view text);
/// The shortest text that reads back as the same double, always with a point or an exponent; the `_type` form where it
/// is not finite.
void AppendJsonFloat(std::string& out, double value);

/// A value of CONTRACT.md's JSON -> Value, the `_type` forms included. Throws QueryError kSyntaxError (InvalidJson,
/// IntegerOverflow, NestingTooDeep), its span within `json`. Nodes, relationships and paths are refused unless
/// `has_entities` is given, which then tells whether there were any: RequireEntities checks them.
Value ParseJsonValue(std::string_view json, bool* has_entities = nullptr);

/// A request of the session protocol that asks a statement.
struct JsonQuery {
  std::string_view text;  // lives as long as the line and this object
  Value params;           // a map or null
  std::string unescaped;
};
/// Reads a request of nothing but "op" (query), "query" and "params" in plain JSON, as most are. False: it is another
/// one, or wrong; ParseJsonValue tells.
bool ReadJsonQuery(std::string_view line, JsonQuery& out);

/// Throws QueryError kEntityNotFound when `value` holds a node or relationship that `graph` does not.
void RequireEntities(const Value& value, const GraphReader& graph);

/// `{"error":{…}}` for an error in the statement `text`.
void AppendJsonError(std::string& out, const QueryError& error, std::string_view text);

/// Writes one statement object to `out`, which the owner keeps. When the statement fails, Undo() and AppendJsonError.
class JsonStatement : public ColumnSink {
 public:
  explicit JsonStatement(std::string& out) : out_(out), start_(out.size()) {}
  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override;
  void Row(std::span<const Value> values) override;
  void Rows(std::span<const Column* const> columns, size_t count) override;
  void Finish(const Summary& summary);
  /// Takes back everything that it wrote.
  void Undo();

 private:
  std::string& out_;
  size_t start_;
  const GraphReader* graph_ = nullptr;
  bool first_row_ = true;
};

}  // namespace papergraph::engine
