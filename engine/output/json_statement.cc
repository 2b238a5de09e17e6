// The statement object of CONTRACT.md.
#include <charconv>

#include "engine/exec/batch.h"
#include "engine/json.h"
#include "engine/output/json_cells.h"

namespace papergraph::engine {
namespace {

void AppendCount(std::string& out, bool& first, std::string_view name, uint64_t count) {
  if (count == 0) return;
  if (!first) out += ',';
  first = false;
  out += '"';
  out += name;
  out += "\":";
  out += std::to_string(count);
}

void AppendStats(std::string& out, const Stats& stats) {
  bool first = true;
  out += '{';
  AppendCount(out, first, "nodes_created", stats.nodes_created);
  AppendCount(out, first, "nodes_deleted", stats.nodes_deleted);
  AppendCount(out, first, "relationships_created", stats.relationships_created);
  AppendCount(out, first, "relationships_deleted", stats.relationships_deleted);
  AppendCount(out, first, "properties_set", stats.properties_set);
  AppendCount(out, first, "labels_added", stats.labels_added);
  AppendCount(out, first, "labels_removed", stats.labels_removed);
  out += '}';
}

}  // namespace

void JsonStatement::Columns(const std::vector<std::string>& names, const GraphReader& graph) {
  graph_ = &graph;
  out_ += "{\"columns\":[";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i) out_ += ',';
    AppendJsonString(out_, names[i]);
  }
  out_ += "],\"rows\":[";
}

void JsonStatement::Row(std::span<const Value> values) {
  out_ += first_row_ ? "[" : ",[";
  first_row_ = false;
  for (size_t i = 0; i < values.size(); ++i) {
    if (i) out_ += ',';
    AppendJson(out_, values[i], *graph_);
  }
  out_ += ']';
}

void JsonStatement::Rows(std::span<const Column* const> columns, size_t count) {
  JsonCells cells(out_);
  for (size_t row = 0; row < count; ++row) {
    cells.Mark(first_row_ ? "[" : ",[");
    first_row_ = false;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i) cells.Mark(",");
      cells.Add(*columns[i], row, *graph_);
    }
    cells.Mark("]");
  }
}

void JsonStatement::Finish(const Summary& summary) {
  if (!graph_) out_ += "{\"columns\":[],\"rows\":[";
  out_ += "],\"stats\":";
  AppendStats(out_, summary.stats);
  out_ += ",\"elapsed_ms\":";
  char buffer[48];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, summary.elapsed_ms, std::chars_format::fixed, 3);
  out_.append(buffer, written.ptr);
  if (!summary.plan.empty()) {
    out_ += ",\"plan\":";
    AppendJsonString(out_, summary.plan);
  }
  if (!summary.notices.empty()) {
    out_ += ",\"notices\":[";
    for (size_t i = 0; i < summary.notices.size(); ++i) {
      if (i) out_ += ',';
      AppendJsonString(out_, summary.notices[i]);
    }
    out_ += ']';
  }
  out_ += '}';
}

void JsonStatement::Undo() {
  out_.resize(start_);
  graph_ = nullptr;
  first_row_ = true;
}

void AppendJsonError(std::string& out, const QueryError& error, std::string_view text) {
  const Position at = PositionOf(text, error.span().start);
  out += "{\"error\":{\"type\":";
  AppendJsonString(out, NameOf(error.type()));
  out += error.phase() == ErrorPhase::kCompile ? ",\"phase\":\"compile\",\"detail\":"
                                               : ",\"phase\":\"runtime\",\"detail\":";
  AppendJsonString(out, error.detail());
  out += ",\"message\":";
  AppendJsonString(out, error.what());
  out += ",\"line\":" + std::to_string(at.line) + ",\"column\":" + std::to_string(at.column) + "}}";
}

}  // namespace papergraph::engine
