// html: one table, for a page or a mail. Every cell is data: nothing in it can become markup.
#include "engine/output/rows.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

void AppendEscaped(std::string& out, std::string_view text) {
  for (const char c : Harmless(text)) {
    if (AppendEntity(out, c)) continue;
    if (c == '\n') {
      out += "<br>";
    } else {
      out += c;
    }
  }
}

class HtmlRows : public RowWriter {
 public:
  HtmlRows(std::ostream& out, const RowFormatOptions& options) : out_(out), null_text_(options.null_text) {}

  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    if (names.empty()) return;
    open_ = true;
    line_ = "<table>\n<thead><tr>";
    for (const std::string& name : names) AppendCell("<th>", name, "</th>");
    out_ << line_ << "</tr></thead>\n<tbody>\n";
  }
  void Row(std::span<const Value> values) override {
    line_ = "<tr>";
    for (const Value& value : values) {
      cell_.clear();
      value.is_null() ? void(cell_ += null_text_) : AppendText(cell_, value, *graph_);
      AppendCell(value.is_number() ? "<td align=\"right\">" : "<td>", cell_, "</td>");
    }
    out_ << line_ << "</tr>\n";
  }
  void Finish(const Summary& summary) override {
    Close();
    if (summary.plan.empty()) return;
    line_.clear();
    AppendCell("<pre>", summary.plan, "</pre>\n");
    out_ << line_;
  }
  void Fail(const QueryError&, std::string_view) override { Close(); }

 private:
  void AppendCell(std::string_view begin, std::string_view text, std::string_view end) {
    line_ += begin;
    AppendEscaped(line_, text);
    line_ += end;
  }
  void Close() {
    if (open_) out_ << "</tbody>\n</table>\n";
    open_ = false;
  }

  std::ostream& out_;
  std::string null_text_;
  const GraphReader* graph_ = nullptr;
  std::string line_, cell_;
  bool open_ = false;
};

}  // namespace

std::unique_ptr<RowWriter> MakeHtml(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<HtmlRows>(out, options);
}

}  // namespace papergraph::engine
