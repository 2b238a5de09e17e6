#include "engine/output/bibtex.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "engine/formats.h"
#include "tests/support/sample_graph.h"

namespace papergraph::engine {
namespace {

std::string WrittenRows(std::string_view format, const std::vector<std::string>& names,
                        const std::vector<std::vector<Value>>& rows, const GraphReader& graph) {
  std::ostringstream out;
  const auto writer = FindRowFormat(format)->make(out, {});
  writer->Columns(names, graph);
  for (const auto& row : rows) writer->Row(row);
  writer->Finish({});
  return out.str();
}

Value Text(std::string_view text) { return Value::String(text); }

NodeId PaperCalled(const GraphReader& graph, std::string_view id) {
  for (uint32_t i = 0; i < graph.NodeIdLimit(); ++i) {
    if (graph.NodeProperty(NodeId{i}, *graph.FindProperty("id")) == Text(id)) return NodeId{i};
  }
  FAIL("no paper " << id);
  return kNoNode;
}

constexpr std::string_view kSearch =
    "@misc{lovelace2026search,\n"
    "  title = {{Search with GRPO}},\n"
    "  author = {Ada Lovelace and 王小明},\n"
    "  year = {2026},\n"
    "  month = jan,\n"
    "  eprint = {2601.00001},\n"
    "  archivePrefix = {arXiv},\n"
    "  url = {https://arxiv.org/abs/2601.00001}\n"
    "}\n";

TEST_CASE("a paper is one entry of BibTeX, as a node, by its id, by its title, and however often", "[bibtex]") {
  SampleGraph sample;
  const auto& graph = sample.graph();
  const Value node = Value::Node(PaperCalled(graph, "2601.00001"));
  CHECK(WrittenRows("bibtex", {"p"}, {{node}}, graph) == kSearch);
  CHECK(WrittenRows("bibtex", {"ps"}, {{Value::List({node, node})}}, graph) == kSearch);
  CHECK(WrittenRows("bibtex", {"paper", "n"}, {{Text("2601.00001"), Value::Int(1)}, {node, Value::Int(2)}}, graph) ==
        kSearch);
  CHECK(WrittenRows("bibtex", {"value", "paper"}, {{Value::Int(1), Text("Search with GRPO")}}, graph) == kSearch);
  CHECK(WrittenRows("bibtex", {"p.id", "p.title"}, {{Text("2601.00001"), Text("Search with GRPO")}}, graph) == kSearch);
}

TEST_CASE("a paper that the graph does not know is written from the columns of its row", "[bibtex]") {
  PlainGraph empty;
  CHECK(
      WrittenRows("bibtex", {"paper", "title"}, {{Text("2602.12345v2"), Text("On Tests")}}, empty) ==
      "@misc{arxiv-2602.12345v2,\n  title = {{On Tests}},\n  year = {2026},\n  month = feb,\n  eprint = {2602.12345},\n"
      "  archivePrefix = {arXiv},\n  url = {https://arxiv.org/abs/2602.12345}\n}\n");
  CHECK(WrittenRows("bibtex", {"title", "date", "url"}, {{Text("T"), Text("2019-03-01"), Text("https://e.org/a_b")}},
                    empty) ==
        "@misc{t,\n  title = {{T}},\n  year = {2019},\n  month = mar,\n  url = {https://e.org/a_b}\n}\n");
}

TEST_CASE("rows that are no papers make no entries, and the answer says so", "[bibtex]") {
  SampleGraph sample;
  const std::string written =
      WrittenRows("bibtex", {"method", "papers"}, {{Text("GRPO"), Value::Int(3)}}, sample.graph());
  CHECK(written.starts_with("% no row"));
  CHECK(written.find('@') == std::string::npos);
  CHECK(WrittenRows("bibtex", {"paper"}, {}, sample.graph()).empty());
}

TEST_CASE("two papers never share a key", "[bibtex]") {
  PlainGraph empty;
  const std::string written = WrittenRows(
      "bibtex", {"title"}, {{Text("Same: a")}, {Text("Same: b")}, {Text("Same: c")}, {Text("Same: a")}}, empty);
  CHECK(written.find("@misc{same,") != std::string::npos);
  CHECK(written.find("@misc{same-2,") != std::string::npos);
  CHECK(written.find("@misc{same-3,") != std::string::npos);
  CHECK(written.find("@misc{same-4,") == std::string::npos);
}

TEST_CASE("no text breaks out of its field: braces are never unbalanced and no sign is left to LaTeX", "[bibtex]") {
  CHECK(EscapeLatex("50% of $x_1$ & {a}~^\\ #1") ==
        "50\\% of \\$x\\_1\\$ \\& \\textbraceleft{}a\\textbraceright{}\\textasciitilde{}\\textasciicircum{}"
        "\\textbackslash{} \\#1");
  uint32_t state = 11;
  const std::string_view signs = "{}\\&%$#_~^ab\n,=@\"";
  for (int i = 0; i < 500; ++i) {
    std::string text;
    for (int k = 0; k < 12; ++k) {
      state = state * 1664525 + 1013904223;
      text += signs[(state >> 16) % signs.size()];
    }
    CAPTURE(text);
    const std::string entry =
        FormatBibtex({text, text, text, text, {text}}, CitationKey({text, text, text, text, {text}}));
    int depth = 0;
    for (size_t at = 0; at < entry.size(); ++at) {
      if (entry[at] == '{') ++depth;
      if (entry[at] == '}') --depth;
      CHECK(depth >= (at + 2 < entry.size() ? 1 : 0) - (at < 5 ? 1 : 0));
    }
    CHECK(depth == 0);
  }
}

TEST_CASE("Markdown links papers by number and addresses, and nothing else", "[bibtex]") {
  PlainGraph empty;
  CHECK(WrittenRows("markdown", {"paper", "n", "url"},
                    {{Text("2601.00001"), Text("2601.00001"), Text("https://e.org/a")}}, empty) ==
        "| paper | n | url |\n| --- | --- | --- |\n"
        "| [2601.00001](https://arxiv.org/abs/2601.00001) | 2601.00001 | [https://e.org/a](https://e.org/a) |\n");
  for (const char* text : {"javascript:alert(1)", "https://e.org/a)", "https://e.org/ a", "2601.1"}) {
    CAPTURE(text);
    CHECK(WrittenRows("markdown", {"paper"}, {{Text(text)}}, empty).find("](") == std::string::npos);
  }
}

}  // namespace
}  // namespace papergraph::engine
