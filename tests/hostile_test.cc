// Names, titles and evidence are data: whatever they hold, no output lets them out of their place, and none sends them
// to a terminal as commands.
#include <expat.h>
#include <graphviz/cgraph.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "engine/csv_import.h"
#include "engine/formats.h"
#include "engine/graphml_import.h"
#include "engine/terminal_text.h"
#include "storage/store.h"
#include "tests/cli/run_program.h"
#include "tests/support/files.h"
#include "tests/support/plain_graph.h"

namespace papergraph {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kHostile[] = {
    // Terminals: title, clearing, colours, the 8-bit forms, deleting, overwriting, turned and broken lines.
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[31m",
    "\xc2\x9b"
    "31m",
    "\xc2\x9d"
    "0;owned\xc2\x9c",
    "\x7f\x7f\x08\x08",
    "good\revil",
    "\u202egnp.exe",
    "\u2066\u2067x\u2069",
    "two\u2028lines\u2029more",
    "\0nul"sv,
    "line\nbreak\n",
    "\r\nx\tx",
    // Spreadsheets.
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "－1",
    "'quoted",
    "a,b\"c\";=1",
    // Graphviz, XML, HTML, Markdown.
    "\"]; evil [URL=\"javascript:alert(1)\"]; x -> y [label=\"",
    "\\",
    "\\\"",
    "\\N\\G",
    "end\\",
    "</title><script>alert(1)</script>",
    "]]>",
    "<!--",
    "--><x/>",
    "&lt;&amp;&#65;",
    "<?php",
    "'><img src=x onerror=alert(1)>",
    "a | b |\n| --- | --- |\n| c | d |",
    "[x](javascript:alert(1))",
    "![x](https://x)",
    "`code` **bold** ~~gone~~",
    // Cypher and the shell.
    "`) DETACH DELETE n //",
    "'}) DETACH DELETE n //",
    "\"}) DETACH DELETE n //",
    "\\'}) //",
    "\\u0027}) //",
    "\\u0060",
    "``",
    "; :source /etc/passwd",
    ":quit",
    "// x",
    "/* x",
    "$p",
    "{x: 1}",
    "%s%n%n",
    "$(reboot)",
    "../../x",
    "/dev/null",
    // JSON.
    "\"},{\"_type\":\"node\"",
    "_type",
    "\\u000",
    "null",
    "NaN",
};

// What a terminal obeys or a reader does not see; `kept`: what the format writes of it by itself.
std::string Hidden(std::string_view text, std::string_view kept) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool control = byte < 0x20 || byte == 0x7f;
    if ((control && kept.find(text[i]) == kept.npos) || engine::HiddenCode(text, i) != 0) {
      return "byte " + std::to_string(i) + " of " + engine::Harmless(text);
    }
  }
  return "";
}

std::vector<std::string> Split(std::string_view text, std::string_view at) {
  std::vector<std::string> parts;
  for (size_t end; (end = text.find(at)) != text.npos; text.remove_prefix(end + at.size())) {
    parts.emplace_back(text.substr(0, end));
  }
  parts.emplace_back(text);
  return parts;
}

// RFC 4180.
std::vector<std::vector<std::string>> ReadCsv(std::string_view text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    std::string& cell = rows.back().back();
    if (quoted && c == '"' && text.substr(i + 1, 1) == "\"") {
      cell += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      rows.back().emplace_back();
    } else if (!quoted && c == '\n') {
      rows.push_back({""});
    } else {
      cell += c;
    }
  }
  CHECK_FALSE(quoted);
  CHECK(rows.back() == std::vector<std::string>{""});
  rows.pop_back();
  return rows;
}

// The escapes of PostgreSQL's COPY.
std::string ReadTsvCell(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    if (c == 'x') {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    }
  }
  return out;
}

struct Markup {
  std::multiset<std::string> elements, attributes;
  std::vector<std::string> links;
  std::string text;
};
Markup ReadMarkup(const std::string& document) {
  Markup markup;
  const XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &markup);
  XML_SetElementHandler(
      parser,
      [](void* data, const char* name, const char** attributes) {
        auto& into = *static_cast<Markup*>(data);
        into.elements.insert(name);
        for (; *attributes; attributes += 2) {
          into.attributes.insert(attributes[0]);
          if (std::string_view(attributes[0]).ends_with("href")) into.links.emplace_back(attributes[1]);
        }
      },
      [](void*, const char*) {});
  XML_SetCharacterDataHandler(parser, [](void* data, const char* text, int size) {
    static_cast<Markup*>(data)->text.append(text, static_cast<size_t>(size));
  });
  const auto status = XML_Parse(parser, document.data(), static_cast<int>(document.size()), 1);
  INFO(engine::Harmless(document) << XML_ErrorString(XML_GetErrorCode(parser)));
  CHECK(status == XML_STATUS_OK);
  XML_ParserFree(parser);
  return markup;
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

