// `papergraph mcp` as a client of the Model Context Protocol speaks to it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/run_program.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

Json Request(int id, const std::string& method, const Json& params) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}};
}
Json Call(int id, const std::string& tool, const Json& arguments) {
  return Request(id, "tools/call", {{"name", tool}, {"arguments", arguments}});
}

class Client {
 public:
  Client() {
    std::ofstream(folder_ / "2026-01-30.md") << "# Daily Papers Report\n**Date**: 2026-01-30\n\n"
                                                "## 📄 KiteRider: Agents That Ask\n\n"
                                                "- **链接**: https://huggingface.co/papers/2601.00001\n\n"
                                                "### 3. 使用指南\n使用 GRPO 进行训练，在 GSM8K 上评测。\n\n"
                                                "### 4. 实验结果\n在 GSM8K 上的准确率达到 81.4%。\n";
    REQUIRE(RunProgram({"ingest", "--db", database_, folder_ / "2026-01-30.md"}).status == 0);
  }

  /// The answers to these lines, in their order.
  std::vector<Json> Send(const std::vector<std::string>& lines) const {
    std::string input;
    for (const std::string& line : lines) input += line + "\n";
    const ProgramResult run = RunProgram({"mcp", "--db", database_}, input);
    REQUIRE(run.status == 0);
    std::vector<Json> answers;
    std::istringstream out(run.out);
    for (std::string line; std::getline(out, line);) {
      answers.push_back(Json::parse(line));
      CHECK(answers.back()["jsonrpc"] == "2.0");
    }
    return answers;
  }
  Json Ask(const Json& request) const {
    const std::vector<Json> answers = Send({request.dump()});
    REQUIRE(answers.size() == 1);
    CHECK(answers[0]["id"] == request["id"]);
    return answers[0];
  }
  const std::string& database() const { return database_; }

 private:
  const Folder folder_;
  const std::string database_ = folder_ / "db";
};

TEST_CASE("an agent begins, lists the tools and asks: rows, evidence and the Cypher of the sentence", "[mcp]") {
  if (ProgramIsMissing()) return;
  const Client client;
  const std::vector<Json> answers = client.Send(
      {Request(1, "initialize",
               {{"protocolVersion", "2025-03-26"},
                {"capabilities", Json::object()},
                {"clientInfo", {{"name", "test"}, {"version", "1"}}}})
           .dump(),
       R"({"jsonrpc":"2.0","method":"notifications/initialized"})", Request(2, "tools/list", {}).dump(),
       Call(3, "ask", {{"question", "papers using GRPO"}}).dump(), Request(4, "ping", Json::object()).dump()});
  REQUIRE(answers.size() == 4);
  CHECK(answers[0]["result"]["protocolVersion"] == "2025-03-26");
  CHECK(answers[0]["result"]["serverInfo"]["name"] == "papergraph");
  CHECK(answers[0]["result"]["capabilities"].contains("tools"));
  std::vector<std::string> names;
  for (const Json& tool : answers[1]["result"]["tools"]) {
    names.push_back(tool["name"]);
    CHECK(tool["inputSchema"]["type"] == "object");
    CHECK(tool["annotations"]["readOnlyHint"] == true);
  }
  CHECK(names == std::vector<std::string>{"ask", "query", "why", "schema"});
  const Json result = answers[2]["result"];
  CHECK(result["isError"] == false);
  const Json found = result["structuredContent"];
  CHECK(Json::parse(result["content"][0]["text"].get<std::string>()) == found);
  CHECK(found["columns"] == Json({"paper", "title", "date", "evidence"}));
  REQUIRE(found["rows"].size() == 1);
  CHECK(found["rows"][0][0] == "2601.00001");
  CHECK(found["rows"][0][3][0].get<std::string>().find("使用 GRPO 进行训练") != std::string::npos);
  CHECK(found["truncated"] == false);
  CHECK(found["cypher"].get<std::string>().starts_with("MATCH (p:Paper)-[e:USES]->(:Method {name: 'GRPO'})"));
  CHECK(answers[3]["result"] == Json::object());
}

TEST_CASE("an agent reads with Cypher and parameters as many rows as it asks for, and changes nothing", "[mcp]") {
  if (ProgramIsMissing()) return;
  const Client client;
  const Json rows = client.Ask(Call(1, "query",
                                    {{"cypher", "UNWIND range(1, $n) AS x RETURN x, $n AS n"},
                                     {"parameters", {{"n", 7}}},
                                     {"limit", 2}}))["result"]["structuredContent"];
  CHECK(rows["rows"] == Json({{1, 7}, {2, 7}}));
  CHECK(rows["truncated"] == true);
  for (const char* write :
       {"CREATE (:Paper {id: 'x'})", "MATCH (n) DETACH DELETE n", "CREATE INDEX FOR (n:A) ON (n.b)"}) {
    const Json answer = client.Ask(Call(2, "query", {{"cypher", write}}));
    CAPTURE(write, answer.dump());
    CHECK(answer["result"]["isError"] == true);
  }
  CHECK(client.Ask(
            Call(3, "query", {{"cypher", "MATCH (p:Paper) RETURN count(*)"}}))["result"]["structuredContent"]["rows"] ==
        Json({{1}}));
}

