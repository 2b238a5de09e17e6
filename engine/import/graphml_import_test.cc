#include "engine/graphml_import.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/formats.h"

namespace papergraph::engine {
namespace {

namespace fs = std::filesystem;

// A file that goes away with its owner.
class File {
 public:
  explicit File(const std::string& text) {
    path_ = (fs::temp_directory_path() / "papergraph-XXXXXX").string();
    const int file = mkstemp(path_.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    close(file);
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~File() { fs::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string Graphml(const std::string& keys, const std::string& graph) {
  return "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n" + keys + "<graph edgedefault=\"directed\">\n" +
         graph + "</graph></graphml>\n";
}

ImportReport Import(Store& store, const std::string& text, const std::string& id_property = "") {
  const File file(text);
  GraphmlOptions options;
  options.files = {file.path()};
  options.id_property = id_property;
  return ImportGraphml(store, options);
}

// "line:column message" of a file that is refused.
std::string GraphmlFault(const std::string& text) {
  const auto store = Store::Open(":memory:", {});
  const ImportReport report = Import(*store, text);
  if (!report.fault) return "none";
  CHECK(store->Snapshot()->NodeCount() == 0);
  CHECK(report.nodes == 0);
  return std::to_string(report.fault->line) + ":" + std::to_string(report.fault->column) + " " + report.fault->message;
}

TEST_CASE("GraphML of other programs becomes nodes and edges with typed properties", "[graphml_import]") {
  const auto store = Store::Open(":memory:", {});
  const ImportReport report = Import(*store,
                                     Graphml(R"(
      <key id="d0" for="node" attr.name="name" attr.type="string"/>
      <key id="d1" for="node" attr.name="size" attr.type="double"><default>1.5</default></key>
      <key id="d2" for="edge" attr.name="weight" attr.type="int"/>
      <key id="d3" for="node" yfiles.type="nodegraphics"/>
      <key id="d4" for="all" attr.name="ok" attr.type="boolean"/>)",
                                             R"(
      <edge source="a" target="b"><data key="d2"> 7 </data></edge>
      <node id="a" labels=":Person:Old"><data key="d0">Ann &amp; <![CDATA[<Bo>]]></data></node>
      <node id="b"><data key="d1">2</data><data key="d3"><y:Shape xmlns:y="urn:y">no text</y:Shape></data></node>
      <edge source="b" target="b" label="LIKES"><data key="d4">true</data></edge>)"),
                                     "id");
  REQUIRE(!report.fault);
  CHECK(report.nodes == 2);
  CHECK(report.edges == 2);
  const auto graph = store->Snapshot();
  const auto property = [&](auto id, const char* name) {
    const auto found = graph->FindProperty(name);
    if constexpr (std::is_same_v<decltype(id), NodeId>) {
      return graph->NodeProperty(id, *found);
    } else {
      return graph->EdgeProperty(id, *found);
    }
  };
  CHECK(property(NodeId{0}, "name") == Value::String("Ann & <Bo>"));
  CHECK(property(NodeId{0}, "size") == Value::Float(1.5));
  CHECK(property(NodeId{1}, "size") == Value::Float(2));
  CHECK(property(NodeId{1}, "id") == Value::String("b"));
  CHECK(graph->LabelsOf(NodeId{0}).size() == 2);
  CHECK(graph->LabelsOf(NodeId{1}).empty());
  // An edge that comes before its nodes waits for them, and one without a type is RELATED.
  CHECK(graph->NameOf(graph->EdgeOf(EdgeId{0}).type) == "LIKES");
  CHECK(property(EdgeId{0}, "ok") == Value::Bool(true));
  CHECK(graph->NameOf(graph->EdgeOf(EdgeId{1}).type) == "RELATED");
  CHECK(property(EdgeId{1}, "weight") == Value::Int(7));
}

TEST_CASE("what is wrong in GraphML is named by line and column, and nothing of it is kept", "[graphml_import]") {
  const std::string key = "<key id=\"k\" for=\"node\" attr.name=\"n\" attr.type=\"long\"/>\n";
  const auto node = [&](const std::string& inside) {
    return GraphmlFault(Graphml(key, "<node id=\"a\">" + inside + "</node>\n"));
  };
  CHECK(node("<data key=\"k\">1</data>") == "none");
  CHECK(node("<data key=\"k\">x</data>") == "4:14 \"x\" for `n` is not a whole number of 64 bits");
  CHECK(node("<data key=\"k\"> </data>") == "4:14 the data of `n` are empty");
  CHECK(node("<data key=\"j\">1</data>") == "4:14 no <key> before this declares `j`");
  CHECK(node("<data key=\"k\">1</data><data key=\"k\">2</data>") == "4:36 a second value for `n`");
  CHECK(node("<data key=\"k\"><b>1</b></data>") == "4:28 text was expected, not <b>");
  CHECK(node("<port name=\"p\"/>") == "4:14 ports of nodes have no place in this graph");
  CHECK(node("<graph/>") == "4:14 a graph inside a node or edge has no place in this graph");
  CHECK(GraphmlFault(Graphml(key, "<hyperedge/>")) == "4:1 a hyperedge has no place in this graph");
  CHECK(GraphmlFault(Graphml(key, "<node id=\"a\"/>\n<node id=\"a\"/>")) == "5:1 the node id \"a\" is there twice");
  CHECK(GraphmlFault(Graphml(key, "<node id=\"组\"/>\n<edge source=\"组\" target=\"b\"/>")) ==
        "5:1 no node of this file has the id \"b\"");
  CHECK(GraphmlFault(Graphml(key + key, "")) == "3:1 the key `k` is declared twice");
  CHECK(GraphmlFault("<gexf/>") == "1:1 no GraphML: the file begins with <gexf>");
  CHECK(GraphmlFault("") == "1:1 not XML: no element found");
  CHECK(GraphmlFault("<graphml>\n<graph>") == "2:8 not XML: no element found");
  CHECK(GraphmlFault("<graphml><graph></graphml>") == "1:19 not XML: mismatched tag");
  CHECK(GraphmlFault("<graphml>\xff</graphml>").starts_with("1:10 this byte is not UTF-8"));
}

TEST_CASE("no file of GraphML makes the reader expand, nest or fetch without end", "[graphml_import]") {
  std::string bomb = "<!DOCTYPE graphml [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c <= 'z'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "\">";
  }
  CHECK(GraphmlFault(bomb + "]><graphml>&z;</graphml>").find("declares an entity") != std::string::npos);
  CHECK(GraphmlFault("<!DOCTYPE graphml [<!ENTITY % a \"b\">]><graphml/>").find("declares an entity") !=
        std::string::npos);
  CHECK(GraphmlFault("<!DOCTYPE graphml SYSTEM \"file:///etc/passwd\"><graphml/>").find("DOCTYPE") !=
        std::string::npos);
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<desc>";
  CHECK(GraphmlFault("<graphml>" + deep).find("deeper than 100 levels") != std::string::npos);
}

}  // namespace
}  // namespace papergraph::engine