// Whether each is an element of one table with a head and a row of three.
void CheckHtml(const std::string& text, std::string_view hostile) {
  Markup markup = ReadMarkup(Replaced(text, "<br>", "\n"));
  CHECK(markup.elements ==
        std::multiset<std::string>{"table", "thead", "tbody", "tr", "tr", "th", "th", "th", "td", "td", "td"});
  CHECK(markup.attributes.empty());
  CHECK(markup.text.find(engine::Harmless(hostile)) != std::string::npos);
}

void CheckMarkdown(const std::string& text, std::string_view) {
  const auto lines = Split(text, "\n");
  REQUIRE(lines.size() == 4);
  for (const std::string& line : {lines[0], lines[2]}) {
    int bars = 0;
    for (size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\\') {
        ++i;
        continue;
      }
      bars += line[i] == '|';
      CHECK(std::string_view("`[*~").find(line[i]) == std::string_view::npos);
      if (line[i] == '<') CHECK(line.substr(i, 4) == "<br>");
      if (line[i] == '&') CHECK((line.substr(i, 4) == "&lt;" || line.substr(i, 5) == "&amp;"));
    }
    CHECK(bars == 4);
  }
}

void CheckCsv(const std::string& text, std::string_view hostile) {
  const auto rows = ReadCsv(text);
  REQUIRE(rows.size() == 2);
  for (const auto& row : rows) {
    REQUIRE(row.size() == 3);
    for (const std::string& cell : row) {
      for (const std::string_view formula : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
        CHECK_FALSE(cell.starts_with(formula));
      }
    }
    const std::string& cell = row[0];
    CHECK((cell.starts_with('\'') ? cell.substr(1) : cell) == engine::Harmless(hostile));
  }
}

void CheckTsv(const std::string& text, std::string_view hostile) {
  const auto lines = Split(text, "\n");
  REQUIRE(lines.size() == 3);
  for (const std::string& line : {lines[0], lines[1]}) {
    const auto cells = Split(line, "\t");
    REQUIRE(cells.size() == 3);
    CHECK(ReadTsvCell(cells[0]) == hostile);
  }
}

void CheckJson(const std::string& text, std::string_view hostile) {
  const auto read = nlohmann::json::parse(text);
  CHECK(read.at("columns") == nlohmann::json({hostile, "list", "map"}));
  CHECK(read.at("rows") == nlohmann::json::array({{hostile, {hostile}, {{"key", hostile}}}}));
}

void CheckJsonLines(const std::string& text, std::string_view hostile) {
  CHECK(Split(text, "\n").size() == 2);
  const auto read = nlohmann::json::parse(text);
  CHECK(read.at(std::string(hostile)) == hostile);
  CHECK(read.size() == 3);
}

/// A row without a paper is no entry, and the answer says so.
void CheckNoPaper(const std::string& text, std::string_view) {
  CHECK(text.starts_with("% "));
  CHECK(Split(text, "\n").size() == 2);
}

std::function<void(const std::string&, std::string_view)> Lines(size_t count) {
  return [count](const std::string& text, std::string_view) { CHECK(Split(text, "\n").size() == count + 1); };
}

std::string RowWritten(const engine::RowFormat& format, std::string_view hostile) {
  std::ostringstream out;
  const PlainGraph graph;
  const auto writer = format.make(out, {});
  writer->Columns({std::string(hostile), "list", "map"}, graph);
  const Value text = Value::String(hostile);
  const Value row[] = {text, Value::List({text}), Value::Map({{"key", text}})};
  writer->Row(row);
  writer->Finish({});
  return out.str();
}

