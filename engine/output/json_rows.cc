// json: one statement object. jsonl: one object a row, keys in the order of the columns.
#include "engine/json.h"
#include "engine/output/rows.h"

namespace papergraph::engine {
namespace {

class JsonRows : public RowWriter {
 public:
  explicit JsonRows(std::ostream& out) : out_(out), statement_(text_) {}
  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    statement_.Columns(names, graph);
  }
  void Row(std::span<const Value> values) override { statement_.Row(values); }
  void Finish(const Summary& summary) override {
    statement_.Finish(summary);
    out_ << text_ << '\n';
  }
  void Fail(const QueryError& error, std::string_view text) override {
    statement_.Undo();
    AppendJsonError(text_, error, text);
    out_ << text_ << '\n';
  }

 private:
  std::ostream& out_;
  std::string text_;
  JsonStatement statement_;
};

class JsonLines : public RowWriter {
 public:
  explicit JsonLines(std::ostream& out) : out_(out) {}
  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    for (const std::string& name : names) {
      std::string& key = keys_.emplace_back(keys_.empty() ? "{" : ",");
      AppendJsonString(key, name);
      key += ':';
    }
  }
  void Row(std::span<const Value> values) override {
    line_.clear();
    for (size_t i = 0; i < values.size(); ++i) {
      line_ += keys_[i];
      AppendJson(line_, values[i], *graph_);
    }
    line_ += values.empty() ? "{}\n" : "}\n";
    out_ << line_;
  }
  void Finish(const Summary&) override {}
  void Fail(const QueryError&, std::string_view) override {}

 private:
  std::ostream& out_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::string> keys_;
  std::string line_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeJsonRows(std::ostream& out, const RowFormatOptions&) {
  return std::make_unique<JsonRows>(out);
}
std::unique_ptr<RowWriter> MakeJsonLines(std::ostream& out, const RowFormatOptions&) {
  return std::make_unique<JsonLines>(out);
}

}  // namespace papergraph::engine
