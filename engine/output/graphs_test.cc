#include <graphviz/cgraph.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/csv_import.h"
#include "engine/formats.h"
#include "tests/support/files.h"
#include "tests/support/random_values.h"

namespace papergraph::engine {
namespace {

namespace fs = std::filesystem;

std::string WrittenGraph(std::string_view format, const GraphReader& graph) {
  Folder folder;
  const std::string path = (folder.path / "out").string();
  FindGraphFormat(format)->write(graph, WholeGraph(graph), path);
  return ReadFile(path);
}

}  // namespace

TEST_CASE("equal graphs give equal bytes, however they came to be", "[graphs]") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    for (std::string_view format : {"json", "graphml", "cypher", "dot"}) {
      const std::string expected = WrittenGraph(format, RandomPropertyGraph(seed, 0));
      for (unsigned shuffle = 1; shuffle <= 3; ++shuffle)
        CHECK(WrittenGraph(format, RandomPropertyGraph(seed, shuffle)) == expected);
    }
  }
}

TEST_CASE("nodes that look alike are told apart by their neighbours", "[graphs]") {
  const auto chain = [](std::vector<int> order) {
    PlainGraph graph;
    std::vector<NodeId> nodes(order.size());
    for (int place : order) nodes[static_cast<size_t>(place)] = graph.CreateNode({});
    for (size_t i = 0; i + 1 < nodes.size(); ++i) graph.CreateEdge(nodes[i], graph.InternType("NEXT"), nodes[i + 1]);
    return WrittenGraph("json", graph);
  };
  CHECK(chain({0, 1, 2, 3, 4}) == chain({3, 1, 4, 0, 2}));
  const auto two_rings = [](bool interleaved) {
    PlainGraph graph;
    std::vector<NodeId> nodes;
    for (int i = 0; i < 6; ++i) nodes.push_back(graph.CreateNode({}));
    const TypeId next = graph.InternType("NEXT");
    for (size_t ring = 0; ring < 2; ++ring) {
      for (size_t i = 0; i < 3; ++i) {
        const auto at = [&](size_t k) { return interleaved ? nodes[2 * k + ring] : nodes[3 * ring + k]; };
        graph.CreateEdge(at(i), next, at((i + 1) % 3));
      }
    }
    return WrittenGraph("json", graph);
  };
  CHECK(two_rings(false) == two_rings(true));
}

TEST_CASE("CSV reads back to the same graph, every kind of value included", "[graphs]") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const PlainGraph graph = RandomPropertyGraph(seed, 0);
    Folder folder;
    FindGraphFormat("csv")->write(graph, WholeGraph(graph), folder.path.string());
    ImportOptions options;
    const auto fault = FindTables(folder.path.string(), options);
    if (fault) FAIL(fault->file << ":" << fault->line << ":" << fault->column << " " << fault->message);
    const auto store = Store::Open(":memory:", {});
    const ImportReport report = ImportCsv(*store, options);
    if (report.fault)
      FAIL(report.fault->file << ":" << report.fault->line << ":" << report.fault->column << " "
                              << report.fault->message);
    CHECK(report.nodes == graph.NodeCount());
    CHECK(report.edges == graph.EdgeCount());
    CHECK(WrittenGraph("json", *store->Snapshot()) == WrittenGraph("json", graph));
  }
}

TEST_CASE("no name breaks out of DOT, and every node and edge is in it", "[graphs]") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const PlainGraph graph = RandomPropertyGraph(seed, 0);
    const std::string text = WrittenGraph("dot", graph);
    CAPTURE(text);
    Agraph_t* picture = agmemread(text.c_str());
    REQUIRE(picture);
    CHECK(static_cast<uint64_t>(agnnodes(picture)) == graph.NodeCount() + 1);  // the legend is one
    agclose(picture);
  }
}

TEST_CASE("a picture of too much is cut and says so", "[graphs]") {
  PlainGraph graph;
  const LabelId label[] = {graph.InternLabel("Method")};
  std::vector<NodeId> nodes;
  for (int i = 0; i < 50; ++i) nodes.push_back(graph.CreateNode(label));
  for (int i = 1; i < 50; ++i) graph.CreateEdge(nodes[0], graph.InternType("USES"), nodes[static_cast<size_t>(i)]);
  const std::string text = DotText(graph, WholeGraph(graph), {10, 20});
  CHECK(text.find("10 of 50 nodes and 9 of 49 edges are shown") != text.npos);
  CHECK(DotText(graph, WholeGraph(graph), {0, 0}).find("are shown") == std::string::npos);
}

TEST_CASE("a link that a browser would run is no link", "[graphs]") {
  PlainGraph graph;
  const LabelId label[] = {graph.InternLabel("Paper")};
  const NodeId node = graph.CreateNode(label);
  graph.SetProperty(node, graph.InternProperty("url"), Value::String("javascript:alert(1)"));
  CHECK(WrittenGraph("dot", graph).find("URL=") == std::string::npos);
  graph.SetProperty(node, graph.InternProperty("url"), Value::String("https://arxiv.org/abs/2601.22628"));
  CHECK(WrittenGraph("svg", graph).find("xlink:href=\"https://arxiv.org/abs/2601.22628\"") != std::string::npos);
}

}  // namespace papergraph::engine