TEST_CASE(
    "whatever a value or a column's name holds, it stays one cell of every format of rows, and nothing in it is hidden "
    "or obeyed",
    "[hostile]") {
  struct Rule {
    std::string_view kept;
    std::function<void(const std::string&, std::string_view)> check;
  };
  const std::map<std::string_view, Rule> rules = {
      {"table", {"\n", Lines(4)}},      {"box", {"\n", Lines(6)}},   {"line", {"\n", Lines(3)}},
      {"csv", {"\n\t", CheckCsv}},      {"tsv", {"\n\t", CheckTsv}}, {"markdown", {"\n", CheckMarkdown}},
      {"html", {"\n\t", CheckHtml}},    {"json", {"\n", CheckJson}}, {"jsonl", {"\n", CheckJsonLines}},
      {"bibtex", {"\n", CheckNoPaper}},
  };
  for (const engine::RowFormat& format : engine::RowFormats()) {
    CAPTURE(format.name);
    REQUIRE(rules.contains(format.name));
    const Rule& rule = rules.at(format.name);
    for (const std::string_view hostile : kHostile) {
      const std::string text = RowWritten(format, hostile);
      CAPTURE(engine::Harmless(hostile), text);
      CHECK(Hidden(text, rule.kept) == "");
      rule.check(text, hostile);
    }
    for (const std::string_view broken : {"\xff\xfe", "\xed\xa0\x80", "\xc2",
                                          "\x9b"
                                          "31m"}) {
      if (format.name != "tsv") CHECK(Hidden(RowWritten(format, broken), rule.kept) == "");
    }
  }
}

TEST_CASE("whatever a paper's title, date and address hold, BibTeX has one entry, whose braces match", "[hostile]") {
  const PlainGraph graph;
  for (const std::string_view hostile : kHostile) {
    std::ostringstream out;
    const auto writer = engine::FindRowFormat("bibtex")->make(out, {});
    writer->Columns({"title", "date", "url"}, graph);
    const Value text = Value::String(hostile);
    const Value row[] = {text, text, text};
    writer->Row(row);
    writer->Finish({});
    const std::string entry = out.str();
    CAPTURE(entry);
    CHECK(Hidden(entry, "\n") == "");
    REQUIRE(entry.starts_with("@"));
    int depth = 0, closed = 0;
    for (size_t at = 0; at < entry.size(); ++at) {
      if (entry[at] == '\\') {
        ++at;
      } else if (entry[at] == '{') {
        ++depth;
      } else if (entry[at] == '}') {
        REQUIRE(--depth >= 0);
        closed += depth == 0;
      }
    }
    CHECK(depth == 0);
    CHECK(closed == 1);
  }
}

// Two nodes and an edge, with the text as every name and value that there is.
PlainGraph HostileGraph(std::string_view hostile) {
  PlainGraph graph;
  const auto fill = [&](auto id, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) graph.SetProperty(id, graph.InternProperty(key), Value::String(hostile));
    graph.SetProperty(id, graph.InternProperty("list"), Value::List({Value::String(hostile), Value::String("x")}));
  };
  const LabelId labels[] = {graph.InternLabel(hostile)};
  const NodeId a = graph.CreateNode(labels), b = graph.CreateNode({});
  fill(a, {"name", "title", "id", "summary", "url", hostile});
  fill(b, {"metric", "value", "unit", "evidence"});
  fill(graph.CreateEdge(a, graph.InternType(hostile), b), {"evidence", hostile});
  return graph;
}

std::string Exported(std::string_view format, const GraphReader& graph) {
  const Folder folder;
  engine::FindGraphFormat(format)->write(graph, engine::WholeGraph(graph), folder / "out");
  return ReadFile(folder / "out");
}

void RequireSame(const engine::ImportReport& report, const Store& store, const GraphReader& graph) {
  if (report.fault) FAIL(report.fault->line << ":" << report.fault->column << " " << report.fault->message);
  CHECK(Exported("json", *store.Snapshot()) == Exported("json", graph));
}

TEST_CASE("whatever names and values hold, a picture has its nodes and edges and no more", "[hostile]") {
  const std::set<std::string> drawn = {"svg", "g", "title", "polygon", "path", "text", "ellipse", "polyline", "a"};
  for (const std::string_view hostile : kHostile) {
    CAPTURE(engine::Harmless(hostile));
    const PlainGraph graph = HostileGraph(hostile);
    const std::string dot = Exported("dot", graph);
    CHECK(Hidden(dot, "\n") == "");
    Agraph_t* picture = agmemread(dot.c_str());
    REQUIRE(picture);
    CHECK(agnnodes(picture) == 3);  // the legend is one
    CHECK(agnedges(picture) == 1);
    agclose(picture);
    const std::string svg = Exported("svg", graph);
    CHECK(Hidden(svg, "\n") == "");
    const Markup markup = ReadMarkup(svg);
    for (const std::string& element : markup.elements) CHECK(drawn.contains(element));
    for (const std::string& attribute : markup.attributes) CHECK_FALSE(attribute.starts_with("on"));
    for (const std::string& link : markup.links) CHECK(link.starts_with("http"));
  }
}