TEST_CASE("an agent learns what is in the graph and why an edge is", "[mcp]") {
  if (ProgramIsMissing()) return;
  const Client client;
  const Json schema = client.Ask(Call(1, "schema", Json::object()))["result"]["structuredContent"];
  Json papers, uses;
  for (const Json& label : schema["labels"]) {
    if (label["name"] == "Paper") papers = label;
  }
  for (const Json& type : schema["relationshipTypes"]) {
    if (type["name"] == "USES") uses = type;
  }
  CHECK(papers["count"] == 1);
  CHECK(papers["properties"].dump().find("\"title\"") != std::string::npos);
  CHECK(uses["between"].dump().find("Paper -> Method") != std::string::npos);
  CHECK(uses["properties"].dump().find("\"evidence\"") != std::string::npos);
  const Json why = client.Ask(Call(2, "why", {{"paper", "2601.00001"}, {"name", "GRPO"}}))["result"];
  CHECK(why["isError"] == false);
  CHECK(why["content"][0]["text"].get<std::string>().find("2026-01-30.md") != std::string::npos);
  const Json none = client.Ask(Call(3, "why", {{"paper", "2601.00001"}, {"name", "Nothing"}}))["result"];
  CHECK(none["isError"] == true);
}

TEST_CASE("what is wrong with a statement is the tool's answer, with its place; with a message, the protocol's",
          "[mcp]") {
  if (ProgramIsMissing()) return;
  const Client client;
  const Json wrong = client.Ask(Call(1, "query", {{"cypher", "RETURN x"}}))["result"];
  CHECK(wrong["isError"] == true);
  CHECK(wrong["content"][0]["text"].get<std::string>().starts_with("1:8: SyntaxError (UndefinedVariable)"));
  const auto code = [&](const std::string& line) {
    const std::vector<Json> answers = client.Send({line});
    REQUIRE(answers.size() == 1);
    return answers[0]["error"]["code"].get<int>();
  };
  CHECK(code("{") == -32700);
  CHECK(code("\xff\xfe") == -32700);
  CHECK(code(std::string(100'000, '[')) == -32700);
  CHECK(code("[]") == -32600);
  CHECK(code(R"({"id":1,"method":"ping"})") == -32600);
  CHECK(code(R"({"jsonrpc":"2.0","id":{},"method":"ping"})") == -32600);
  CHECK(code(R"({"jsonrpc":"2.0","id":1,"method":7})") == -32600);
  CHECK(code(Request(1, "resources/list", Json::object()).dump()) == -32601);
  CHECK(code(Request(1, "tools/call", Json::array()).dump()) == -32602);
  CHECK(code(Request(1, "tools/call", {{"name", 5}}).dump()) == -32602);
  CHECK(code(Call(1, "shout", Json::object()).dump()) == -32602);
  CHECK(code(Call(1, "ask", {{"question", 1}}).dump()) == -32602);
  CHECK(code(Call(1, "ask", {{"question", "MATCH (n) RETURN n"}}).dump()) == -32602);
  CHECK(code(Call(1, "query", {{"cypher", "RETURN 1"}, {"limit", 0}}).dump()) == -32602);
  CHECK(code(Call(1, "query", {{"cypher", "RETURN 1"}, {"parameters", 3}}).dump()) == -32602);
  // Nothing is answered to what asks nothing.
  CHECK(client.Send({R"({"jsonrpc":"2.0","method":"ping"})", R"({"jsonrpc":"2.0","id":1,"result":{}})", ""}).empty());
}

TEST_CASE("each call sees the graph of its moment, beside a process that writes", "[mcp]") {
  if (ProgramIsMissing()) return;
  const Client client;
  const std::string count = "MATCH (n:New) RETURN count(*)";
  CHECK(client.Ask(Call(1, "query", {{"cypher", count}}))["result"]["structuredContent"]["rows"] == Json({{0}}));
  REQUIRE(RunProgram({"query", "--db", client.database(), "CREATE (:New)"}).status == 0);
  CHECK(client.Ask(Call(2, "query", {{"cypher", count}}))["result"]["structuredContent"]["rows"] == Json({{1}}));
  fs::remove_all(client.database());
  CHECK(RunProgram({"mcp", "--db", client.database()}).status == 3);
}

}  // namespace
}  // namespace papergraph
