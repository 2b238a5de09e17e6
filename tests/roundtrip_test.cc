// Every type of value comes back as it went: through the store, the session's JSON, CSV, GraphML and a Cypher script.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "engine/formats.h"
#include "engine/graphml_import.h"
#include "engine/json.h"
#include "engine/session.h"
#include "tests/cli/run_program.h"
#include "tests/support/files.h"
#include "tests/support/random_values.h"
#include "tests/support/same_graph.h"
#include "tests/support/seen_rows.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;
using engine::ImportReport;
using engine::Session;

// ---- graphs

// Nodes and edges carry a number `k`, by which they are known again.
template <typename Id>
std::string Properties(const GraphReader& graph, Id id, std::string& key) {
  std::vector<std::string> parts;
  for (const auto& [property, value] : graph.PropertiesOf(id)) {
    const std::string name(graph.NameOf(property));
    parts.push_back(name + "=" + ShowValue(value));
    if (name == "k") key = ShowValue(value);
  }
  std::sort(parts.begin(), parts.end());
  std::string text;
  for (const std::string& part : parts) text += "\n    " + part;
  return text;
}

// Equal for equal graphs, whatever the ids, and different for different ones.
std::string Dump(const GraphReader& graph) {
  std::set<std::string> lines;
  std::map<uint32_t, std::string> keys;
  const auto [nodes, edges, cut] = engine::WholeGraph(graph);
  for (NodeId node : nodes) {
    const std::string properties = Properties(graph, node, keys[Raw(node)]);
    std::set<std::string> labels;
    for (LabelId label : graph.LabelsOf(node)) labels.emplace(graph.NameOf(label));
    std::string text = "node " + keys[Raw(node)];
    for (const std::string& label : labels) text += " :" + label;
    lines.insert(text + properties);
  }
  for (EdgeId edge : edges) {
    const EdgeRecord record = graph.EdgeOf(edge);
    std::string key;
    const std::string properties = Properties(graph, edge, key);
    lines.insert("edge " + key + " from " + keys[Raw(record.start)] + " to " + keys[Raw(record.end)] + " :" +
                 std::string(graph.NameOf(record.type)) + properties);
  }
  CHECK(lines.size() == nodes.size() + edges.size());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

const char* const kNames[] = {"name",
                              "a:b",
                              "x,y",
                              "组 织",
                              "`back`",
                              "quo\"te",
                              "new\nline",
                              "MATCH",
                              "x:long",
                              "back\\sl",
                              "semi;colon",
                              "a\\;b",
                              "<&>]]>",
                              "{x}",
                              "\x01\x1b",
                              "labels",
                              "k2:string[]",
                              "id",
                              "ID(A)",
                              "👩‍🔬",
                              " ",
                              "start",
                              "\u2028",
                              "n0",
                              "label",
                              "tab\tbed",
                              "a'b",
                              "//",
                              "/* x */",
                              "\r",
                              "_type",
                              "\xef\xbf\xbf",
                              "papergraph import",
                              "papergraph number"};

// `empty`: also the empty name, of labels, types and properties.
void FillOddly(GraphWriter& graph, unsigned seed, bool empty) {
  std::mt19937 random(seed);
  const auto name = [&]() -> std::string_view {
    const auto choice = random() % (std::size(kNames) + (empty ? 2 : 0));
    return choice < std::size(kNames) ? kNames[choice] : "";
  };
  int64_t key = 0;
  const auto fill = [&](auto id) {
    for (auto count = random() % 6; count > 0; --count) {
      graph.SetProperty(id, graph.InternProperty(name()), engine::RandomStorable(random));
    }
    graph.SetProperty(id, graph.InternProperty("k"), Value::Int(key++));
  };
  std::vector<NodeId> nodes;
  for (auto count = 1 + random() % 12; count > 0; --count) {
    std::vector<LabelId> labels;
    for (auto more = random() % 4; more > 0; --more) labels.push_back(graph.InternLabel(name()));
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    nodes.push_back(graph.CreateNode(labels));
    fill(nodes.back());
  }
  for (auto count = random() % 16; count > 0; --count) {
    const NodeId start = nodes[random() % nodes.size()];
    fill(graph.CreateEdge(start, graph.InternType(name()), nodes[random() % nodes.size()]));
  }
}

PlainGraph OddGraph(unsigned seed, bool empty) {
  PlainGraph graph;
  FillOddly(graph, seed, empty);
  return graph;
}

void Export(const char* format, const GraphReader& graph, const std::string& path) {
  engine::FindGraphFormat(format)->write(graph, engine::WholeGraph(graph), path);
}

void RequireDone(const ImportReport& report) {
  if (!report.fault) return;
  FAIL(report.fault->file << ":" << report.fault->line << ":" << report.fault->column << " " << report.fault->message);
}

TEST_CASE("a graph is the same after the store was closed and opened", "[roundtrip]") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    const Folder folder;
    OpenOptions options;
    options.create = true;
    {
      const auto store = Store::Open(folder / "db", options);
      const auto transaction = store->Begin();
      FillOddly(*transaction, seed, true);
      transaction->Commit();
    }
    const auto store = Store::Open(folder / "db", options);
    CHECK(Dump(*store->Snapshot()) == Dump(OddGraph(seed, true)));
    CHECK(store->Check().faults.empty());
  }
}