TEST_CASE("whatever names and values hold, JSON, GraphML and CSV give the same graph back", "[hostile]") {
  for (const std::string_view hostile : kHostile) {
    CAPTURE(engine::Harmless(hostile));
    const PlainGraph graph = HostileGraph(hostile);
    const auto json = nlohmann::json::parse(Exported("json", graph));
    CHECK(json.at("nodes").size() == 2);
    CHECK(json.at("relationships").at(0).at("type") == hostile);
    for (const char* format : {"json", "graphml"}) CHECK(Hidden(Exported(format, graph), "\n") == "");
    const Folder folder;
    engine::GraphmlOptions graphml;
    graphml.files = {folder / "graph.graphml"};
    engine::FindGraphFormat("graphml")->write(graph, engine::WholeGraph(graph), graphml.files[0]);
    const auto store = Store::Open(":memory:", {}), other = Store::Open(":memory:", {});
    RequireSame(engine::ImportGraphml(*store, graphml), *store, graph);
    engine::FindGraphFormat("csv")->write(graph, engine::WholeGraph(graph), folder / "csv");
    engine::ImportOptions csv;
    REQUIRE_FALSE(engine::FindTables(folder / "csv", csv));
    RequireSame(engine::ImportCsv(*other, csv), *other, graph);
    // Three tables, whatever the label and the type would be as a path.
    const auto begin = std::filesystem::recursive_directory_iterator(folder.path);
    CHECK(std::distance(begin, std::filesystem::recursive_directory_iterator()) == 1 + 1 + 3);
  }
}

TEST_CASE("whatever names and values hold, a Cypher script creates the graph and does nothing else", "[hostile]") {
  if (ProgramIsMissing()) return;
  for (const std::string_view hostile : kHostile) {
    CAPTURE(engine::Harmless(hostile));
    const PlainGraph graph = HostileGraph(hostile);
    const Folder folder;
    engine::FindGraphFormat("cypher")->write(graph, engine::WholeGraph(graph), folder / "script");
    const ProgramResult run = RunProgram({"shell", "--db", folder / "db", "-f", folder / "script"});
    CAPTURE(run.err);
    REQUIRE(run.status == 0);
    RequireSame({}, *Store::Open(folder / "db", {}), graph);
  }
}

TEST_CASE("what the store holds is shown on a terminal by every command, never sent to it", "[hostile]") {
  if (ProgramIsMissing() || TerminalIsMissing()) return;
  const Folder folder;
  std::string script;
  for (const std::string_view name : {"a\x1b]0;owned\x07",
                                      "a\xc2\x9b"
                                      "31m",
                                      "a\u202eb"}) {
    script += "CREATE (:Method:`" + std::string(name) + "` {name: '" + std::string(name) + "', `" + std::string(name) +
              "`: '" + std::string(name) + "', aliases: ['" + std::string(name) + "']});\n";
  }
  REQUIRE(RunProgram({"shell", "--db", folder / "db"}, script).status == 0);
  std::vector<std::vector<std::string>> commands = {
      {"shell", "-c", ":schema"},
      {"shell", "-c", ":why a"},
      {"shell", "-c", ":aliases a"},
      {"aliases", "a"},
      {"query",
       "EXPLAIN MATCH (n:`a\x1b]0;owned\x07`) WHERE n.`a\xc2\x9b"
       "31m` = 'a\u202eb' RETURN n"},
      {"query", "MATCH (n) RETURN n.`a\x1b[2J` AS `a\x1b[2J` + 1 'a\xc2\x9b'"},
      {"query", "RETURN $`a\x1b[2J`"},
      {"query", "papers using a\x1b[2J\xc2\x9b\u202e"},
  };
  for (const engine::RowFormat& format : engine::RowFormats()) {
    commands.push_back({"query", "--format", std::string(format.name), "MATCH (n) RETURN n, n.name AS `a\x1b[2J`"});
  }
  for (const char* format : {"dot", "svg", "graphml", "json", "cypher"})
    commands.push_back({"export", "--format", format});
  for (std::vector<std::string>& words : commands) {
    words.insert(words.begin() + 1, {"--db", folder / "db"});
    const std::string screen = Replaced(RunOnTerminal(words, {}, {}), "\r\n", "\n");
    CAPTURE(words, engine::Harmless(screen));
    CHECK_FALSE(screen.empty());
    // Its own bold type and colours are all that it may send.
    const std::string rest = Replaced(Replaced(Replaced(screen, "\x1b[1m", ""), "\x1b[0m", ""), "\x1b[31m\x1b[K", "");
    CHECK(Hidden(rest, "\n\t") == "");
  }
}

}  // namespace
}  // namespace papergraph
