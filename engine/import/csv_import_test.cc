#include "engine/csv_import.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/formats.h"
#include "tests/support/files.h"

namespace papergraph::engine {
namespace {

namespace fs = std::filesystem;

struct Files : Folder {
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return *this / name;
  }
};

const std::string kNodes = "id:ID(Paper),title,year:int,tags:string[]\n1,One,2024,a;b\n2,Two,,\n";

// The fault of one table of nodes (and one of edges), as "line:column message".
std::string CsvFault(const std::string& nodes, const std::string& edges = "") {
  Files files;
  ImportOptions options;
  options.nodes = {{"Paper", files.Write("n.csv", nodes)}};
  if (!edges.empty()) options.edges = {{"CITES", files.Write("e.csv", edges)}};
  const auto store = Store::Open(":memory:", {});
  const ImportReport report = ImportCsv(*store, options);
  CHECK(store->Snapshot()->NodeCount() == (report.fault ? 0 : report.nodes));
  if (!report.fault) return "none";
  return std::to_string(report.fault->line) + ":" + std::to_string(report.fault->column) + " " +
         report.fault->message.substr(0, 16);
}

}  // namespace

TEST_CASE("tables become nodes and edges with typed properties", "[csv_import]") {
  Files files;
  ImportOptions options;
  options.nodes = {{"Paper", files.Write("p.csv", "\xef\xbb\xbf" + kNodes)},
                   {"", files.Write("m.csv", "key:ID(M),:LABEL,name\r\nx,Method;Old,\"GR\"\"PO\r\n\"\r\n\r\n")}};
  options.edges = {{"USES", files.Write("u.csv", ":START_ID(Paper),:END_ID(M),score:float\n1,x,0.5\n2,x,\n")}};
  const auto store = Store::Open(":memory:", {});
  const ImportReport report = ImportCsv(*store, options);
  REQUIRE(!report.fault);
  CHECK(report.nodes == 3);
  CHECK(report.edges == 2);
  const auto graph = store->Snapshot();
  const auto property = [&](NodeId node, const char* name) {
    return graph->NodeProperty(node, *graph->FindProperty(name));
  };
  CHECK(property(NodeId{0}, "id") == Value::String("1"));
  CHECK(property(NodeId{0}, "year") == Value::Int(2024));
  CHECK(property(NodeId{0}, "tags") == Value::List({Value::String("a"), Value::String("b")}));
  CHECK(property(NodeId{1}, "year").is_null());
  CHECK(property(NodeId{2}, "name") == Value::String("GR\"PO\r\n"));
  CHECK(property(NodeId{2}, "key") == Value::String("x"));
  CHECK(graph->LabelsOf(NodeId{2}).size() == 2);
  CHECK(graph->EdgeProperty(EdgeId{0}, *graph->FindProperty("score")) == Value::Float(0.5));
}

TEST_CASE("a bad row is named by line and column, and nothing of the import is kept", "[csv_import]") {
  CHECK(CsvFault(kNodes) == "none");
  CHECK(CsvFault("") == "1:1 the file is empt");
  CHECK(CsvFault("id:ID,year:int\n1,x\n") == "2:3 \"x\" for `year` i");
  CHECK(CsvFault("id:ID,year:int\n1,+-2\n") == "2:3 \"+-2\" for `year`");
  CHECK(CsvFault("id:ID,year:int\n1,+2\n") == "none");
  CHECK(CsvFault("id:ID,year:int\n组,1\n2,9999999999999999999\n") == "3:3 \"999999999999999");
  CHECK(CsvFault("id:ID,n\n1,\"a\nb\n") == "2:3 this quote is no");
  CHECK(CsvFault("id:ID,n\n1,\"a\"b\n") == "2:6 a comma or the e");
  CHECK(CsvFault("id:ID,n\n1,a\"b\n") == "2:4 a quote inside a");
  CHECK(CsvFault("id:ID,n\n组,\"\n\"\n1\n") == "4:1 the row has 1 fi");
  CHECK(CsvFault("id:ID,n\n1,2,3\n") == "2:5 the row has 3 fi");
  CHECK(CsvFault("id:ID,n\n1,a\n1,b\n") == "3:1 the id \"1\" is th");
  CHECK(CsvFault("id:ID,n:strin\n") == "1:7 `strin` is no ty");
  CHECK(CsvFault("id,n\n") == "1:1 a table of nodes");
  CHECK(CsvFault("id:ID,n\n1,\xff\n") == "2:3 this byte is not");
  CHECK(CsvFault("id:ID,d:date\n1,2026-13-01\n") == "2:3 \"2026-13-01\" for");
  CHECK(CsvFault(kNodes, ":START_ID(Paper),:END_ID(Paper)\n1,2\n1,3\n") == "3:3 no node has the ");
  CHECK(CsvFault(kNodes, ":START_ID(Paper),:END_ID(X)\n1,2\n") == "1:18 no table of node");
  CHECK(CsvFault(kNodes, ":START_ID(Paper),:END_ID(Paper)\n1,2\n2,1\n") == "none");
}

TEST_CASE("ids are texts: 7 is not 07, and large or odd ones work as well", "[csv_import]") {
  CHECK(CsvFault("id:ID(Paper)\n7\n07\n4000000000\nabc\n999999999\n",
                 ":START_ID(Paper),:END_ID(Paper)\n7,07\nabc,4000000000\n999999999,7\n") == "none");
}

}  // namespace papergraph::engine