TEST_CASE("a graph is the same after export to CSV and import", "[roundtrip]") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    const PlainGraph graph = OddGraph(seed, false);
    const Folder folder;
    Export("csv", graph, folder.path.string());
    engine::ImportOptions options;
    const auto fault = engine::FindTables(folder.path.string(), options);
    if (fault) FAIL(fault->file << ":" << fault->line << ":" << fault->column << " " << fault->message);
    const auto store = Store::Open(":memory:", {});
    RequireDone(engine::ImportCsv(*store, options));
    CHECK(Dump(*store->Snapshot()) == Dump(graph));
  }
}

TEST_CASE("CSV refuses the names that it cannot write", "[roundtrip]") {
  const Folder folder;
  PlainGraph labelled;
  const LabelId label[] = {labelled.InternLabel("")};
  labelled.CreateNode(label);
  CHECK_THROWS_WITH(Export("csv", labelled, folder.path.string()), Catch::Contains("empty name of a label"));
}

TEST_CASE("a graph is the same after export to GraphML and import", "[roundtrip]") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    const PlainGraph graph = OddGraph(seed, true);
    const Folder folder;
    engine::GraphmlOptions options;
    options.files = {folder / "graph.graphml"};
    Export("graphml", graph, options.files[0]);
    const auto store = Store::Open(":memory:", {});
    RequireDone(engine::ImportGraphml(*store, options));
    CHECK(Dump(*store->Snapshot()) == Dump(graph));
  }
}

// Indexes and constraints in words.
std::set<std::string> Schema(const GraphReader& graph) {
  std::set<std::string> lines;
  for (const IndexInfo& index : graph.Indexes()) {
    std::string line = index.name + " " + std::to_string(static_cast<int>(index.kind)) + " :";
    line += graph.NameOf(index.label);
    for (PropertyId property : index.properties) line += " ." + std::string(graph.NameOf(property));
    lines.insert(line);
  }
  return lines;
}

TEST_CASE("a graph is the same after export to a Cypher script that the shell runs", "[roundtrip]") {
  if (ProgramPath().empty()) {
    WARN("skipped: needs PAPERGRAPH_PROGRAM");
    return;
  }
  for (unsigned seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    PlainGraph graph = OddGraph(seed, true);
    const PropertyId key = graph.InternProperty("k"), other = graph.InternProperty(kNames[seed]);
    const LabelId label = graph.InternLabel(kNames[seed + 1]);
    graph.CreateIndex("`unique`", IndexInfo::Kind::kUnique, label, std::span(&key, 1));
    graph.CreateIndex("range", IndexInfo::Kind::kRange, label, std::span(&other, 1));
    graph.CreateIndex("exists", IndexInfo::Kind::kExists, label, std::span(&key, 1));
    graph.CreateIndex("words", IndexInfo::Kind::kFulltext, label, std::span(&other, 1));
    const Folder folder;
    Export("cypher", graph, folder / "graph.cypher");
    const ProgramResult run = RunProgram({"shell", "--db", folder / "db", "-f", folder / "graph.cypher"});
    CAPTURE(run.out, run.err);
    REQUIRE(run.status == 0);
    const auto store = Store::Open(folder / "db", {});
    CHECK(Dump(*store->Snapshot()) == Dump(graph));
    CHECK(Schema(*store->Snapshot()) == Schema(graph));
  }
}

