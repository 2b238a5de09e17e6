#include <catch2/catch.hpp>
#include <sstream>

#include "engine/formats.h"
#include "engine/output/bars.h"
#include "engine/output/text.h"
#include "tests/support/random_values.h"

namespace papergraph::engine {
namespace {

std::string Written(std::string_view format, const std::vector<std::vector<Value>>& rows, int width = 0,
                    const std::vector<std::string>& columns = {"name", "值"}) {
  std::ostringstream out;
  RowFormatOptions options;
  options.width = width;
  PlainGraph graph;
  const auto writer = FindRowFormat(format)->make(out, options);
  writer->Columns(columns, graph);
  for (const auto& row : rows) writer->Row(row);
  writer->Finish({});
  return out.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("every line of a framed table is as wide as every other, whatever stands in it", "[rows]") {
  std::mt19937 random(2);
  for (int i = 0; i < 300; ++i) {
    std::vector<std::vector<Value>> rows;
    for (int k = 0; k < 4; ++k) rows.push_back({RandomStorable(random), RandomStorable(random)});
    const int width = i % 2 ? 40 : 0;
    const auto lines = Lines(Written("box", rows, width));
    const size_t wide = DisplayWidth(lines[0]);
    for (size_t k = 0; k + 1 < lines.size(); ++k) {
      CAPTURE(lines[k]);
      CHECK(DisplayWidth(lines[k]) == wide);
      if (width > 0) CHECK(wide <= 40);
    }
  }
}

TEST_CASE("Chinese and emoji are two cells wide, accents none", "[rows]") {
  CHECK(DisplayWidth("组a") == 3);
  CHECK(DisplayWidth("👩‍👩‍👧") == 2);
  CHECK(DisplayWidth("é") == 1);
  CHECK(DisplayWidth("e\xcc\x81") == 1);
}

TEST_CASE("wrapping loses nothing but the spaces at breaks", "[rows]") {
  const std::string_view text = "与 GRPO 相比，我们的方法在 AIME 2024 上高 3.1 分 and averyveryverylongword";
  for (size_t width = 2; width < 40; ++width) {
    std::string joined;
    for (std::string_view line : Wrap(text, width)) {
      CHECK(DisplayWidth(line) <= width);
      joined += line;
    }
    std::string expected(text);
    std::erase(joined, ' ');
    std::erase(expected, ' ');
    CHECK(joined == expected);
  }
}

TEST_CASE("control characters are shown in a table and never sent", "[rows]") {
  const std::string text = Written("table", {{Value::String("a\x1b[31m\x07\xc2\x9b"), Value::String("x\ny")}});
  for (char c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(text.find("␛[31m␇\\u009b") != text.npos);
  CHECK(text.find("x↵y") != text.npos);
}

TEST_CASE("the formats, letter by letter", "[rows]") {
  const std::vector<std::vector<Value>> rows = {{Value::String("GRPO"), Value::Int(7)},
                                                {Value::String("a,\"b\"|\n"), Value()},
                                                {Value::String(""), Value::Int(12)}};
  CHECK(Written("table", rows) ==
        "name    | 值\n"
        "--------+---\n"
        "GRPO    |  7\n"
        "a,\"b\"|↵ |\n"
        "        | 12\n"
        "(3 rows)\n");
  CHECK(Written("csv", rows) == "name,值\nGRPO,7\n\"a,\"\"b\"\"|\n\",\n\"\",12\n");
  CHECK(Written("tsv", rows) == "name\t值\nGRPO\t7\na,\"b\"|\\n\t\n\t12\n");
  CHECK(Written("markdown", rows) == "| name | 值 |\n| --- | --- |\n| GRPO | 7 |\n| a,\"b\"\\|<br> |  |\n|  | 12 |\n");
  CHECK(Written("jsonl", {rows[0]}) == "{\"name\":\"GRPO\",\"值\":7}\n");
  CHECK(Written("line", {rows[0]}) == "name = GRPO\n  值 = 7\n");
  CHECK(Written("json", {rows[0]}) ==
        "{\"columns\":[\"name\",\"值\"],\"rows\":[[\"GRPO\",7]],\"stats\":{},\"elapsed_ms\":0.000}\n");
}

TEST_CASE("on a terminal a count has a bar beside it, as long as its share of the most", "[rows]") {
  const std::vector<std::vector<Value>> rows = {{Value::String("2026-01"), Value::Int(12)},
                                                {Value::String("2026-02"), Value::Int(0)},
                                                {Value::String("2026-03"), Value::Int(3)}};
  const std::vector<std::string> columns = {"month", "papers"};
  CHECK(Written("table", rows, 32, columns) ==
        "month   | papers\n"
        "--------+------------\n"
        "2026-01 | 12 ████████\n"
        "2026-02 |  0\n"
        "2026-03 |  3 ██\n"
        "(3 rows)\n");
  for (const auto& [format, width] : {std::pair("table", 0), std::pair("csv", 32), std::pair("markdown", 32)})
    CHECK(Written(format, rows, width, columns).find("█") == std::string::npos);
  CHECK(Written("table", rows, 32, {"month", "id"}).find("█") == std::string::npos);
  CHECK(Written("table", {rows[0]}, 32, columns).find("█") == std::string::npos);
}

TEST_CASE("bars grow with the count, by eighths, and what is counted is seen", "[rows]") {
  CHECK(Bar(0, 9, 4) == "");
  CHECK(Bar(1, 1'000'000, 4) == "▏");
  CHECK(Bar(3, 8, 1) == "▍");
  CHECK(Bar(1, 2, 5) == "██▌");
  size_t before = 0;
  for (int64_t count = 0; count <= 500; ++count) {
    const size_t width = DisplayWidth(Bar(count, 500, 7));
    CHECK((width >= before && width <= 7));
    before = width;
  }
  CHECK(Bar(500, 500, 7) == "███████");
}

TEST_CASE("nothing in a cell or a column's name becomes markup of HTML", "[rows]") {
  CHECK(Written("html", {{Value::String("<b onclick=\"x\">&amp;\n\x1b"), Value::Int(7)}}) ==
        "<table>\n<thead><tr><th>name</th><th>值</th></tr></thead>\n<tbody>\n"
        "<tr><td>&lt;b onclick=&quot;x&quot;&gt;&amp;amp;<br>␛</td><td align=\"right\">7</td></tr>\n"
        "</tbody>\n</table>\n");
}

TEST_CASE("columns that find no room are left out, and the table says how many", "[rows]") {
  std::ostringstream out;
  RowFormatOptions options;
  options.width = 20;
  PlainGraph graph;
  const auto writer = FindRowFormat("table")->make(out, options);
  std::vector<std::string> names;
  std::vector<Value> row;
  for (int i = 0; i < 9; ++i) {
    names.push_back("column" + std::to_string(i));
    row.push_back(Value::String("a longer text"));
  }
  writer->Columns(names, graph);
  writer->Row(row);
  writer->Finish({});
  const auto lines = Lines(out.str());
  for (size_t i = 0; i + 1 < lines.size(); ++i) CHECK(DisplayWidth(lines[i]) <= 20);
  CHECK(lines.back() == "(1 row; 2 of 9 columns shown, the format line shows all)");
}

}  // namespace papergraph::engine
