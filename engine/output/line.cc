// line: one `name = value` a line, a row after the other. For rows that are too wide for a table.
#include <algorithm>

#include "engine/output/rows.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

class LineRows : public RowWriter {
 public:
  LineRows(std::ostream& out, const RowFormatOptions& options) : out_(out), options_(options) {}

  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    for (const std::string& name : names) names_.push_back(OneLine(name));
    for (const std::string& name : names_) width_ = std::max(width_, DisplayWidth(name));
  }
  void Row(std::span<const Value> values) override {
    if (rows_++ > 0) out_ << '\n';
    for (size_t i = 0; i < values.size(); ++i) {
      std::string text;
      if (values[i].is_null()) {
        text = options_.null_text;
      } else {
        AppendText(text, values[i], *graph_);
        text = OneLine(text);
      }
      out_ << std::string(width_ - DisplayWidth(names_[i]), ' ') << names_[i] << " = ";
      const size_t taken = width_ + 3;
      const auto total = static_cast<size_t>(std::max(0, options_.width));
      if (total < taken + 20) {
        out_ << text << '\n';
        continue;
      }
      bool first = true;
      for (std::string_view part : Wrap(text, total - taken)) {
        if (!first) out_ << std::string(taken, ' ');
        first = false;
        out_ << part << '\n';
      }
    }
  }
  void Finish(const Summary& summary) override {
    out_ << Harmless(summary.plan);
    const std::string changed = DescribeStats(summary.stats);
    if (!changed.empty()) out_ << changed << '\n';
  }
  void Fail(const QueryError&, std::string_view) override {}

 private:
  std::ostream& out_;
  RowFormatOptions options_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::string> names_;
  size_t width_ = 0;
  uint64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> MakeLine(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<LineRows>(out, options);
}

}  // namespace papergraph::engine