TEST_CASE("the program imports what it exported", "[roundtrip]") {
  if (ProgramPath().empty()) {
    WARN("skipped: needs PAPERGRAPH_PROGRAM");
    return;
  }
  const Folder folder;
  const PlainGraph graph = OddGraph(3, false);
  Export("cypher", graph, folder / "graph.cypher");
  REQUIRE(RunProgram({"shell", "--db", folder / "db", "-f", folder / "graph.cypher"}).status == 0);
  const std::string expected = RunProgram({"export", "--db", folder / "db", "--format", "json"}).out;
  CHECK(expected.size() > 1000);
  for (const char* format : {"csv", "graphml"}) {
    CAPTURE(format);
    const std::string file = folder / format, copy = file + ".db";
    REQUIRE(RunProgram({"export", "--db", folder / "db", "--format", format, "-o", file}).status == 0);
    const ProgramResult import = RunProgram({"import", "--db", copy, file});
    CAPTURE(import.err);
    REQUIRE(import.status == 0);
    CHECK(RunProgram({"export", "--db", copy, "--format", "json"}).out == expected);
  }
}

// ---- JSON

// Anything that JSON can carry but entities: also maps, nulls and lists of lists.
Value RandomJson(std::mt19937& random, int depth) {
  if (depth == 0 || random() % 3) return random() % 9 ? engine::RandomStorable(random) : Value();
  if (random() % 2) {
    ValueList items;
    for (auto count = random() % 4; count > 0; --count) items.push_back(RandomJson(random, depth - 1));
    return Value::List(std::move(items));
  }
  ValueMap entries;
  for (auto count = random() % 4; count > 0; --count) {
    entries.emplace_back(kNames[random() % std::size(kNames)], RandomJson(random, depth - 1));
  }
  return Value::Map(std::move(entries));
}

TEST_CASE("a parameter comes back in the row as it was given, in JSON and within", "[roundtrip]") {
  const auto store = Store::Open(":memory:", {});
  Session session(*store, {});
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const Value value = RandomJson(random, 3);
    CAPTURE(i, ShowValue(value));
    std::string request = "{\"v\":";
    engine::AppendJson(request, value, *store->Snapshot());
    request += '}';
    const Value params = engine::ParseJsonValue(request);
    std::string answer;
    engine::JsonStatement statement(answer);
    const engine::Summary summary = session.Run("RETURN $v AS v", params, statement);
    statement.Finish(summary);
    const Value read = engine::ParseJsonValue(answer);
    REQUIRE(read.Find("rows"));
    CHECK(read.Find("rows")->as_list()[0].as_list()[0] == value);
  }
}

TEST_CASE("a parameter is the same when a node or relationship has kept it", "[roundtrip]") {
  const auto store = Store::Open(":memory:", {});
  Session session(*store, {});
  std::mt19937 random(8);
  for (int i = 0; i < 500; ++i) {
    const Value value = engine::RandomStorable(random);
    CAPTURE(i, ShowValue(value));
    const Value params = Value::Map({{"v", value}, {"i", Value::Int(i)}});
    engine::OneValue made, node, edge;
    session.Run("CREATE (:N {i: $i, v: $v})-[r:R {i: $i, v: $v}]->() RETURN r.v", params, made);
    session.Run("MATCH (n:N {i: $i}) RETURN n.v", params, node);
    session.Run("MATCH ()-[r:R {i: $i}]->() RETURN properties(r).v", params, edge);
    CHECK(made.value == value);
    CHECK(node.value == value);
    CHECK(edge.value == value);
  }
}

TEST_CASE("an index finds every value that a property holds", "[roundtrip]") {
  const auto store = Store::Open(":memory:", {});
  Session session(*store, {});
  engine::OneValue nothing;
  session.Run("CREATE INDEX FOR (n:N) ON (n.v)", Value(), nothing);
  std::mt19937 random(9);
  for (int i = 0; i < 500; ++i) {
    const Value value = engine::RandomStorable(random);
    CAPTURE(i, ShowValue(value));
    const Value params = Value::Map({{"v", value}, {"i", Value::Int(i)}});
    engine::OneValue found;
    session.Run("CREATE (:N {i: $i, v: $v})", params, nothing);
    session.Run("MATCH (n:N) WHERE n.v = $v AND n.i = $i RETURN n.i", params, found);
    // NaN equals nothing, and null makes the equality of lists unknown.
    if (Equals(value, value) == Ternary(true)) CHECK(found.value == Value::Int(i));
  }
}

}  // namespace
}  // namespace papergraph
